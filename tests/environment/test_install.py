import errno
import os
from pathlib import Path

import pytest

from skillrt.environment.install import bound_of, install, machine_error
from skillrt.environment.installers import Installers, find_installers
from skillrt.environment.lock import Lock
from skillrt.environment.python_lock import find_python
from skillrt.errors import MachineError
from skillrt.store.environments import LOCK_FILE, PROOF_FILE, Environments
from tests.environment.wheels import variables_for

BARE = Lock(needs="a" * 64, host="b" * 64, date="2026-11-28")
NODE = Lock(
    needs="a" * 64,
    host="b" * 64,
    date="2026-11-28",
    node={"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "*"}}, "node_modules/a": {}}},
)
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")


def npm(folder: Path, text: str) -> Installers:
    (folder / "npm").write_text(f"#!/bin/sh\n{text}\n")
    (folder / "npm").chmod(0o755)
    (folder / "node").write_text("#!/bin/sh\n")
    (folder / "node").chmod(0o755)
    return Installers("uv", str(folder / "npm"), str(folder / "node"), {"PATH": os.environ["PATH"]})


def test_an_environment_of_python_without_packages(tmp_path: Path):
    installers = find_installers(variables_for(tmp_path, tmp_path / "home"))
    store, lock = Environments(tmp_path), Lock(needs="a" * 64, host="b" * 64, date="2026-11-28", python="3.11")
    python = find_python("", installers, tmp_path)
    bound = install(lock, python, store, installers, lambda _: None)
    assert bound.python is not None
    assert dict(bound.variables)["VIRTUAL_ENV"] == str(store.folder(lock.key) / "python")
    assert bound.search == (bound.python.parent,)
    assert store.read(lock.key, LOCK_FILE)
    assert store.read(lock.key, PROOF_FILE) is None


@posix
def test_an_environment_of_node_keeps_the_node_that_installed_it(tmp_path: Path):
    installers = npm(tmp_path, 'mkdir -p node_modules/a; echo "$@" >said')
    store = Environments(tmp_path)
    bound = install(NODE, None, store, installers, lambda _: None)
    assert bound.node == bound.folder / "node/bin/node"
    assert os.readlink(bound.node) == str(tmp_path / "node")
    assert bound.search == (bound.folder / "node/bin", bound.folder / "node/node_modules/.bin")
    assert (bound.folder / "node/said").read_text().startswith("ci ")
    assert bound_of(NODE, bound.folder, installers) == bound


@posix
@pytest.mark.parametrize("text", ["echo ENOSPC >&2; exit 1", "mkdir -p node_modules/a; exit 2"])
def test_nothing_is_left_of_an_install_that_failed(tmp_path: Path, text: str):
    store = Environments(tmp_path)
    with pytest.raises(MachineError):
        install(NODE, None, store, npm(tmp_path, text), lambda _: None)
    assert not store.folder(NODE.key).exists()


def test_nothing_is_left_of_an_install_that_was_interrupted(tmp_path: Path):
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    store = Environments(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        install(NODE, None, store, Installers("uv", "npm", "", {}), interrupted)
    assert not store.folder(NODE.key).exists()


def test_a_full_disk_is_called_one(tmp_path: Path):
    assert machine_error(tmp_path, OSError(errno.ENOSPC, "x")).diagnostics[0].code == "bind.disk-full"
    assert machine_error(tmp_path, OSError(errno.EACCES, "x")).diagnostics[0].code == "machine.io"


def test_what_needs_nothing_has_an_empty_environment(tmp_path: Path):
    store = Environments(tmp_path)
    bound = install(BARE, None, store, Installers("uv", "", "", {}), lambda _: None)
    assert (bound.python, bound.node, bound.search) == (None, None, ())
