import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from skillrt.runs.learning import alike, is_time, learn_after, may_learn
from skillrt.runs.result import Jit, TemplateRow
from skillrt.store.traces import TraceReader, traces_path
from tests.harness_runs.playing import Workshop, runs, says
from tests.harness_runs.repeating import JOBS, learnt, worked
from tests.jit.conftest import sandbox
from tests.runs.sample import plan
from tests.runs.test_result import result

__all__ = ["sandbox"]
CHAT = "openai-chat"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    return Workshop("bare", tmp_path)


def _kinds(place: Workshop) -> list[str]:
    with TraceReader.open(traces_path(place.folder / "data")) as reader:
        return [episode.prompt for episode in alike(reader)]


@pytest.mark.parametrize(
    ("changed", "teaches"),
    [
        ({}, True),
        ({"status": "failed"}, False),
        ({"outcome": "failed (tool)"}, False),
        ({"tool_calls": ()}, False),
        ({"exchanges": 2, "served": 2}, False),
        ({"jit": Jit(mode="off", why_off="no sandbox")}, False),
        ({"jit": Jit(mode="on", templates=(TemplateRow(template="a", did="held-back"),))}, False),
    ],
)
def test_a_run_teaches_where_a_model_did_what_no_template_knew(
    tmp_path: Path, changed: dict[str, object], teaches: bool
):
    given = result(**{"tool_calls": ("exec",), "jit": Jit(mode="shadow"), **changed})
    assert may_learn(plan(tmp_path, "http://x"), given) == teaches
    assert not may_learn(plan(tmp_path, "http://x", learn=False), given)
    assert not may_learn(plan(tmp_path, "http://x", record=False), given)


def test_where_nothing_comes_of_it_it_is_tried_less_and_less():
    assert [count for count in range(70) if is_time(count)] == [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]


def test_a_kind_is_the_same_skill_and_the_same_endings_of_what_was_written(place: Workshop):
    worked(place, CHAT, JOBS[0])
    worked(place, CHAT, JOBS[1], turns=[runs("echo x > other.txt"), says("ok")])
    assert _kinds(place) == [JOBS[1].task]
    worked(place, CHAT, JOBS[2])
    assert _kinds(place) == [JOBS[2].task, JOBS[0].task]
    worked(place, CHAT, JOBS[3], turns=[says("I did nothing.")])
    assert _kinds(place) == []


def test_runs_that_have_nothing_in_common_teach_nothing_but_cost_little(
    place: Workshop, sandbox: object, capfd: pytest.CaptureFixture[str]
):
    for at, job in enumerate(JOBS[:3]):
        worked(place, CHAT, job, turns=[runs(f"echo '{{\"n\": {at * at + 7}}}' > {job.out}"), says("ok")])
    assert learnt() == []


def test_with_no_time_left_nothing_is_run(place: Workshop, sandbox: object, tmp_path: Path):
    settings = tmp_path / "skillrt.toml"
    settings.write_text("[jit]\nlearn = false\n")
    for job in JOBS[:3]:
        worked(place, CHAT, job, "--config", str(settings))
    assert learnt() == []
    told: list[str] = []
    given = plan(tmp_path, "http://x")
    began = time.monotonic()
    learn_after(given, told.append, seconds=0)
    assert time.monotonic() - began < 10
    assert learnt() == []
    learn_after(given, told.append)
    assert len(learnt()) == 1
    assert told[0] == "learning from 3 runs of this kind"
    assert learnt()[0] in told[-1]


def test_it_ends_at_once_where_the_user_wants_it_to(place: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen = threading.Event()

    def slow(_plan: object, _say: object, is_over: object) -> None:
        while not is_over():  # type: ignore[operator]
            time.sleep(0.01)
        seen.set()

    monkeypatch.setattr("skillrt.runs.learning.learn", slow)
    monkeypatch.setattr(threading.Thread, "is_alive", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        learn_after(replace(plan(tmp_path, "http://x")), lambda _: None)
    assert seen.wait(5)


def test_a_defect_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("skillrt.runs.learning.alike", lambda *_: "\ud800".encode())
    told: list[str] = []
    learn_after(plan(tmp_path, "http://x"), told.append)
    assert [line.partition(",")[0] for line in told] == [told[0].partition(",")[0]]
    assert told[0].startswith("nothing was learnt: SkillRT failed: UnicodeEncodeError")
