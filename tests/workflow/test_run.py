import json
from typing import ClassVar

import pytest

from skillrt.errors import InputError, MachineError, SkillrtError, UsageError
from skillrt.workflow.journal import Event, Journal, JournalFull, read_past
from skillrt.workflow.watching import Nobody
from tests.workflow.records import ran, record, states, step

CHAIN = record(
    step("a", "echo a >>log"),
    step("b", "echo b >>log; test -e ready"),
    step("c", "echo c >>log"),
    pairs=["a>b", "b>c"],
)


class Listener(Nobody):
    def __init__(self):
        self.heard = []

    def told(self, message):
        self.heard.append(message)


def code(error: "pytest.ExceptionInfo[SkillrtError]") -> str:
    return error.value.diagnostics[0].code


def test_a_run_that_failed_is_gone_on_with_and_no_step_runs_twice(tmp_path):
    assert ran(tmp_path, CHAIN).status == "failed"
    with pytest.raises(UsageError, match="1 of 3 steps are done") as caught:
        ran(tmp_path, CHAIN)
    assert code(caught) == "workflow.unfinished"
    (tmp_path / "ready").touch()
    report = ran(tmp_path, CHAIN, begin="resume")
    assert states(report) == {"a": "earlier", "b": "done", "c": "done"}
    assert (tmp_path / "log").read_text().split() == ["a", "b", "b", "c"]


def test_fresh_begins_anew_and_knows_how_long_steps_took(tmp_path):
    assert ran(tmp_path, CHAIN).status == "failed"
    (tmp_path / "ready").touch()
    assert ran(tmp_path, CHAIN, begin="fresh").status == "completed"
    assert (tmp_path / "log").read_text().split() == ["a", "b", "a", "b", "c"]
    assert set(read_past(tmp_path / "run" / "previous.jsonl").done) == {"a"}
    assert ran(tmp_path, CHAIN).status == "completed"


def test_resume_with_nothing_to_go_on_with_begins_nothing(tmp_path):
    (tmp_path / "ready").touch()
    with pytest.raises(UsageError, match="no run to go on with") as caught:
        ran(tmp_path, CHAIN, begin="resume")
    assert code(caught) == "workflow.nothing-to-resume"
    assert not (tmp_path / "run" / "journal.jsonl").exists()
    assert not (tmp_path / "log").exists()
    assert ran(tmp_path, CHAIN).status == "completed"
    report = ran(tmp_path, CHAIN, begin="resume")
    assert (report.status, states(report)) == ("completed", dict.fromkeys("abc", "earlier"))


def test_a_journal_of_a_run_that_never_began_is_nothing_to_go_on_with(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "journal.jsonl").touch()
    with pytest.raises(UsageError, match="no run to go on with"):
        ran(tmp_path, CHAIN, begin="resume")


def test_a_step_that_was_running_runs_again_and_that_is_said(tmp_path):
    (tmp_path / "ready").touch()
    with Journal(tmp_path / "run" / "journal.jsonl", tmp_path / "run" / "outputs") as journal:
        journal.write([Event("begun", key="key"), Event("started", "a"), Event("ended", "a", ending="done")])
        journal.write([Event("started", "b"), Event("running", "b", group=999_999)])
    listener = Listener()
    report = ran(tmp_path, CHAIN, begin="resume", watcher=listener)
    assert report.status == "completed"
    assert [row.again for row in report.rows] == [False, True, False]
    assert any("step b was running" in item for item in listener.heard)


def test_the_longest_way_of_the_run_before_goes_first(tmp_path):
    content = record(step("quick", "echo quick >>log"), step("slow", "sleep 0.2; echo slow >>log"))

    class One(Nobody):
        order: ClassVar[list[int]] = []

        def started(self, number, state, output):
            self.order.append(number)

    from skillrt.workflow.settings import Settings

    ran(tmp_path, content, Settings(jobs=1), watcher=One())
    ran(tmp_path, content, Settings(jobs=1), watcher=One())
    assert One.order == [0, 1, 1, 0]


def test_two_at_once_the_second_is_refused(tmp_path):
    with (
        Journal(tmp_path / "run" / "journal.jsonl", tmp_path / "run" / "outputs"),
        pytest.raises(InputError) as caught,
    ):
        ran(tmp_path, CHAIN)
    assert code(caught) == "workflow.busy"
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize("begin", ["", "resume"])
def test_a_journal_of_something_else_is_left_alone(tmp_path, begin):
    with Journal(tmp_path / "run" / "journal.jsonl", tmp_path / "run" / "outputs") as journal:
        journal.write([Event("begun", key="other"), Event("started", "x")])
    before = (tmp_path / "run" / "journal.jsonl").read_bytes()
    with pytest.raises(InputError) as caught:
        ran(tmp_path, CHAIN, begin=begin)
    assert code(caught) == "workflow.other-run"
    assert (tmp_path / "run" / "journal.jsonl").read_bytes() == before


def test_where_the_beginning_cannot_be_recorded_nothing_begins(tmp_path, monkeypatch):
    def full(self, events, *, durable=True):
        raise JournalFull("No space left on device")

    monkeypatch.setattr(Journal, "write", full)
    with pytest.raises(MachineError, match="nothing was begun") as caught:
        ran(tmp_path, CHAIN)
    assert caught.value.exit_status == 3
    assert not (tmp_path / "log").exists()


def test_every_line_of_the_journal_is_an_event(tmp_path):
    (tmp_path / "ready").touch()
    ran(tmp_path, CHAIN)
    lines = (tmp_path / "run" / "journal.jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    assert [item["event"] for item in events if item["event"] != "running"] == [
        "begun", "started", "ended", "started", "ended", "started", "ended", "finished",
    ]  # fmt: skip
    assert [item.name for item in (tmp_path / "run").iterdir() if "reserve" in item.name] == []
