from hypothesis import given

from skillrt.errors import Diagnostic, Place, Report
from skillrt.report.github import annotations, render_github
from tests.report import samples


def test_a_command_for_each_finding():
    lines = render_github(samples.NEWS).splitlines()
    assert lines[0] == (
        "::error file=skills/notes/SKILL.md,line=14,endLine=14,col=5,endColumn=19,"
        "title=path does not exist [usage.path-missing]"
        "::`REFERENCE.md` is not there; `reference.md` is%0AWrite the name as the file has it."
    )
    assert lines[1].startswith("::warning file=skills/notes/references/a b.md,line=2,endLine=4,title=")
    assert lines[2].startswith("::notice file=skills/tidy,title=")
    assert lines[3].startswith("1 error, 1 warning, 1 note")


def test_the_heaviest_come_first():
    kinds = [line.split()[0] for line in render_github(samples.ALL).splitlines()[:-1]]
    assert kinds == ["::error", "::error", "::warning", "::notice"]


def test_no_text_of_a_skill_can_make_a_command_of_its_own():
    written = render_github(samples.ALL)
    assert sum(line.startswith("::") for line in written.splitlines()) == 4
    (hostile,) = [line for line in written.splitlines() if "file=skills/b" in line]
    assert "file=skills/b\\xff%2Cd%3Ae%25/x\\x0a%3A%3Aerror%3A%3Ay.md,line=1" in hostile
    assert hostile.endswith("::bad\\x1b[2J\\x0amessage \\x80\\u202e 100%25")


def test_problems_that_kept_a_verb_from_reporting():
    found = (
        Diagnostic.of("config.syntax", "this is not TOML", Place("skillrt.toml", 3, 1)),
        Diagnostic.of("usage.path-missing", "`x` does not exist"),
    )
    first, second = annotations(found).splitlines()
    assert first.startswith("::error file=skillrt.toml,line=3,")
    assert second == "::error title=path does not exist [usage.path-missing]::`x` does not exist"


def test_nothing_found():
    assert render_github(samples.NOTHING) == "No problems in 1 skill.\n"


@given(samples.reports())
def test_one_line_a_finding_whatever_the_text(report: Report):
    written = render_github(report)
    assert written.count("\n") == sum(item.counts for item in report.findings) + 1
