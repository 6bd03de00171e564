import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.checks.fix import apply_fixes
from skillrt.errors import Diagnostic, Edit, Finding, Fix, MachineError, Place
from tests.checks.library import write


def finding(*edits: Edit, skill: str = "s", line: int = 1, **fields: object) -> Finding:
    diagnostic = Diagnostic.of("text.bom", "x", Place(edits[0].file, line), fix=Fix("mend", edits))
    return Finding(skill, diagnostic, **fields)  # type: ignore[arg-type]


@pytest.fixture
def skill(tmp_path: Path) -> Path:
    return write(tmp_path / "s", {"SKILL.md": b"0123456789", "refs/more.md": b"caf\xe9 au lait"})


def fixed(skill: Path, *findings: Finding) -> tuple[int, list[str]]:
    done = apply_fixes(findings, {"s": skill})
    return len(done.applied), [why for _, why in done.refused]


def test_bytes_are_replaced(skill: Path):
    edits = (Edit("SKILL.md", 0, 2, ""), Edit("SKILL.md", 5, 5, "\u00e9"))
    assert fixed(skill, finding(*edits), finding(Edit("refs/more.md", 3, 4, "\udce8"))) == (2, [])
    assert (skill / "SKILL.md").read_bytes() == "234\u00e956789".encode()
    assert (skill / "refs/more.md").read_bytes() == b"caf\xe8 au lait"


def test_the_mode_stays(skill: Path):
    (skill / "SKILL.md").chmod(0o751)
    fixed(skill, finding(Edit("SKILL.md", 0, 1, "x")))
    assert (skill / "SKILL.md").stat().st_mode & 0o777 == 0o751


def test_of_overlapping_fixes_the_first_is_applied_whole(skill: Path):
    one = finding(Edit("SKILL.md", 0, 4, "A"), line=1)
    two = finding(Edit("SKILL.md", 2, 6, "B"), Edit("SKILL.md", 8, 9, "C"), line=2)
    assert fixed(skill, two, one) == (1, [])
    assert (skill / "SKILL.md").read_bytes() == b"A456789"


def test_equal_edits_of_two_findings_are_applied_once(skill: Path):
    edit = Edit("SKILL.md", 0, 1, "x")
    assert fixed(skill, finding(edit, line=1), finding(edit, line=2)) == (2, [])
    assert (skill / "SKILL.md").read_bytes() == b"x123456789"


def test_what_does_not_count_is_left(skill: Path):
    edit = Edit("SKILL.md", 0, 1, "x")
    assert fixed(skill, finding(edit, baselined=True), finding(edit, ignored="why")) == (0, [])
    assert (skill / "SKILL.md").read_bytes() == b"0123456789"


@pytest.mark.parametrize("file", ["../outside.md", "/etc/hosts", "refs/../../outside.md", "", "refs//more.md"])
def test_nothing_outside_the_folder_is_touched(skill: Path, file: str):
    (skill.parent / "outside.md").write_bytes(b"mine")
    count, why = fixed(skill, finding(Edit(file, 0, 1, "x")))
    assert count == 0
    assert "no path inside" in why[0]
    assert (skill.parent / "outside.md").read_bytes() == b"mine"


def test_links_are_not_followed(skill: Path, tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.md").write_bytes(b"mine")
    (skill / "link.md").symlink_to(tmp_path / "outside" / "a.md")
    (skill / "folder").symlink_to(tmp_path / "outside")
    count, why = fixed(skill, finding(Edit("link.md", 0, 1, "x")), finding(Edit("folder/a.md", 0, 1, "x")))
    assert count == 0
    assert all("symbolic link" in text for text in why)
    assert (tmp_path / "outside" / "a.md").read_bytes() == b"mine"


def test_files_that_are_gone_or_shorter_than_they_were(skill: Path):
    count, why = fixed(skill, finding(Edit("gone.md", 0, 1, "x")), finding(Edit("SKILL.md", 8, 99, "x")))
    assert count == 0
    assert "gone" in why[1]
    assert "changed" in why[0]
    assert fixed(skill, finding(Edit("refs", 0, 0, "x")))[1] == ["`refs` is no regular file"]


def test_archives_are_refused():
    done = apply_fixes([finding(Edit("SKILL.md", 0, 1, "x"), skill="a.zip")], {})
    assert [why for _, why in done.refused] == ["the skill is in an archive"]


def test_a_full_disk_leaves_the_old_file(skill: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MachineError, match="No space left"):
        fixed(skill, finding(Edit("SKILL.md", 0, 1, "x")))
    assert (skill / "SKILL.md").read_bytes() == b"0123456789"
    assert sorted(path.name for path in skill.iterdir()) == ["SKILL.md", "refs"]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4), st.text("xyz", max_size=3)), max_size=6))
def test_what_is_applied_is_exactly_the_chosen_edits(
    tmp_path_factory: pytest.TempPathFactory, raw: list[tuple[int, int, str]]
):
    data = b"abcdefghijklmnopqrst"
    skill = write(tmp_path_factory.mktemp("fix"), {"SKILL.md": data})
    findings = [
        finding(Edit("SKILL.md", start, min(20, start + length), new), line=n + 1)
        for n, (start, length, new) in enumerate(raw)
    ]
    applied = apply_fixes(findings, {"s": skill}).applied
    edits = {edit for item in applied if item.diagnostic.fix for edit in item.diagnostic.fix.edits}
    expected = data
    for edit in sorted(edits, reverse=True):
        expected = expected[: edit.start] + edit.new.encode() + expected[edit.end :]
    assert (skill / "SKILL.md").read_bytes() == expected
    assert len(applied) >= (1 if raw else 0)
