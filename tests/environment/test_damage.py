import shutil

import pytest

from skillrt.environment.damage import damage_of
from skillrt.environment.install import install
from skillrt.environment.installers import find_installers
from skillrt.environment.lock import Lock
from skillrt.environment.needs import Need
from skillrt.environment.python_lock import find_python, python_version, resolve_python
from skillrt.store.environments import Environments
from tests.environment.wheels import make_wheel, variables_for

NODE = {
    "": {"dependencies": {"a": "*"}},
    "node_modules/a": {},
    "node_modules/a/node_modules/@x/b": {},
    "node_modules/c": {"optional": True},
}


@pytest.fixture
def made(tmp_path):
    """A lock, and the folder of its environment with one package."""
    make_wheel(tmp_path / "wheels", "Al_pha.x", "1.0", "")
    installers = find_installers(variables_for(tmp_path / "wheels", tmp_path / "home"))
    python = find_python("", installers, tmp_path)
    needs = [Need(kind="python", name="al-pha-x", required=True, why="used")]
    rows = resolve_python(needs, python, "2026-11-01", installers, tmp_path)
    version = python_version(python, installers, tmp_path)
    lock = Lock(needs="a" * 64, host="b" * 64, date="2026-11-01", python=version, packages=rows)
    return lock, install(lock, python, Environments(tmp_path), installers, lambda _: None).folder


def site(folder):
    (found,) = folder.glob("python/lib/python*/site-packages")
    return found


def test_what_was_just_installed_is_whole_also_after_it_was_compiled(made):
    lock, folder = made
    record = next(site(folder).glob("*.dist-info")) / "RECORD"
    with record.open("a", encoding="utf-8") as stream:
        stream.write('__pycache__/x.pyc,,\n"with, a comma.txt",,\n\n')
    (site(folder) / "with, a comma.txt").touch()
    assert damage_of(lock, folder) == ""


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("python/bin/python", "its Python is gone"),
        ("python", "its Python is gone"),
        ("python/lib/python*/site-packages/*.py", "the Python package al-pha-x lacks `Al_pha.x.py`"),
        ("python/lib/python*/site-packages/*.dist-info", "the Python package al-pha-x is gone"),
        ("python/lib/python*/site-packages/*.dist-info/RECORD", "al-pha-x lacks its record of files"),
    ],
)
def test_what_is_gone_is_named(made, gone, said):
    lock, folder = made
    for path in sorted(folder.glob(gone)):
        if path.name != "_virtualenv.py":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert said in damage_of(lock, folder)


@pytest.mark.parametrize(("text", "said"), [("echo 3.99", "is 3.99 now"), ("exit 3", "is broken now")])
def test_a_python_that_the_machine_replaced_is_told(made, text, said):
    lock, folder = made
    program = folder / "python/bin/python"
    program.unlink()
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    assert said in damage_of(lock, folder)


def test_packages_of_node_and_their_own(tmp_path):
    lock = Lock(needs="a" * 64, host="b" * 64, date="2026-11-01", node={"lockfileVersion": 3, "packages": NODE})
    assert damage_of(lock, tmp_path) == "its Node is gone"
    for name in ("bin/node", "node_modules/a/package.json", "node_modules/a/node_modules/@x/b/package.json"):
        path = tmp_path / "node" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert damage_of(lock, tmp_path) == ""
    shutil.rmtree(tmp_path / "node/node_modules/a/node_modules")
    assert damage_of(lock, tmp_path) == "the package of Node @x/b is gone"


def test_what_has_no_packages_cannot_lose_any(tmp_path):
    assert damage_of(Lock(needs="a" * 64, host="b" * 64, date="2026-11-01"), tmp_path / "gone") == ""
