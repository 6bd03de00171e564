import re
import unicodedata

from hypothesis import given

from skillrt.errors import Diagnostic, Finding, Report, Severity
from skillrt.report.text import render_diagnostics, render_finding, render_text, summary
from tests.report import samples


def test_a_finding_with_everything():
    assert render_finding(samples.BROKEN) == (
        "skills/notes/SKILL.md:14:5: error: `REFERENCE.md` is not there; `reference.md` is [usage.path-missing]\n"
        "   14 | see `REFERENCE.md` first\n"
        "      |     ^^^^^^^^^^^^^^\n"
        "      = hint: Write the name as the file has it.\n"
        "      = fix: write `reference.md` (--fix does it)\n"
    )


def test_a_place_over_several_lines_is_marked_to_the_line_end():
    assert render_finding(samples.WARNING).splitlines()[1:] == [
        "    2 |   first line",
        "      |   ^^^^^^^^^^",
    ]


def test_a_finding_without_a_place_names_the_skill():
    assert render_finding(samples.NOTE).startswith("skills/tidy: note: about the whole skill")


def test_excerpts_can_be_left_out():
    assert render_finding(samples.BROKEN, excerpts=False).count("\n") == 1


def test_hostile_text_cannot_reach_the_terminal():
    shown = render_text(samples.ALL)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "bad\\x1b[2J\\x0amessage \\x80\\u202e 100%" in shown
    assert "skills/b\\xff,d:e%/x\\x0a::error::y.md:1:3: error:" in shown
    assert max(len(line) for line in shown.splitlines()) < 150
    shown.encode("utf-8")


def test_baseline_and_ignored_are_counted_but_not_shown():
    shown = render_text(samples.ALL)
    assert "known" not in shown
    assert "accepted" not in shown
    assert shown.splitlines()[-1] == (
        "2 errors, 1 warning, 1 note in 3 of 5 skills; 1 can be fixed with --fix; 1 more in the baseline; "
        "1 ignored by the settings."
    )


def test_no_problems():
    assert render_text(samples.NOTHING) == "No problems in 1 skill.\n"


def test_colour_only_where_asked():
    coloured = render_text(samples.NEWS, colour=True)
    assert "\x1b[1;31merror:\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == render_text(samples.NEWS)


def test_diagnostics_of_the_command_line():
    unknown = Diagnostic("usage.unknown-pass", Severity.ERROR, "unknown pass `lnk`", hint="Did you mean `link`?")
    assert render_diagnostics((unknown,)) == (
        "skillrt: error: unknown pass `lnk` [usage.unknown-pass]\n  = hint: Did you mean `link`?\n"
    )


def test_the_summary_agrees_in_number():
    assert summary(samples.NEWS).startswith("1 error, 1 warning, 1 note in 2 of 5 skills")


def test_what_lies_at_no_skill_is_none_of_the_skills():
    report = Report.of([Finding("", Diagnostic.of("lock.other-targets", "the lock knows nothing of x"))], 6)
    assert summary(report) == "1 warning in 0 of 6 skills."


@given(samples.reports())
def test_no_text_brings_a_control_to_the_terminal(report: Report):
    shown = render_text(report)
    assert all(unicodedata.category(char)[0] != "C" for char in shown.replace("\n", ""))
