import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.errors import Diagnostic, MachineError
from tests.harness.bare.model import Model, Step, calls, says, serving
from tests.harness.launching.sample import program
from tests.runs.sample import skill


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ws").mkdir()
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path / "ws")
    return tmp_path


class Served:
    """A model on loopback in a thread of its own."""

    def __init__(self, *steps: Step) -> None:
        self.steps = steps
        self.model: Model | None = None
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        async with serving(*self.steps) as self.model:
            self._ready.set()
            await self._stop.wait()

    def __enter__(self) -> str:
        self._thread.start()
        self._ready.wait(20)
        assert self.model
        return f"{self.model.url}/v1"

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()


def test_a_run_and_its_table(home: Path, capsys):
    given = skill(home)
    with Served(calls(("exec", {"command": "echo hi > a.txt"})), says("Hello Ada")) as url:
        arguments = ["--harness", "bare", "--model", "m", "--upstream", url, "--skill", str(given)]
        assert main(["run", *arguments, "--unattended", "greet Ada"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("Hello Ada\n\n")
    assert "changed      a.txt" in shown.out
    assert "unattended" in shown.out
    assert "skill greet: compiled for m@bare" in shown.err
    assert (home / "ws/a.txt").is_file()


def test_json_and_a_provider_that_refuses(capsys):
    with Served({"status": 403, "body": {"error": {"message": "not you"}}}) as url:
        assert main(["run", "--harness", "bare", "--model", "m", "--upstream", url, "--json", "x"]) == 6
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["exit_code"], found["unattended"]) == ("provider", 6, False)
    assert "not you" in found["failure"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--harness", "bar", "--model", "m"], 2, "did you mean `bare`?"),
        (["--harness", "cursor", "--model", "m"], 2, "start.unknown-launch"),
        (["--harness", "bare", "--model", "m", "--upstream", "nobody"], 2, "start.no-upstream"),
        (["--harness", "bare", "--model", "m", "--workspace", "absent"], 2, "start.no-workspace"),
        (["--harness", "bare", "--model", "m", "--timeout", "-1"], 2, "`--timeout` must be positive"),
        (["--harness", "bare", "--model", "m", "--upstream", "http://x", "--dialect", "french"], 2, "no dialect"),
        (["--harness", "bare", "--model", "m", "--upstream", "http://x", "--python", "absent"], 2, "no program"),
        (["--harness", "pi", "--model", "m", "--upstream", "http://x"], 3, "npm install -g"),
        (["--harness", "pi", "--model", "m", "--native"], 3, "for m: it runs past it"),
    ],
)
def test_what_cannot_be_started(arguments: list[str], status: int, words: str, home: Path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(home))
    assert main(["run", *arguments, "x"]) == status
    assert words in capsys.readouterr().err


def test_a_skill_that_is_not_bound_stops_the_run(home: Path, capsys):
    given = skill(home)
    (given / "scripts/use.py").write_text("import requests\nprint(requests.get('https://example.com').text)\n")
    text = (given / "SKILL.md").read_text()
    (given / "SKILL.md").write_text(text + "\nThen run `python scripts/use.py`.\n")
    arguments = ["--harness", "bare", "--model", "m", "--upstream", "http://127.0.0.1:9/v1", "--skill", str(given)]
    assert main(["run", *arguments, "x"]) == 1
    shown = capsys.readouterr().err
    assert "start.not-bound" in shown
    assert f"skillrt bind {home}/data/variants/" in shown


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.usefixtures("heeds_hangup")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(home: Path, number: int):
    folder = program(home / "bin", f"open({str(home / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    (folder / "script").rename(folder / "pi")
    command = [
        sys.executable,
        "-m",
        "skillrt",
        "run",
        "--harness",
        "pi",
        "--model",
        "m",
        "--upstream",
        "http://127.0.0.1:9",
    ]
    variables = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    process = subprocess.Popen([*command, "x"], env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 30
    while time.monotonic() < until and not ((home / "pid").exists() and (home / "pid").read_text()):
        time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"interrupted" in err
    assert b"Traceback" not in err
    with pytest.raises(ProcessLookupError):
        os.kill(int((home / "pid").read_text()), 0)


def test_the_answer_alone_goes_to_a_file(home: Path, capsys):
    with Served(says("Hello Ada")) as url:
        arguments = ["--harness", "bare", "--model", "m", "--upstream", url]
        assert main(["run", *arguments, "--answer", str(home / "said.txt"), "greet Ada"]) == 0
    assert (home / "said.txt").read_text() == "Hello Ada\n"
    capsys.readouterr()
    for place in (home / "nowhere" / "said.txt", home / "ws"):
        assert main(["run", *arguments, "--answer", str(place), "greet Ada"]) == 3
        assert capsys.readouterr().out == "", "nothing was asked of the model"


def test_an_answer_that_cannot_be_kept_in_the_end_hides_nothing(home: Path, monkeypatch, capsys):
    def full(path: Path, data: bytes) -> None:
        raise MachineError(Diagnostic.of("machine.io", f"`{path}` cannot be written: No space left on device"))

    monkeypatch.setattr("skillrt.store.replacing.write_file", full)
    refused = {"status": 403, "body": {"error": {"message": "not you"}}}
    for step, said, status in ((says("Hello Ada"), "ok", 3), (refused, "provider", 6)):
        with Served(step) as url:
            arguments = ["--harness", "bare", "--model", "m", "--upstream", url, "--json"]
            assert main(["run", *arguments, "--answer", str(home / "said.txt"), "greet Ada"]) == status
        shown = capsys.readouterr()
        found = json.loads(shown.out)
        assert (found["status"], found["exit_code"]) == (said, status)
        assert "No space left" in shown.err
