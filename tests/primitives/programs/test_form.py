import pytest

from tests.primitives.programs.run import run

FORM = """# [Title] report

**Status:** [PASS/FAIL]
**Note:** [max 5 words]

## Summary

[Two sentences, see [docs](x)]

## Findings (one each)
- <finding one>
...

## Risks (optional)

<details>
text
</details>

### Task [N]: [Name]

```
[kept]
```
"""
GOOD = """# Big report

**Status:** PASS
- **Note**: one two three

## Summary
Fine [a](b).

## Extra
<details>x</details>

## Findings
- leak

### Task 1: Do
"""


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "it's.form").write_text(FORM)
    return folder


def check(folder, text, *words, status=1):
    (folder / "out.md").write_text(text)
    return run(folder, "form.sh", "it's.form", "out.md", *words, status=status)


def test_the_first_run_makes_the_copy_and_the_second_says_what_is_open(here):
    assert run(here, "form.sh", "it's.form", "new dir/r.md").startswith("wrote new dir/r.md")
    assert (here / "new dir/r.md").read_text() == FORM
    lines = run(here, "form.sh", "it's.form", "new dir/r.md", status=1).splitlines()
    assert "line 1: still to fill in: [Title]" in lines
    assert "line 12: still to fill in: ..." in lines
    assert not any("docs" in line or "kept" in line or "details" in line for line in lines)


def test_a_copy_that_is_filled_in_is_ok(here):
    assert check(here, GOOD, status=0) == "ok\n"
    assert check(here, GOOD.replace("\n", "\r\n"), status=0) == "ok\n"


def test_what_is_wrong_is_named(here):
    assert check(here, "").startswith("the file is empty")
    assert "missing: ## Findings (one each)" in check(here, GOOD.replace("## Findings", "## Faults"))
    assert "missing: **Status:** [PASS/FAIL]" in check(here, GOOD.replace("**Status:** PASS", ""))
    assert "line 4: 6 words, at most 5" in check(here, GOOD.replace("one two three", "one two three a b c"))
    swapped = GOOD.replace("## Summary", "## X").replace("### Task 1: Do", "## Summary\n\n### Task 1: Do")
    assert check(here, swapped) == "line 12: out of order: ## Findings (one each)\n"


def test_what_is_not_needed_and_how_long_lines_are(here):
    assert check(here, GOOD.replace("## Findings", "## Faults"), "--without", "findings", status=0) == "ok\n"
    assert check(here, GOOD, "--first", "5", "--no-period") == "line 1: 12 characters, at most 5\n"
    assert check(here, GOOD.replace("leak", "ä" * 30), "--line", "32", status=0) == "ok\n"


def test_a_first_line_may_end_with_no_period(here):
    text = "Fix it.\n" + GOOD
    assert check(here, text, "--no-period") == "line 1: ends with a period\n"


def test_large_files_and_errors(here):
    assert check(here, GOOD + "text with words and: more\n" * 50_000, status=0) == "ok\n"
    assert run(here, "form.sh", "none.form", "a", status=2) == "form.sh: no such form: none.form\n"
    assert "whole number" in run(here, "form.sh", "it's.form", "a", "--line", "x", status=2)


def test_a_message_has_the_signs_between_its_places(tmp_path):
    here = tmp_path / "in"
    here.mkdir()

    def message(form, text, status=0):
        (here / "f").write_text(form)
        (here / "m").write_text(text + "\n")
        return run(here, "form.sh", "f", "m", status=status)

    plain = "<type>[optional scope]: <description>\n\n[optional body]\n\n[optional footer(s)]\n"
    wrong = "line 1: not of the form: <type>[optional scope]: <description>\n"
    assert message(plain, "bananas and stuff", 1) == wrong
    assert message(plain, "x", 1) == wrong
    assert message(plain, ": lost its type", 1) == wrong
    for text in ("feat: add it", "feat(ui): add it", "feat!: add it\n\nMore."):
        assert message(plain, text) == "ok\n"
    scoped = "<type>(<scope>): <subject>\n\n<body>\n"
    assert message(scoped, "fix(api): mend it") == message(scoped, "fix: mend it") == "ok\n"
    assert "not of the form" in message(scoped, "mend it", 1)
    # without a sign there is nothing to look for
    assert message("<who> <what>\n", "anything") == "ok\n"
