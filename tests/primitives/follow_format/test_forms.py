from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.follow_format.forms import forms, limits, title_of_form
from tests.primitives.lowered import gap_of, linked

FORM = "# Review of [path]\n\n**Status:** [PASS/FAIL]\n\n## Summary\n\n## Findings\n\n- [what is wrong]\n"
TEXT = f"""# Review

## Output format

Use this template for the report:

```markdown
{FORM}```

Give every finding a line number.
"""
COMMIT = """# Commits

## Message format

The message must follow this structure. Keep the subject line under 60 characters.
No period at the end of the subject. Wrap the body at 72.

```
<type>: <subject>

<body>

<footer>
```
"""


def found(folder, text, word):
    module = linked(folder, {"SKILL.md": text})
    view = SkillView(module, lexicon())
    return view, list(forms(view, gap_of(module, "follow.format", 2, "L3", (word,))))


def test_forms_have_places_and_something_to_look_for(tmp_path):
    _, items = found(tmp_path / "a", TEXT, "## Findings")
    assert [title_of_form(item) for item in items] == ["Review of"]
    _, items = found(
        tmp_path / "b", TEXT.replace("Use this template for the report", "Prompt for the agent"), "## Findings"
    )
    assert items == []
    _, items = found(tmp_path / "c", "# T\n\nUse this template:\n\n```\n[name]: [value]\n```\n", "[name]")
    assert items == []


def test_rules_in_a_block_stay_in_sight(tmp_path):
    _, items = found(
        tmp_path, TEXT.replace("[what is wrong]", "[what is wrong] **IMPORTANT: name the line**"), "## Findings"
    )
    assert items == []


def test_limits_of_lines_are_taken_from_the_section(tmp_path):
    view, items = found(tmp_path / "a", COMMIT, "<type>")
    assert limits(view) == " --first 59 --line 72 --no-period"
    assert len(items) == 1
    view, items = found(tmp_path / "b", TEXT, "## Findings")
    assert limits(view) == ""


def test_a_form_in_which_a_check_could_see_nothing(tmp_path):
    _, items = found(tmp_path / "a", COMMIT.replace("<type>: <subject>", "<type> <subject>"), "<type>")
    assert items == []
    rows = "".join(f"**[{name}]:** [what it comes to]\n" for name in ("first point", "second point", "third point"))
    _, items = found(tmp_path / "b", f"# T\n\nUse this template:\n\n```\n{rows}```\n", "[first point]")
    assert items == []


def test_the_limit_of_one_place_is_none_of_the_whole_line(tmp_path):
    text = COMMIT.replace("Keep the subject line under 60 characters.", "Keep the description under 72 characters.")
    view, _ = found(tmp_path, text, "<type>")
    assert "--first" not in limits(view)
