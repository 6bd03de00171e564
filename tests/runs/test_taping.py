import asyncio
import json
from pathlib import Path

from skillrt.cli.main import main
from skillrt.harness.launching.command import Mode
from skillrt.runs.result import RunResult
from skillrt.runs.run import run_task
from skillrt.runs.taping import Taping
from skillrt.store.traces import TraceReader, traces_path
from tests.harness.bare.model import calls, says, serving
from tests.runs.sample import plan, skill


def _recorded(folder: Path) -> RunResult:
    given = skill(folder)
    steps = (
        lambda: calls(("read", {"path": str(next((folder / "data/runs").glob("*/skills/greet/SKILL.md")))})),
        calls(("exec", {"command": "echo x > made.txt"})),
        says("Hello Ada FINI"),
    )

    async def run() -> RunResult:
        async with serving(*steps) as model:
            taping = Taping(record=folder / "tape.jsonl")
            made = plan(folder, model.url, [given], mode=Mode(unattended=True), taping=taping)
            return await run_task(made, lambda _: None)

    return asyncio.run(run())


def _replay(folder: Path, capsys, *options: str, task: str = "greet Ada") -> tuple[dict, str]:
    (folder / "other").mkdir(exist_ok=True)
    given = ["--harness", "bare", "--model", "m", "--skill", str(folder / "greet"), "--unattended", "--json"]
    where = ["--workspace", str(folder / "other"), "--replay", str(folder / "tape.jsonl")]
    status = main(["run", *given, *where, *options, task])
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found["exit_code"] == status
    return found, err


def test_a_run_is_repeated_without_a_model_in_another_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "elsewhere"))
    first = _recorded(tmp_path)
    assert (first.status, first.changed) == ("ok", ("made.txt",))
    assert "secret-key" not in (tmp_path / "tape.jsonl").read_text()
    done, _ = _replay(tmp_path, capsys)
    assert (done["status"], done["answer"], done["changed"]) == ("ok", "Hello Ada FINI", ["made.txt"])
    assert done["tool_calls"] == list(first.tool_calls)
    assert done["jit"]["mode"] == "off"
    assert (tmp_path / "other/made.txt").read_text() == "x\n"
    with TraceReader.open(traces_path(tmp_path / "elsewhere")) as reader:
        run = reader.run(done["id"])
    assert run is not None
    assert run.replayed


def test_what_differs_is_said_and_nothing_is_made_up(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "elsewhere"))
    _recorded(tmp_path)
    done, said = _replay(tmp_path, capsys, task="greet Bo")
    assert (done["status"], done["exit_code"]) == ("provider", 6)
    assert "no recorded request is the same" in said
    assert "greet Bo" in said


def test_both_at_once_is_refused(tmp_path, capsys):
    given = ["run", "--harness", "bare", "--model", "m", "--record", "a", "--replay", "b", "x"]
    assert main([*given, "--workspace", str(tmp_path)]) == 2
    assert "exclude" in capsys.readouterr().err


def test_what_a_recording_lacks_is_a_note_of_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr("skillrt.gateway.tape._entry", lambda *_: None)
    done = _recorded(tmp_path)
    assert (done.status, done.answer) == ("ok", "Hello Ada FINI")
    assert done.notes == ("the recording is not complete: it lacks 3 answers",)
