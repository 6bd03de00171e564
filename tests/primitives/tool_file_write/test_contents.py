import pytest

from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.tool_file_write.contents import name_of_content, names_itself
from tests.primitives.lowered import linked


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Create `conf/app.yaml`:\n\n```yaml\na: 1\n```\n", "conf/app.yaml"),
        ("So:\n\n```js\n// src/app.js\nx()\n```\n", "src/app.js"),
        ("It reads `in.csv`:\n\n```python\nopen('in.csv')\n```\n", ""),
        ("Like this:\n\n```yaml\na: 1\n```\n", ""),
        ("See the file and " * 20 + "`a.yaml`:\n\n```yaml\na: 1\n```\n", ""),
    ],
)
def test_the_name_before_or_inside(tmp_path, text, name):
    (fence,) = SkillView(linked(tmp_path, {"SKILL.md": f"# A\n\n{text}"}), lexicon()).fences
    assert name_of_content(fence) == name


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("// src/app.js", True),
        ("<!-- site/a.html -->", True),
        ("# src/app.py holds the rest", False),
        ("# app.py", True),
        ("# note", False),
    ],
)
def test_a_first_line_that_is_only_a_path(tmp_path, line, whole):
    text = f"# A\n\n```js\n{line}\nx()\n```\n"
    (fence,) = SkillView(linked(tmp_path, {"SKILL.md": text}), lexicon()).fences
    assert names_itself(fence) is whole
