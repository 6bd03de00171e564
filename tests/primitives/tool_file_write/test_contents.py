import pytest

from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.tool_file_write.contents import file_to_create, name_of_content
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
    ("text", "name"),
    [
        ("Create `conf/app.yaml`:", "conf/app.yaml"),
        ("Save this as `app.yaml`:", "app.yaml"),
        ("## Create `app.yaml`", ""),
        ("Add to `app.yaml`:", ""),
        ("If there is none, create `app.yaml`:", ""),
        ("Create `app.yaml` or `app.json`:", ""),
        ("Create `app.yaml` in the skill directory:", ""),
        ("`app.yaml` looks so:", ""),
        ("## Example\n\nCreate `app.yaml`:", ""),
    ],
)
def test_a_file_that_is_to_be_created(tmp_path, text, name):
    text = f"# A\n\n{text}\n\n```yaml\na: 1\n```\n"
    view = SkillView(linked(tmp_path, {"SKILL.md": text}), lexicon())
    assert file_to_create(view, view.fences[0]) == name
