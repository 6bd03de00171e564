"""`skillrt check` finds the planted defects of the examples, and nothing else that is an error or a warning."""

import json
import tomllib

from skillrt.cli.main import main


def test_check_finds_exactly_the_planted_defects(root, capsys, monkeypatch):
    planted = tomllib.loads((root / "examples" / "planted-defects.toml").read_text(encoding="utf-8"))
    wanted = {(f"{planted['skill']}/{row['file']}", row["line"], row["code"]) for row in planted["defect"]}
    assert len(wanted) == 10
    monkeypatch.chdir(root / "examples" / "skills")
    assert main(["check", ".", "--format", "json", "--no-cache"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    found = {(row["path"], row["place"]["line"], row["code"]) for row in findings}
    assert wanted <= found
    weighty = {(row["path"], row["place"]["line"], row["code"]) for row in findings if row["severity"] != "note"}
    assert weighty <= wanted
