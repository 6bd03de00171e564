import json
import os
from pathlib import Path

import pytest

from skillrt.environment.installers import Installers
from skillrt.environment.needs import Need
from skillrt.environment.node_lock import node_project, project_of_lock, require_npm, resolve_node
from skillrt.errors import InputError, MachineError

INTEGRITY = "sha512-" + "A" * 86 + "=="


def need(name: str, version: str = "") -> Need:
    return Need(kind="node", name=name, required=True, why="", version=version)


def npm_that_writes(folder: Path, row: dict[str, object]) -> Installers:
    """A stand-in for npm that notes its arguments and writes a lock."""
    lock = {"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "*"}}, "node_modules/a": row}}
    (folder / "lock").write_text(json.dumps(lock))
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\necho "$@" >{folder}/said\ncp {folder}/lock package-lock.json\n')
    npm.chmod(0o755)
    return Installers("uv", str(npm), "", {"PATH": os.environ["PATH"]})


def test_the_project_asks_for_the_needs_in_order():
    plain = json.loads(node_project([need("b", "^2"), need("@a/a")]))
    assert plain["dependencies"] == {"@a/a": "*", "b": "^2"}
    assert list(plain["dependencies"]) == ["@a/a", "b"]
    lock = {"packages": {"": {"dependencies": {"b": "^2"}}}}
    assert json.loads(project_of_lock(lock))["dependencies"] == {"b": "^2"}


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_the_lock_has_no_address(tmp_path: Path):
    (tmp_path / "scratch").mkdir()
    row = {"version": "1.0.0", "integrity": INTEGRITY, "resolved": "https://registry.example/a.tgz"}
    lock = resolve_node([need("a")], "2026-11-01", npm_that_writes(tmp_path, row), tmp_path / "scratch")
    assert lock is not None
    assert "resolved" not in lock["packages"]["node_modules/a"]
    said = (tmp_path / "said").read_text().split()
    assert "--before=2026-11-01T00:00:00Z" in said
    assert {"--ignore-scripts", "--package-lock-only"} <= set(said)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    "row", [{"resolved": "git+ssh://x/a#1"}, {"link": True, "resolved": "../a"}, {"version": "1"}]
)
def test_what_does_not_come_from_a_registry_with_a_hash_is_refused(tmp_path: Path, row: dict[str, object]):
    (tmp_path / "scratch").mkdir()
    with pytest.raises(InputError) as raised:
        resolve_node([need("a")], "2026-11-01", npm_that_writes(tmp_path, row), tmp_path / "scratch")
    assert raised.value.diagnostics[0].code == "bind.bad-requirement"


def test_without_needs_npm_is_not_wanted(tmp_path: Path):
    without = Installers("uv", "", "", {})
    assert resolve_node([], "2026-11-01", without, tmp_path) is None
    with pytest.raises(MachineError) as raised:
        require_npm(without)
    assert raised.value.diagnostics[0].code == "bind.no-npm"
