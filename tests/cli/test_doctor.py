import json

from skillrt.cli.main import main
from skillrt.targets import load_harnesses


def test_text_and_json(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    assert main(["doctor"]) == 0
    text = capsys.readouterr().out
    assert "harnesses" in text
    assert "OPENAI_API_KEY" in text
    assert "very-secret" not in text
    assert main(["doctor", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in found["harnesses"]] == sorted(load_harnesses())
