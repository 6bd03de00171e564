import json

from skillrt.cli.main import main
from skillrt.targets import load_harnesses
from tests.cli.own_harness import write_harness


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


def test_harnesses_of_ones_own(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    descriptor = write_harness(tmp_path / "own")
    (tmp_path / "skillrt.toml").write_text('harnesses = "own"\n')
    assert main(["doctor"]) == 0
    assert "\n  mine " in capsys.readouterr().out
    (tmp_path / "skillrt.toml").rename(tmp_path / "other.toml")
    assert main(["doctor"]) == 0
    assert "\n  mine " not in capsys.readouterr().out
    descriptor.write_text('name = "mine"\n')
    assert main(["doctor", "--config", "other.toml"]) == 1
    assert "[target.bad-descriptor]" in capsys.readouterr().err
