import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from skillrt.cli.main import main
from skillrt.jit.actions import Action
from skillrt.jit.live.command import command_of
from skillrt.wire.dialects import codec
from tests.gateway.loads import FETCH, LARGE, SMALL, Here, history
from tests.harness_runs.playing import Player
from tests.harness_runs.repeating import JOBS, counted, require_totals
from tests.jit.conftest import sandbox
from tests.runs.watching.agent import PI, work
from tests.upstream.answers import say
from tests.upstream.server import ScriptedUpstream

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ends by signals")
__all__ = ["sandbox"]


class Served:
    """A running `skillrt serve`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []

    def hear(self, words: str) -> str:
        """What it says up to the line with these words."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.said))


@contextmanager
def serving(folder: Path, *arguments: str, **more: Any) -> Iterator[Served]:
    command = [sys.executable, "-m", "skillrt", "serve", "--port", "0", *arguments]
    variables = {**os.environ, "SKILLRT_DATA_DIR": str(folder / "data")}
    process = subprocess.Popen(command, cwd=folder, env=variables, stderr=subprocess.PIPE, text=True, **more)
    try:
        yield Served(process)
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()  # the recorder may still be busy with it


def get(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_it_serves_reloads_and_stops(tmp_path: Path):
    settings = tmp_path / "skillrt.toml"
    settings.write_text("[gateway]\nretries = false\n")
    with serving(tmp_path) as served:
        line = served.hear("listening at")
        url = re.findall(r"http://127\.0\.0\.1:\d+", line)[0]
        token = re.findall(r"[0-9a-f]{32}", served.hear("token"))[0]
        served.hear("Claude Code: ANTHROPIC_BASE_URL=")
        assert get(f"{url}/health") == (200, '{"status":"ok"}\n')
        assert get(f"{url}/run/{token}/v1beta/nothing", Origin="http://evil.example")[0] == 403
        assert json.loads(get(f"{url}/v1/chat/completions")[1])["error"]["message"]
        assert 'status="403"' in get(f"{url}/metrics")[1]
        settings.write_text("[gateway]\nretires = false\n")
        served.process.send_signal(signal.SIGHUP)
        said = served.hear("not read again")
        assert "retires" in said
        assert "skillrt.toml:2:1: " in said
        settings.write_text("[gateway]\n")
        served.process.send_signal(signal.SIGHUP)
        served.hear("were read again")
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(10) == 0


def test_a_token_of_a_file_is_not_shown(tmp_path: Path):
    with serving(tmp_path, "--token-file", "token") as served:
        served.hear("Claude Code: ANTHROPIC_BASE_URL=")
        token = (tmp_path / "token").read_text().strip()
        assert token not in "".join(served.said)
        assert any("token: in `token`" in line for line in served.said)
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(10) == 0


def test_wrong_settings_end_it_at_once(tmp_path: Path):
    (tmp_path / "skillrt.toml").write_text("[gateway]\nport = -1\n")
    with serving(tmp_path) as served:
        served.hear("port")
        assert served.process.wait(10) == 2


class Answering(BaseHTTPRequestHandler):
    """A provider that says which request it was."""

    protocol_version = "HTTP/1.1"
    count = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).count += 1
        message = {"role": "assistant", "content": f"answer {self.count}"}
        body = json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def provider(folder: Path) -> Iterator[None]:
    """A provider, and settings that send everything there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/v1"
    (folder / "skillrt.toml").write_text(
        f'[gateway.upstreams.here]\nbase-url = "{base}"\ndialects = ["openai-chat"]\n', encoding="utf-8"
    )
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def place_of(served: Served) -> str:
    url = re.findall(r"http://127\.0\.0\.1:\d+", served.hear("listening at"))[0]
    return f"{url}/run/{re.findall('[0-9a-f]{32}', served.hear('token'))[0]}"


def ask(place: str, text: str) -> tuple[int, str]:
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]}).encode()
    request = urllib.request.Request(f"{place}/v1/chat/completions", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, json.loads(response.read())["choices"][0]["message"]["content"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())["error"]["message"]


def test_a_recording_is_replayed_without_the_provider(tmp_path: Path):
    with provider(tmp_path), serving(tmp_path, "--record", "tape") as served:
        place = place_of(served)
        said = [ask(place, "It is 10:00, go"), ask(place, "Go on")]
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(20) == 0
    with serving(tmp_path, "--replay", "tape") as served:
        place = place_of(served)
        assert [ask(place, "It is 11:30, go"), ask(place, "Go on")] == said
        status, why = ask(place, "Go home")
        assert status == 400
        assert "'Go on'" in why
        assert "nearest" in served.hear("replay:")


def test_a_recording_is_not_emptied_by_a_gateway_that_starts_again(tmp_path: Path):
    with provider(tmp_path):
        for text in ("one", "two"):
            with serving(tmp_path, "--record", "tape") as served:
                assert ask(place_of(served), text)[0] == 200
                served.process.send_signal(signal.SIGTERM)
                assert served.process.wait(20) == 0
    assert len((tmp_path / "tape").read_text().splitlines()) == 3


def test_a_recording_is_not_written_while_one_is_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["serve", "--replay", str(tmp_path / "a"), "--record", str(tmp_path / "a")]) == 2
    assert "exclude each other" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ("--python", "/no/such/python3"),
        ("--workspace", "."),
        ("--project", "."),
        ("--replay-match", "strict"),
        ("--workspace", ".", "--jit", "on", "--replay", "tape"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    assert main(["serve", "--port", "0", *options]) == 2
    assert f"`{options[0]}` does nothing" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "99999", "x", "1" * 5000])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", port])
    assert ended.value.code == 2
    assert "is no port" in capsys.readouterr().err


def test_a_full_disk_fails_no_request(tmp_path: Path):
    import resource

    def little_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    with provider(tmp_path), serving(tmp_path, preexec_fn=little_disk) as served:
        place = place_of(served)
        found = {ask(place, f"{number} {os.urandom(10_000).hex()}")[0] for number in range(30)}
        assert found == {200}
        served.hear("traces cannot be written now")


def test_what_passed_is_in_the_trace_store(tmp_path: Path):
    from skillrt.store.traces import TraceReader, traces_path

    with provider(tmp_path), serving(tmp_path) as served:
        assert ask(place_of(served), "Greet Ada")[0] == 200
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(20) == 0
    with TraceReader.open(traces_path(tmp_path / "data")) as reader:
        (record,) = reader.exchanges()
    assert (record.upstream, record.status, record.understood) == ("here", 200, True)


def test_turns_that_templates_made_in_a_run_do_not_reach_a_provider(tmp_path: Path):
    command = command_of((Action("shell", "echo 1 > one"),), says=False)
    assert command
    function = {"name": "bash", "arguments": json.dumps({"command": command.text})}
    messages = [
        {"role": "user", "content": "make one"},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "c", "type": "function", "function": function}]},
        {"role": "tool", "tool_call_id": "c", "content": command.mark},
        {"role": "user", "content": "and two"},
    ]
    with ScriptedUpstream([say("two is made")]) as upstream:
        (tmp_path / "skillrt.toml").write_text(
            f'[gateway.upstreams.here]\nbase-url = "{upstream.url}/v1"\ndialects = ["openai-chat"]\n'
        )
        with serving(tmp_path) as served:
            place = place_of(served)
            body = json.dumps({"model": "m", "messages": messages}).encode()
            with urllib.request.urlopen(f"{place}/v1/chat/completions", body, timeout=10) as answer:
                assert b"two is made" in answer.read()
        (received,) = upstream.received
    assert b"[skillrt" not in received.body
    assert b"echo 1 > one" in received.body


def test_minutes_that_are_none_are_refused(tmp_path: Path):
    with serving(tmp_path, "--learn", "0") as served:
        assert "minutes above 0" in served.hear("--learn")
        assert served.process.wait(20) == 2


def test_an_installed_skill_is_fitted_to_the_model_that_loads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    project = tmp_path / "project"
    here = Here(project, place=".claude/skills")
    away = here.folder.rename(tmp_path / "away")
    settings = '[gateway.upstreams.here]\nbase-url = "{}"\ndialects = ["anthropic-messages"]\nmodels = ["*"]\n'
    with ScriptedUpstream(lambda _: say("ok")) as upstream:
        (tmp_path / "skillrt.toml").write_text(settings.format(upstream.url))
        with serving(tmp_path, "--fit-skills", "project/source", "--project", "project") as served:
            served.hear("fitted to the models that load them: 0")
            place = place_of(served)
            away.rename(here.folder)
            time.sleep(1.1)  # it looks once a second
            for model in (SMALL, LARGE):
                sent = codec("anthropic-messages").encode_request(history(here, "anthropic-messages", model))
                fields = {"Content-Type": "application/json", "User-Agent": "claude-cli/2.1"}
                with urllib.request.urlopen(
                    urllib.request.Request(f"{place}/v1/messages", sent.body, fields), timeout=20
                ) as answer:
                    assert answer.status == 200
            served.hear("fitted to the models that load them: 1")
            served.hear(f"compiled for {SMALL}@claude-code, as it was loaded")
        small, large = (one.body.decode() for one in upstream.exchanges)
    assert f"/{FETCH} GET" in small
    assert "GET /stations" not in small
    assert "GET /stations" in large
    assert FETCH not in large


def test_a_source_that_is_not_there_is_said_at_once(tmp_path: Path):
    with serving(tmp_path, "--fit-skills", "nowhere") as served:
        assert "nowhere" in served.hear("nowhere")
        assert served.process.wait(20) == 2


@pytest.mark.slow
def test_sessions_teach_are_predicted_and_answered(tmp_path: Path, sandbox: object):
    model: list[Player] = []
    with ScriptedUpstream(counted(lambda request: model[-1].answer(request))) as upstream:
        table = f'base-url = "{upstream.url}/v1"\ndialects = ["openai-chat"]\n'
        (tmp_path / "skillrt.toml").write_text(f'[jit]\nserve = "on"\n[gateway.upstreams.local]\n{table}')
        with serving(tmp_path) as served:
            url = re.findall(r"http://127\.0\.0\.1:\d+", served.hear("listening at"))[0]
            token = re.findall(r"[0-9a-f]{32}", served.hear("token"))[0]
            for job in JOBS:
                folder = tmp_path / "sessions" / str(job.at)
                folder.mkdir(parents=True)
                job.lay(folder)
                model.append(Player(PI, job.turns()))
                answer = work(f"{url}/run/{token}", folder, job.task)
                require_totals(folder, job)
                if job.at == 2:
                    served.hear("in shadow until")
                if job.at in (3, 4, 5):
                    served.hear("predicted right")
            assert job.out in answer
            served.process.send_signal(signal.SIGTERM)
            assert served.process.wait(20) == 0
    assert [len(player.played) for player in model] == [4] * 6 + [0]


@pytest.mark.parametrize("options", [["--no-traces"], ["--workspace", "nowhere"], ["--python", "/no/such/python3"]])
def test_templates_want_traces_a_folder_and_a_python(options: list[str], tmp_path: Path):
    with serving(tmp_path, "--jit", "shadow", *options) as served:
        assert served.hear(options[-1])
        assert served.process.wait(10) == 2
