import json

import pytest

from skillrt.cli.main import main
from skillrt.targets import read_host


@pytest.fixture(autouse=True)
def few_programs(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def test_the_host_is_printed_and_saved(capsys, tmp_path):
    assert main(["host"]) == 0
    printed = read_host(capsys.readouterr().out.encode(), "x")
    assert printed.os
    assert main(["host", "-o", str(tmp_path / "host.json"), "--name", "laptop"]) == 0
    plain = json.loads((tmp_path / "host.json").read_text())
    assert plain["name"] == "laptop"
    assert plain["date"] == printed.date
    assert main(["host", "-o", str(tmp_path / "host.toml")]) == 0
    assert read_host((tmp_path / "host.toml").read_bytes(), "x") == printed


def test_a_skill_is_compiled_for_a_saved_host(capsys, tmp_path):
    host = tmp_path / "host.toml"
    host.write_text('name = "box"\ndate = "2026-11-28"\nos = "linux"\nprograms = ["jq"]\n')
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "SKILL.md").write_text("---\nname: pdf\ndescription: Use for PDF.\n---\n\nRead it.\n")
    command = ["compile", str(tmp_path / "pdf"), "--target", "openai/gpt-5@codex", "--host", str(host), "-O0"]
    assert main([*command, "-o", str(tmp_path / "a")]) == 0
    assert main([*command, "-o", str(tmp_path / "b")]) == 0
    manifest = next((tmp_path / "a").rglob("manifest.json"))
    assert json.loads(manifest.read_text())["host"]["programs"] == ["jq"]
    assert manifest.read_bytes() == next((tmp_path / "b").rglob("manifest.json")).read_bytes()
    assert main(["compile", str(manifest.parent.parent), *command[2:], "-o", str(tmp_path / "c")]) == 0
    capsys.readouterr()
    assert main([*command[:-3], "--host", str(tmp_path / "none"), "-o", str(tmp_path / "d")]) == 2
    assert main([*command[:-3], "--host", str(manifest), "-o", str(tmp_path / "d")]) == 1
    assert "describes no host" in capsys.readouterr().err
