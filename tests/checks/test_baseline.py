import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from skillrt.checks.baseline import (
    Scope,
    baseline_schema_text,
    baseline_text,
    compared,
    is_below,
    known_findings,
    published_schema,
    read_baseline,
)
from skillrt.errors import Diagnostic, Finding, Place, Report, Severity, UsageError


def finding(skill: str = "lib/a", line: int = 3, message: str = "odd", excerpt: str = "the line") -> Finding:
    return Finding(skill, Diagnostic.of("text.bom", message, Place("SKILL.md", line), excerpt=excerpt))


def key(skill: str) -> str:
    return skill.removeprefix("lib/")


def written(tmp_path: Path, *findings: Finding) -> Path:
    file = tmp_path / "baseline.json"
    file.write_text(baseline_text(known_findings(findings, key)))
    return file


def news(
    tmp_path: Path, old: list[Finding], new: list[Finding], checked: tuple[str, ...] = ("a",)
) -> tuple[int, int]:
    """How many findings are new, and how many entries are stale."""
    beside = compared(Report.of(new, 1), read_baseline(written(tmp_path, *old), "b"), key, Scope(frozenset(checked)))
    return sum(item.counts for item in beside.report.findings), len(beside.stale)


def test_known_findings_are_no_news(tmp_path: Path):
    assert news(tmp_path, [finding()], [finding()]) == (0, 0)


def test_lines_may_move(tmp_path: Path):
    assert news(tmp_path, [finding(line=3)], [finding(line=90)]) == (0, 0)


def test_the_way_to_the_library_does_not_matter(tmp_path: Path):
    assert news(tmp_path, [finding("lib/a")], [finding("a")]) == (0, 0)


def test_another_line_or_message_is_new(tmp_path: Path):
    assert news(tmp_path, [finding()], [finding(excerpt="other")]) == (1, 1)
    assert news(tmp_path, [finding()], [finding(message="worse")]) == (1, 1)


def test_a_second_equal_finding_is_new(tmp_path: Path):
    assert news(tmp_path, [finding(line=3)], [finding(line=3), finding(line=9)]) == (1, 0)
    assert news(tmp_path, [finding(line=3), finding(line=9)], [finding(line=3)]) == (0, 1)


def test_entries_of_skills_that_were_not_checked_are_not_stale(tmp_path: Path):
    assert news(tmp_path, [finding("lib/b")], [], checked=("a",)) == (0, 0)
    assert news(tmp_path, [finding("lib/b")], [], checked=("a", "b")) == (0, 1)


def test_what_a_run_looked_at():
    rows = known_findings([finding("lib/a"), finding("lib/more/b"), finding("lib/mored")], key)

    def skills(scope: Scope) -> list[str]:
        return [row.skill for row in scope.entries(rows)]

    assert skills(Scope(frozenset(("a",)))) == ["a"]
    assert skills(Scope(folders=("more",))) == ["more/b"]
    assert skills(Scope(whole=True)) == ["a", "more/b", "mored"]
    assert skills(Scope(whole=True, looks_for=lambda code: code != "text.bom")) == []


@pytest.mark.parametrize(
    ("path", "folder", "below"),
    [
        ("a/b", "a", True),
        ("a", "a", True),
        ("ab", "a", False),
        ("a", ".", True),
        (".", ".", True),
        ("../a", ".", False),
        ("..", ".", False),
        ("../a/b", "../a", True),
    ],
)
def test_paths_below_folders(path: str, folder: str, below: bool):
    assert is_below(path, (folder,)) is below


def test_ignored_findings_and_defects_of_ours_are_left_out(tmp_path: Path):
    ignored = Finding("a", finding().diagnostic, ignored="why")
    defect = Finding("a", Diagnostic.of("internal.error", "x"))
    off = Finding("a", finding().diagnostic.at(Severity.OFF))
    assert json.loads(written(tmp_path, ignored, defect, off).read_text())["findings"] == []
    assert news(tmp_path, [defect], [defect]) == (1, 0)


def test_the_file_is_stable_and_has_a_finding_a_line(tmp_path: Path):
    many = [finding(line=n, message=f"m{letter}") for n, letter in enumerate("cab")]
    text = baseline_text(known_findings(many, key))
    assert baseline_text(known_findings(reversed_sorted(many), key)) == text
    assert sum('"fingerprint"' in line for line in text.splitlines()) == 3
    assert text.endswith("}\n")


def reversed_sorted(findings: list[Finding]) -> list[Finding]:
    return list(Report.of(findings[::-1], 1).findings)


def test_bytes_that_are_no_text_survive(tmp_path: Path):
    odd = finding("lib/caf\udce9", message="caf\udce9", excerpt="\udcff")
    assert news(tmp_path, [odd], [odd], ("caf\udce9",)) == (0, 0)
    assert news(tmp_path, [odd], [], ("caf\udce9",)) == (0, 1)


def test_the_schema_fits_what_is_written_and_is_published(tmp_path: Path):
    assert published_schema() == baseline_schema_text()
    validator = Draft202012Validator(json.loads(published_schema()))
    Draft202012Validator.check_schema(validator.schema)
    validator.validate(json.loads(written(tmp_path, finding()).read_text()))
    validator.validate(json.loads(written(tmp_path).read_text()))
    assert not validator.is_valid({"version": 1, "findings": [{"code": "x"}]})


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"version": 2, "findings": []}', b'{"version": 1, "findings": [{}]}']
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: bytes):
    file = tmp_path / "b.json"
    file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_baseline(file, "b.json")
    assert caught.value.diagnostics[0].code == "usage.bad-baseline"


def test_a_missing_baseline_says_how_to_write_it(tmp_path: Path):
    with pytest.raises(UsageError) as caught:
        read_baseline(tmp_path / "none.json", "none.json")
    assert "--write-baseline none.json" in caught.value.diagnostics[0].hint
    with pytest.raises(UsageError, match="cannot be read"):
        read_baseline(tmp_path, "folder")
