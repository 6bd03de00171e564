from skillrt.errors import Diagnostic, Finding, Place, Report
from skillrt.report.markdown import render_markdown


def finding(skill: str, code: str, message: str, line: int = 0) -> Finding:
    place = Place("SKILL.md", line) if line else None
    return Finding(skill, Diagnostic.of(code, message, place))


def test_by_skill_the_heaviest_first():
    report = Report.of(
        [
            finding("skills/a", "lock.narrowed", "no longer runs `curl`"),
            finding("skills/a", "lock.command-added", "now runs `git push`", 12),
            finding("", "lock.other-compiler", "another version"),
        ],
        3,
    )
    assert render_markdown(report) == (
        "### Skills: 1 error, 1 warning, 1 note in 1 of 3 skills.\n"
        "\n"
        "**The lock itself**\n"
        "\n"
        "- warning: another version `lock.other-compiler`\n"
        "\n"
        "**`skills/a`**\n"
        "\n"
        "- **error**: now runs `git push` (`SKILL.md:12`) `lock.command-added`\n"
        "- note: no longer runs `curl` `lock.narrowed`\n"
    )


def test_nothing_found():
    assert render_markdown(Report.of([], 2)) == "### Skills: No problems in 2 skills.\n"


def test_what_a_skill_says_makes_no_markup_and_calls_nobody():
    message = "adds `a <b> @c` and @user <img src=x> [x](https://evil.dev) *x* | y\n# z ` open"
    text = render_markdown(Report.of([finding("skills/a`b", "lock.audit-added", message)], 1))
    (row,) = [line for line in text.splitlines() if line.startswith("- ")]
    assert "`a <b> @c`" in row
    outside = row.replace("`a <b> @c`", "")
    for sign in ("@user", "<img", "https://", " *x*", " | "):
        assert sign not in outside
    assert r"\[x\](" in outside
    assert "**`` skills/a`b ``**" in text


def test_known_and_ignored_findings_are_left_out():
    item = Finding("a", Diagnostic.of("lock.narrowed", "m"), baselined=True)
    assert "lock.narrowed" not in render_markdown(Report.of([item], 1))


def test_a_comment_has_its_limits():
    many = [finding("skills/a", "lock.command-added", f"now runs `x{number}`") for number in range(600)]
    text = render_markdown(Report.of(many, 1))
    assert len(text) < 65_536
    assert "... and 100 more." in text
