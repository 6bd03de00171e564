from pathlib import Path

import msgspec
import pytest

from skillrt.frontend import FolderSource, discover
from skillrt.surveys import analysis
from skillrt.surveys.analysis import record_of
from skillrt.surveys.record import SkillRecord
from tests.skills import write_skill
from tests.surveys.collection import STEPS, collection


def record(folder: Path) -> SkillRecord:
    return record_of(next(iter(discover([str(folder)]))), "d")


@pytest.fixture
def charts(tmp_path: Path) -> SkillRecord:
    return record(write_skill(tmp_path / "charts", {"SKILL.md": STEPS}))


def test_what_a_skill_has_is_counted(charts: SkillRecord):
    assert (charts.name, charts.digest, charts.unread) == ("charts", "d", False)
    assert charts.kind in {"procedure", "tool-reference"}
    assert (charts.contents.procedures, charts.contents.main_procedures) == (1, 1)
    assert (charts.contents.fences, charts.contents.code_lines) == (1, 5)
    assert charts.contents.languages == {"python": 1}
    assert charts.needs["python"].required == 2
    assert charts.use_kinds == {"tool": 1}
    assert sum(charts.uses.values()) == 1
    assert charts.references["missing"] == 1
    assert charts.broken == {"link.broken-link": 1}
    assert charts.errors == {}
    assert charts.primitives
    assert set(charts.primitives.values()) <= {1, 2, 3}
    assert charts.work.steps == 3
    assert charts.sizes.files == charts.sizes.texts == 1
    assert charts.tokens is not None
    assert charts.tokens.activation == charts.tokens.read > charts.tokens.listed > 0


def test_programs_and_their_needs_count(tmp_path: Path):
    found = record(collection(tmp_path, 3) / "skill-001")
    assert found.sizes.programs == 1
    assert found.contents.programs == {"python": 1}
    assert found.needs["python"].undeclared == 1


def test_the_record_does_not_depend_on_the_place(tmp_path: Path):
    one = record(write_skill(tmp_path / "a" / "s", {"SKILL.md": STEPS}))
    two = record(write_skill(tmp_path / "b" / "c" / "s", {"SKILL.md": STEPS}))
    assert one != two
    assert msgspec.structs.replace(one, skill="") == msgspec.structs.replace(two, skill="")


def test_front_matter_that_cannot_be_read_is_an_error_of_the_skill(tmp_path: Path):
    found = record(collection(tmp_path, 3) / "skill-002")
    assert not found.unread
    assert any(code.startswith("frontmatter.") for code in found.errors)


def test_without_a_skill_file_it_is_unread(tmp_path: Path):
    found = record_of(FolderSource(tmp_path, "x", ()), "d")
    assert found.unread
    assert found.errors == {"input.not-a-skill": 1}


def test_a_defect_costs_one_skill_and_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(analysis, "_contents", fail)
    found = record(write_skill(tmp_path / "s", {"SKILL.md": STEPS}))
    assert found.unread
    assert found.errors == {"internal.error": 1}
