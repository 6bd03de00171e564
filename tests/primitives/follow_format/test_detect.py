import pytest

from tests.primitives.asking import asked, level

NAME = "follow.format"


TEMPLATE = "```markdown\n# [Title]\n\n## Findings\n\n<what was found>\n```\n"


def test_a_template_is_level_2(tmp_path):
    found = asked(tmp_path, NAME, f"# S\n\n## Output format\n\nUse this template:\n\n{TEMPLATE}")
    assert found is not None
    assert found.level == "L2"
    assert "template to fill in" in found.evidence[0].reason


def test_a_template_with_several_limits_is_level_3(tmp_path):
    limits = (
        "The title has a maximum of 60 characters. Stay under 80 words. No headings, no emoji.\n\nNo prefix either.\n"
    )
    assert level(tmp_path, NAME, f"# S\n\n## Output format\n\nUse this template:\n\n{TEMPLATE}\n{limits}") == "L3"


def test_a_named_format_is_level_1(tmp_path):
    text = "# S\n\nReturn JSON. Write the output as JSON.\n\nReturn JSON for errors too.\n"
    assert level(tmp_path, NAME, text) == "L1"


@pytest.mark.parametrize(
    "text",
    ["# S\n\nRun it:\n\n```\nall done\n```\n", "# S\n\n```python\nprint(f'{name}')\n```\n", "# S\n\nDraw a tree.\n"],
)
def test_other_blocks_are_no_templates(tmp_path, text):
    assert level(tmp_path, NAME, text) == "-"


def test_what_is_written_adds_to_hints_of_a_form(tmp_path):
    text = "# S\n\nIt is formatted as a list.\n"
    assert level(tmp_path / "1", NAME, text) == "-"
    assert level(tmp_path / "2", NAME, f"{text}\nWrite the summary.\n") == "L2"
    script = {"scripts__make_py": "print(1)\n"}
    assert level(tmp_path / "3", NAME, f"{text}\nWrite the summary.\n", **script) == "-"
