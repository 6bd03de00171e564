from skillrt.environment.finding.package_metadata import sightings
from tests.sightings import seen


def _found(tmp_path, front):
    text = f"---\nname: a\ndescription: b\n{front}\n---\n\n# A\n"
    return [(item.kind, item.name, item.manner) for item in seen(sightings, tmp_path, {"SKILL.md": text})]


def test_install_specifications(tmp_path):
    one = 'metadata: {"openclaw": {"install": [{"id": "n", "kind": "node", "package": "@a/b", "bins": ["b"]}]}}'
    assert _found(tmp_path, one) == [("node", "@a/b", "install")]
    two = "metadata:\n  x:\n    install:\n      - kind: brew\n        formula: jq\n"
    two += "      - kind: uv\n        package: rich\n"
    assert _found(tmp_path, two) == [("python", "rich", "alternative")]


def test_lists(tmp_path):
    assert _found(tmp_path, "dependencies: [rich>=13, httpx>=0.27, python-docx]") == [
        ("python", "rich", "declare"), ("python", "httpx", "declare"), ("python", "python-docx", "declare"),
    ]  # fmt: skip
    nested = "metadata:\n  x:\n    requires:\n      python: [rich]\n      npm: [left]\n      bins: [jq]"
    assert sorted(_found(tmp_path, nested)) == [("node", "left", "declare"), ("python", "rich", "declare")]


def test_lists_of_something_else_and_hostile_values(tmp_path):
    assert _found(tmp_path, "dependencies: [some-cli, other-skill]") == []
    assert _found(tmp_path, "metadata: '{broken'") == []
    assert _found(tmp_path, "requires:\n  python: ['git+https://x.invalid', '--pre', your-package]") == []
