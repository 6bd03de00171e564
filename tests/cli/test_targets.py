import json

from skillrt.cli.main import main
from tests.cli.test_target_options import write_profile


def test_text_and_json(capsys):
    assert main(["targets"]) == 0
    assert "claude-code" in capsys.readouterr().out
    assert main(["targets", "--format", "json"]) == 0
    assert {"harnesses", "models", "hosts"} <= json.loads(capsys.readouterr().out).keys()


def test_the_levels_of_a_target(capsys):
    assert main(["targets", "qwen/qwen3.5-9b@openclaw", "new/model@pi"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("qwen/qwen3.5-9b@openclaw on the host `generic`\n  levels from: measured\n")
    assert "\nnew/model@pi on the host `generic`\n" in printed.out
    assert printed.err.count("[target.unknown-model]") == 1
    assert main(["targets", "qwen/qwen3.5-9b@openclaw", "--format", "json", "--cautious"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["targets"]
    assert row["cautious"] is True
    assert {item["primitive"] for item in row["primitives"]} >= {"gen.regex", "see.image"}


def test_own_profiles_of_the_settings_count(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_profile(tmp_path / "profiles" / "mine.json", "new/model", "pi", passes=10)
    (tmp_path / "skillrt.toml").write_text('profiles = ["profiles"]\n', encoding="utf-8")
    assert main(["targets", "new/model@pi"]) == 0
    printed = capsys.readouterr()
    assert "+ 10/10" in printed.out
    assert "own profile mine.json, 2026-11-01" in printed.out
    assert printed.err == ""
    assert main(["targets"]) == 0
    assert "mine.json  new/model@pi" in capsys.readouterr().out
