import json

from skillrt.environment.finding.passages import manner_of_file, passages_of
from skillrt.environment.finding.scene import Scene
from tests.skills import module_of


def _passages(tmp_path, files):
    return passages_of(Scene(module_of(tmp_path, files)))


def test_code_wherever_it_stands(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["import b"]},
        {"cell_type": "code", "source": ["import c\n", "c.d()"]},
    ]
    files = {
        "SKILL.md": "# A\n\nNo ✗:\n\n```python\nimport a\n```\n\n```text\nimport no\n```\n",
        "run.py": "import e\n",
        "x.ipynb": json.dumps({"cells": cells}, indent=1),
    }
    found = _passages(tmp_path, files)
    assert [(item.text, item.place) for item in found] == [
        ("import a\n", "main"), ("import e\n", "script"), ("import c\nc.d()", "script"),
    ]  # fmt: skip
    span = found[0].lines(1, 1)
    text = (tmp_path / "SKILL.md").read_bytes()
    assert (span.file, text[span.start : span.end]) == ("SKILL.md", b"import a")
    assert text[: span.start].count(b"\n") + 1 == span.line


def test_programs_that_commands_carry_along(tmp_path):
    text = """# A

```bash
python3 -c "import a; a.b()"
python3 <<'EOF'
import c
EOF
cat > x.mjs <<EOF
import d from "d"
EOF
cat <<EOF
import no
EOF
```
"""
    found = _passages(tmp_path, {"SKILL.md": text})
    assert [(item.language, item.text.strip()) for item in found[1:]] == [
        ("python", "import a; a.b()"), ("python", "import c"), ("javascript", 'import d from "d"'),
    ]  # fmt: skip
    lines = text.splitlines()
    front = (tmp_path / "SKILL.md").read_text().splitlines().index("# A")
    assert found[2].span(0, 3).line == lines.index("import c") + 1 + front


def test_what_shows_and_what_is_used(tmp_path):
    assert [manner_of_file(path) for path in ("run.py", "scripts/run.py", "test_it/run.py")] == ["use"] * 3
    shown = ("examples/run.py", "tests/run.py", "scripts/test_run.py", "src/x.test.ts", "assets/templates/x.js")
    assert [manner_of_file(path) for path in shown] == ["example"] * 5
    samples = (
        "assets/sample_package.json",
        "sample-data/a.py",
        "test-project/a.js",
        "code-examples/a.py",
        "a_example.py",
    )
    assert [manner_of_file(path) for path in samples] == ["example"] * 5
    assert [manner_of_file(path) for path in ("resample.py", "template_maker.py", "latest/a.py")] == ["use"] * 3
    (wrong,) = _passages(tmp_path, {"SKILL.md": "# A\n\nNever do this:\n\n```python\nimport a\n```\n"})
    assert wrong.manner == "example"


def test_broken_notebooks_have_no_cells(tmp_path):
    files = {"SKILL.md": "# A\n", "a.ipynb": "{", "b.ipynb": "[]", "c.ipynb": '{"cells": [1, {"cell_type": "code"}]}'}
    assert [item.text for item in _passages(tmp_path, files)] == [""]
