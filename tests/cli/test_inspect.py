import json

from skillrt.cli.main import main
from tests.skills import write_skill


def test_exactly_one_json_object(tmp_path, capsys):
    folder = write_skill(
        tmp_path / "s", {"SKILL.md": b"---\nname: s\ndescription: caf\xe9\n---\nSee `Tables.md`.\n", "tables.md": "x"}
    )
    assert main(["inspect", str(folder), "--format", "json", "--id", "x01"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["id"] == "x01"
    assert [row["resolves_to"] for row in found["broken_references"]] == ["tables.md"]


def test_text(tmp_path, capsys):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "# T\n"})
    assert main(["inspect", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("s  (s)\n  Use when a test needs a skill.\n")
