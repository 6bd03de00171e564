import json
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.store.environments import Environments
from tests.environment.test_kept import made


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environments:
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path))
    return Environments(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["bound", *arguments]) == 0
    return capsys.readouterr().out


def test_what_was_bound_is_listed_and_taken_away(store: Environments, capsys: pytest.CaptureFixture[str]):
    assert said(capsys) == "no environment is bound\n"
    old, new = made(store, "2026-11-01"), made(store, "2026-11-02", used=True)
    states = {item["key"]: item["state"] for item in json.loads(said(capsys, "--format", "json"))["environments"]}
    assert states == {old.key: "superseded", new.key: "used"}
    assert "1 environment would be removed" in said(capsys, "remove", "--unused", "--dry-run")
    assert store.is_proven(old.key)
    assert f"removed: {old.key[:12]}" in said(capsys, "remove", "--unused")
    assert [item["key"] for item in json.loads(said(capsys, "remove", new.key[:8], "--format", "json"))["gone"]] == [
        new.key
    ]
    assert store.lock_keys() == ()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["remove"], "say what to remove"),
        (["remove", "nothing"], "no environment begins"),
        (["list", "--unused"], "are for `skillrt bound remove`"),
    ],
)
def test_wrong_use_is_said(store: Environments, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str):
    made(store, "2026-11-01")
    assert main(["bound", *arguments]) == 2
    assert why in capsys.readouterr().err


def test_a_key_that_several_have_is_refused(store: Environments, capsys: pytest.CaptureFixture[str]):
    for last in "ab":
        store.folder("c" * 63 + last).mkdir(parents=True)
    assert main(["bound", "remove", "cc"]) == 2
    assert "several environments begin" in capsys.readouterr().err
    assert len(store.lock_keys()) == 2
