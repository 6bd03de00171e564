import asyncio
import os
from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.harness.launching.command import Mode
from skillrt.runs.result import RunResult
from skillrt.runs.run import run_task
from skillrt.store.traces import Episodes, TraceReader, Wanted, traces_path
from skillrt.wire.exchange import Usage
from tests.harness.bare.model import Model, Step, calls, says, serving
from tests.harness.launching.sample import harness, program
from tests.runs.sample import plan, skill
from tests.upstream.answers import say
from tests.upstream.faults import malformed
from tests.upstream.server import ScriptedUpstream

UNATTENDED = Mode(unattended=True)


def _run(folder: Path, *steps: Step, **changed: object) -> tuple[RunResult, Model, list[str]]:
    told: list[str] = []

    async def run() -> tuple[RunResult, Model]:
        async with serving(*steps) as model:
            return await run_task(plan(folder, model.url, **changed), told.append), model

    result, model = asyncio.run(run())
    return result, model, told


def _scripted(folder: Path, body: str, **launch: object) -> dict[str, object]:
    bin_folder = program(folder / "bin", body)
    return {
        "harness": harness(base_urls={"openai-chat": "{gateway}/v1"}, **launch),
        "inherited": {"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"},
    }


def test_a_task_with_a_skill_from_start_to_end(tmp_path):
    given = skill(tmp_path)
    found = tmp_path / "data/runs"

    def place() -> str:
        return str(next(found.glob("*/skills/greet/SKILL.md")))

    steps = (
        lambda: calls(("read", {"path": place()})),
        calls(("exec", {"command": "echo x > made.txt"}), ("list", {})),
        says("Hello Ada FINI"),
    )
    result, model, told = _run(tmp_path, *steps, skills=[given], mode=UNATTENDED)
    assert (result.status, result.answer, result.exit_code) == ("ok", "Hello Ada FINI", 0)
    assert (result.exchanges, result.usage, result.counted_by) == (3, Usage(input=300, output=30), "gateway")
    assert result.tool_calls == ("read", "exec", "list")
    assert result.changed == ("made.txt",)
    assert told == [f"the built-in agent: {name}" for name in ("read", "exec", "list")]
    (row,) = result.skills
    assert (row.listed, row.loaded) == (True, True)
    assert row.folder in model.requests[0]["messages"][0]["content"]
    assert not Path(row.folder).exists(), "nothing of the run is left"
    with TraceReader.open(traces_path(tmp_path / "data")) as reader:
        record = reader.run(result.id)
        assert record
        assert (record.status, record.final, record.prompt) == ("ok", "Hello Ada FINI", "greet Ada")
        assert [item.path for item in record.changes] == ["made.txt"]
        assert [item.run for item in reader.exchanges(run=result.id)] == [result.id] * 3
        (episode,) = Episodes(reader.connection).find(Wanted(run=result.id))
    assert (episode.prompt, episode.final) == ("greet Ada", "Hello Ada FINI")
    assert [call.tool for turn in episode.turns for call in turn.calls] == ["read", "exec", "list"]
    assert [(use.name, use.loaded_at, use.variant) for use in episode.skills] == [("greet", 0, row.variant)]


def test_injected_the_skill_stands_in_the_prompt(tmp_path):
    result, model, _ = _run(tmp_path, says("ok"), skills=[skill(tmp_path)], inject=True)
    prompt = model.requests[0]["messages"][1]["content"]
    assert result.skills[0].folder in prompt
    assert "then say FINI." in prompt
    assert prompt.endswith("greet Ada")


def test_a_native_run_of_the_built_in_agent_reaches_the_provider_with_its_key(tmp_path):
    result, model, _ = _run(tmp_path, says("ok"), skills=[skill(tmp_path)], mode=Mode(native=True))
    assert (result.status, result.exchanges) == ("ok", 1)
    assert model.headers[0]["Authorization"] == "Bearer secret-key"
    assert list((tmp_path / "ws").iterdir()) == []


def test_the_provider_is_to_blame(tmp_path):
    refused: Step = {"status": 401, "body": {"error": {"message": "bad key", "type": "auth"}}}
    result, _, _ = _run(tmp_path, refused)
    assert (result.status, result.exit_code) == ("provider", 6)
    assert "bad key" in result.failure


def test_an_answer_that_is_none_is_the_providers_fault(tmp_path):
    with ScriptedUpstream(lambda request: malformed(say("Hello there, Ada"), 40)) as upstream:
        mine = asyncio.run(run_task(plan(tmp_path, upstream.url), lambda _: None))
    assert (mine.status, mine.exit_code, mine.outcome) == ("provider", 6, "failed (provider)")
    assert mine.failure.startswith("its answer could not be read")


def test_the_harness_is_to_blame(tmp_path):
    result, _, _ = _run(tmp_path, says("x"), **_scripted(tmp_path, "sys.exit('broken config')"))
    assert (result.status, result.exit_code, result.exit_status) == ("failed", 4, 1)
    assert "broken config" in result.failure
    assert result.counted_by == "nobody"


def test_out_of_time(tmp_path):
    result, _, _ = _run(tmp_path, says("x"), timeout=0.5, **_scripted(tmp_path, "time.sleep(60)"))
    assert (result.status, result.exit_code) == ("time-out", 5)


def test_a_harness_that_is_missing_starts_nothing(tmp_path):
    scripted = _scripted(tmp_path, "") | {"inherited": {"PATH": str(tmp_path)}}
    with pytest.raises(MachineError, match="is not installed"):
        _run(tmp_path, says("x"), **scripted)
    assert list((tmp_path / "data/runs").iterdir()) == []


def test_cancelled_nothing_is_left(tmp_path):
    scripted = _scripted(tmp_path, f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)")

    async def run() -> None:
        async with serving(says("x")) as model:
            work = asyncio.ensure_future(run_task(plan(tmp_path, model.url, **scripted), lambda _: None))
            while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
                await asyncio.sleep(0.05)
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work

    asyncio.run(run())
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert list((tmp_path / "data/runs").iterdir()) == []
    with TraceReader.open(traces_path(tmp_path / "data")) as reader:
        assert [row["status"] for row in reader.rows("select status from runs")] == ["interrupted"]


def test_without_a_record_nothing_is_kept(tmp_path):
    result, _, _ = _run(tmp_path, says("ok"), record=False)
    assert result.status == "ok"
    assert not traces_path(tmp_path / "data").exists()
