from skillrt.environment.finding.python_declared import declared_in, sightings
from skillrt.environment.finding.scene import Scene
from skillrt.environment.requirement_line import Refused
from tests.sightings import seen
from tests.skills import module_of


def test_bundled_files_and_metadata_of_scripts(tmp_path):
    files = {
        "SKILL.md": "# A\n\n`pip install -r scripts/deps.list`\n",
        "requirements.txt": "# needs\npandas>=2\n-e .\n",
        "scripts/deps.list": "rich\n",
        "pyproject.toml": '[project]\ndependencies = ["httpx"]\n[dependency-groups]\ndev = ["pytest"]\n'
        '[build-system]\nrequires = ["hatchling"]\n',
        "scripts/run.py": '# /// script\n# dependencies = ["typer"]\n# ///\n',
        "assets/templates/requirements.txt": "flask\n",
    }
    found = {item.name: (item.place, item.manner, item.via) for item in seen(sightings, tmp_path, files)}
    assert found == {
        "pandas": ("declared", "declare", "requirements"),
        "rich": ("declared", "declare", "setup"),
        "httpx": ("declared", "declare", "pyproject"),
        "pytest": ("declared", "optional", "pyproject"),
        "typer": ("script", "declare", "script metadata"),
        "flask": ("declared", "example", "requirements"),
    }


def test_files_that_documents_show(tmp_path):
    text = """# A

```toml
[project]
dependencies = ["httpx"]
[build-system]
requires = ["hatchling"]
```

Write `requirements.txt`:

```text
rich>=13
```

```toml
[tool.other]
dependencies = "no"
```
"""
    assert [item.name for item in seen(sightings, tmp_path, {"SKILL.md": text})] == ["httpx", "hatchling", "rich"]


def test_refused_lines_are_kept_apart(tmp_path):
    files = {"SKILL.md": "# A\n", "requirements.txt": "--index-url https://x.invalid\nrich\n"}
    ((_, _, items),) = declared_in(Scene(module_of(tmp_path, files)))
    assert [isinstance(item.what, Refused) for item in items] == [True, False]
    assert [item.name for item in seen(sightings, tmp_path, files)] == ["rich"]
