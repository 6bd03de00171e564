import msgspec
import pytest

from skillrt.config import environment
from skillrt.harness import inventory
from skillrt.harness.inventory import probe, take_inventory
from skillrt.targets import load_harnesses


def script(folder, name, text):
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def test_a_program_says_its_version(tmp_path):
    script(tmp_path, "tool", 'echo "tool, version 1.2.3-beta.1 (linux)"')
    found = probe("tools", ("other", "tool"), ("--version",), str(tmp_path), "a use")
    assert (found.name, found.state, found.version, found.note) == ("tool", "works", "1.2.3-beta.1", "a use")
    assert found.path == str(tmp_path / "tool")


def test_a_missing_and_a_broken_program(tmp_path):
    script(tmp_path, "bad", "echo no such library >&2; exit 3")
    assert probe("tools", ("nope",), (), str(tmp_path)).state == "missing"
    found = probe("tools", ("bad",), ("--version",), str(tmp_path))
    assert (found.state, found.note) == ("broken", "no such library")


def test_a_program_that_hangs_is_broken(tmp_path, monkeypatch):
    script(tmp_path, "slow", "sleep 30")
    monkeypatch.setattr(inventory, "_TIMEOUT", 0.2)
    found = probe("tools", ("slow",), (), str(tmp_path))
    assert found.state == "broken"
    assert "did not end within" in found.note


def test_keys_are_named_and_never_shown(tmp_path):
    script(tmp_path, "opencode", "echo 1.0.0")
    env = environment({"PATH": str(tmp_path), "OPENAI_API_KEY": "sk-secret"})
    found = take_inventory(load_harnesses(), env)
    by_name = {item.name: item for item in found.harnesses}
    assert by_name["opencode"].program.version == "1.0.0"
    assert "facts are of version" in by_name["opencode"].program.note
    assert by_name["opencode"].keys_set == ("OPENAI_API_KEY",)
    assert by_name["opencode"].missing == ("rg",)
    assert by_name["codex"].program.state == "missing"
    assert b"sk-secret" not in msgspec.json.encode(found)
    assert set(by_name) == set(load_harnesses())


@pytest.mark.parametrize("item", inventory._programs(), ids=lambda item: item.name)
def test_every_program_has_a_use(item):
    assert item.use
    assert item.arguments
