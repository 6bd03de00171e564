import msgspec

from skillrt.errors import Diagnostic, Finding, Fix, Place, Report, Severity
from skillrt.errors.findings import joined


def finding(
    severity: str = "error", skill: str = "skills/a", file: str = "SKILL.md", line: int = 1, **flags
) -> Finding:
    diagnostic = Diagnostic("usage.path-missing", Severity(severity), "no such file", Place(file, line))
    return Finding(skill, diagnostic, **flags)


def test_paths_join_without_doubling():
    assert joined("skills/a", "SKILL.md") == "skills/a/SKILL.md"
    assert joined("skills/a/", "x.md") == "skills/a/x.md"
    assert joined("", "SKILL.md") == "SKILL.md"
    assert joined(".", "SKILL.md") == "SKILL.md"
    assert joined("/", "SKILL.md") == "/SKILL.md"
    assert joined("skills/a", "") == "skills/a"
    assert joined("", "") == "."


def test_a_finding_of_no_file_is_of_its_skill():
    diagnostic = Diagnostic("usage.path-missing", Severity.ERROR, "gone")
    assert Finding("skills/a", diagnostic).path == "skills/a"


def test_a_report_is_in_reading_order_without_repeats():
    late, early, other = finding(line=9), finding(line=2), finding(skill="skills/Z", line=5)
    report = Report.of([late, other, early, late], skills=2)
    assert report.findings == (other, early, late)


def test_what_is_off_is_not_in_the_report():
    assert Report.of([finding("off")], skills=1).findings == ()


def test_counts_leave_out_baseline_and_ignored():
    report = Report.of(
        [
            finding(line=1),
            finding(line=2, baselined=True),
            finding(line=3, ignored="generated"),
            finding("note", line=4),
        ],
        skills=1,
    )
    assert [report.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)] == [1, 0, 1]


def test_failing_goes_by_the_threshold():
    warning = Report.of([finding("warning")], skills=1)
    assert not warning.fails(Severity.ERROR)
    assert warning.fails(Severity.WARNING)
    assert warning.fails(Severity.NOTE)
    assert not warning.fails(Severity.OFF)
    assert not Report.of([finding(baselined=True)], skills=1).fails(Severity.NOTE)


def test_what_fix_can_do_is_neither_known_nor_in_an_archive():
    diagnostic = msgspec.structs.replace(finding().diagnostic, fix=Fix("write it", ()))
    states = ({}, {"archived": True}, {"baselined": True}, {"ignored": "generated"})
    assert [Finding("a", diagnostic, **state).fixable for state in states] == [True, False, False, False]
    assert not finding().fixable
