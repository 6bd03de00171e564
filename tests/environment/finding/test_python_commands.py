from skillrt.environment.finding.python_commands import python_program, sightings
from tests.sightings import names, seen


def test_programs_and_modules(tmp_path):
    text = "# A\n\n```bash\nruff check . && pytest -q\npython3 -m yaml --wheel\n"
    text += "uv run mypy src\npython -m http.server\n```\n"
    found = seen(sightings, tmp_path, {"SKILL.md": text})
    assert [(item.name, item.module) for item in found] == [
        ("ruff", ""),
        ("pytest", ""),
        ("pyyaml", "yaml"),
        ("mypy", ""),
    ]


def test_own_modules_and_other_programs(tmp_path):
    files = {"SKILL.md": "# A\n\n```bash\npython -m scripts.run\npython -m pip list\ngit status\necho pytest\n```\n"}
    assert seen(sightings, tmp_path, {**files, "scripts/run.py": ""}) == []
    assert python_program("pytest") == "pytest"
    assert python_program("git") == ""


def test_places_behind_wide_characters(tmp_path):
    assert names(sightings, tmp_path, "# A\n\n```bash\necho ✓✓✓\npytest\n```\n") == ["pytest"]
