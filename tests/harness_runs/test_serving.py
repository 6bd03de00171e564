"""Work that repeats, in products that a user has pointed to `skillrt serve`: three sessions teach, three are
predicted, the seventh asks no model."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

import pytest

from skillrt.wire.exchange import Dialect, Request, Response
from tests.cli.test_serve import Served, serving
from tests.harness_runs.playing import Player, Workshop
from tests.harness_runs.repeating import JOBS, Job, counted, learnt, require_done, skillrt
from tests.upstream.faults import Fault
from tests.upstream.server import ScriptedUpstream

pytestmark = pytest.mark.harness
Made = Callable[[str], Workshop]
MODEL = "claude-sonnet-4-5"
DIALECTS: dict[str, Dialect] = {
    "claude-code": "anthropic-messages",
    "opencode": "anthropic-messages",
    "pi": "openai-chat",
}


class Playing:
    """A model that does one job after the other."""

    def __init__(self) -> None:
        self.player: Player | None = None

    def answer(self, request: Request) -> Response | Fault:
        assert self.player
        return self.player.answer(request)


def _commands(name: str, place: Workshop, served: Served, url: str, token: str) -> tuple[list[str], dict[str, str]]:
    """How a user starts the product, and the variables that it is led to the gateway by, as `serve` has printed."""
    base = f"{url}/run/{token}"
    (line,) = [line for line in served.said if line.strip().startswith(f"{place.harness.title}: ")]
    if name == "claude-code":
        assert "ANTHROPIC_BASE_URL=" in line
        own = {"ANTHROPIC_BASE_URL": base, "ANTHROPIC_API_KEY": "mine", "IS_SANDBOX": "1"}
        more = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}
        return ["claude", "-p", "--model", MODEL, "--dangerously-skip-permissions"], {**own, **more}
    if name == "opencode":
        found = re.search(r"OPENCODE_CONFIG_CONTENT='([^']+)'", line)
        assert found
        own = {"OPENCODE_CONFIG_CONTENT": found[1].replace("TOKEN", token), "ANTHROPIC_API_KEY": "mine"}
        return ["opencode", "run", "--model", f"anthropic/{MODEL}"], {**own, "OPENCODE_DISABLE_MODELS_FETCH": "1"}
    file = place.folder / "home/.pi/agent/models.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    given = {"baseUrl": f"{base}/v1", "api": "openai-completions", "apiKey": "mine", "models": [{"id": MODEL}]}
    file.write_text(json.dumps({"providers": {"mine": given}}))
    return ["pi", "-p", "--provider", "mine", "--model", MODEL], {"PI_OFFLINE": "1"}


@contextmanager
def _served(
    place: Workshop, upstream: ScriptedUpstream, dialect: Dialect, *options: str
) -> Generator[tuple[Served, str, str]]:
    base = f"{upstream.url}/v1" if dialect == "openai-chat" else upstream.url
    settings = place.folder / "skillrt.toml"
    settings.write_text(f'[gateway.upstreams.local]\nbase-url = "{base}"\ndialects = ["{dialect}"]\n')
    with serving(place.folder, *options) as served:
        url = re.findall(r"http://127\.0\.0\.1:\d+", served.hear("listening at"))[0]
        token = re.findall(r"[0-9a-f]{32}", served.hear("token"))[0]
        served.hear("pi: ")
        yield served, url, token


def _work(place: Workshop, command: list[str], variables: Mapping[str, str], job: Job) -> str:
    shutil.rmtree(place.workspace, ignore_errors=True)
    place.workspace.mkdir()
    job.lay(place.workspace)
    done = subprocess.run(
        [*command, job.task],
        cwd=place.workspace,
        env={**os.environ, **variables, "PWD": str(place.workspace)},  # as a shell has it
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    require_done(place, job)
    return done.stdout


@pytest.mark.parametrize("name", DIALECTS)
def test_seven_in_a_row_the_seventh_asks_no_model(name: str, workshop: Made, capsys: pytest.CaptureFixture[str]):
    place = workshop(name)
    playing = Playing()
    asked: list[int] = []
    with (
        ScriptedUpstream(counted(playing.answer)) as upstream,
        _served(place, upstream, DIALECTS[name], "--jit", "on") as (served, url, token),
    ):
        command, variables = _commands(name, place, served, url, token)
        for job in JOBS:
            playing.player = Player(place.harness, job.turns())
            began = time.monotonic()
            said = _work(place, command, variables, job)
            assert job is not JOBS[-1] or job.out in said
            asked.append(len(playing.player.played))  # titles are beside the work
            took = time.monotonic() - began
            with capsys.disabled():
                print(f"\n{name}, session {job.at + 1}: {asked[-1]} requests to the model, {took:.1f} s", end="")
            if job.at == 2:
                assert "in shadow" in served.hear("template ")
                assert len(learnt()) == 1
            if job.at in (3, 4, 5):
                served.hear("predicted right")
        assert [one.refused for one in upstream.received if one.refused] == []
        assert asked[-1] == 0, asked
        assert all(count >= 4 for count in asked[:-1]), asked
        _settled(place)


def _settled(place: Workshop) -> None:
    """What the last session did is counted, and nothing of it is left lying about."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        (kept,) = json.loads(skillrt("jit", "list", "--format", "json"))
        if (kept["state"], kept["right"]) == ("promoted", 4):
            break
        time.sleep(0.2)
    else:
        raise AssertionError(kept)
    time.sleep(1)
    assert not list((place.folder / "data" / "watched").glob("*/*/*"))
