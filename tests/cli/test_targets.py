import json

from skillrt.cli.main import main


def test_text_and_json(capsys):
    assert main(["targets"]) == 0
    assert "claude-code" in capsys.readouterr().out
    assert main(["targets", "--format", "json"]) == 0
    assert {"harnesses", "models", "hosts"} <= json.loads(capsys.readouterr().out).keys()
