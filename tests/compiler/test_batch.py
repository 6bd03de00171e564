import pickle
from dataclasses import replace
from pathlib import Path

from skillrt.compiler import Batch
from skillrt.errors import Severity
from tests.compiler.sample import OPTIONS, skill, source, target

BATCH = Batch((target("m@codex"), target("m@pi")), OPTIONS)


def test_one_outcome_a_target(tmp_path: Path):
    found = BATCH.compile(skill(tmp_path / "pdf"))
    assert [str(item.target) for item in found] == ["m@codex", "m@pi"]
    assert all(item.compiled and not item.errors and item.exit_status == 0 for item in found)


def test_a_bad_skill_fails_for_each_target(tmp_path: Path):
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "SKILL.md").write_text("# nothing\n")
    found = BATCH.compile(source(tmp_path / "pdf"))
    assert [item.errors[0].code for item in found] == ["frontmatter.missing"] * 2
    assert [item.exit_status for item in found] == [1, 1]


def test_a_file_that_vanishes_is_no_exception(tmp_path: Path):
    given = skill(tmp_path / "pdf")
    (tmp_path / "pdf" / "SKILL.md").unlink()
    assert [item.errors[0].code for item in BATCH.compile(given)] == ["input.unreadable"] * 2


def test_a_wrong_pipeline_is_a_usage_error(tmp_path: Path):
    batch = replace(BATCH, options=replace(OPTIONS, pipeline="absent"))
    assert {item.exit_status for item in batch.compile(skill(tmp_path / "pdf"))} == {2}


def test_it_can_be_sent_to_other_processes(tmp_path: Path):
    given = skill(tmp_path / "pdf")
    sent = pickle.loads(pickle.dumps((BATCH.compile, given)))
    assert pickle.loads(pickle.dumps(sent[0](sent[1]))) == BATCH.compile(given)


def test_a_lost_process():
    found = BATCH.lost("signal 9 (SIGKILL)")
    assert len(found) == 2
    assert found[0].errors[0].severity is Severity.ERROR
    assert "SIGKILL" in found[0].errors[0].message
    assert found[0].exit_status == 3


def test_a_defect_costs_one_outcome(tmp_path: Path, monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    given = skill(tmp_path / "pdf")
    monkeypatch.setattr("skillrt.compiler.batch.compile_skill", fail)
    found = BATCH.compile(given)
    assert [item.errors[0].code for item in found] == ["internal.error"] * 2
    assert "ZeroDivisionError: oops" in found[0].errors[0].message


def test_a_defect_in_reading_costs_one_skill(tmp_path: Path, monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    given = skill(tmp_path / "pdf")
    monkeypatch.setattr("skillrt.compiler.batch.load", fail)
    found = BATCH.compile(given)
    assert [(item.errors[0].code, item.exit_status) for item in found] == [("internal.error", 3)] * 2
