import datetime
from pathlib import Path

from skillrt.environment.host_facts import system_facts
from skillrt.environment.installers import find_installers
from skillrt.environment.needs import Need, Needs
from skillrt.environment.resolve import Resolver, resolve
from tests.environment.wheels import make_wheel, variables_for


def resolver(folder: Path, said: list[str]) -> Resolver:
    make_wheel(folder / "w", "alpha", "1.0", "")
    return Resolver(find_installers(variables_for(folder / "w", folder / "home")), folder, said.append)


def need(kind: str, name: str, version: str = "") -> Need:
    return Need(kind=kind, name=name, required=True, why="", version=version)  # pyright: ignore[reportArgumentType]


def test_a_lock_says_what_it_was_made_for(tmp_path: Path):
    said: list[str] = []
    needs = Needs(needs=(need("env", "KEY"), need("python", "alpha"), need("service", "api.example.com")))
    lock, python = resolve(needs, needs.needs, "2026-11-01", resolver(tmp_path, said))
    assert (lock.needs, lock.host, lock.date) == (needs.key, system_facts().identity, "2026-11-01")
    assert lock.selected == ("env:KEY", "python:alpha", "service:api.example.com")
    assert lock.packages[0].startswith("alpha==1.0 --hash=sha256:")
    assert (lock.variables, lock.services, lock.node) == (("KEY",), ("api.example.com",), None)
    assert python is not None
    assert said == ["resolving 1 package of Python as of 2026-11-01"]


def test_without_packages_nothing_is_asked_and_the_day_is_today(tmp_path: Path):
    said: list[str] = []
    needs = Needs(needs=(need("system", "jq"),))
    lock, python = resolve(needs, needs.needs, "", resolver(tmp_path, said))
    assert (python, lock.python, said) == (None, "", [])
    assert abs(datetime.date.fromisoformat(lock.date) - datetime.datetime.now(datetime.UTC).date()).days <= 1


def test_the_range_of_a_needed_interpreter_counts(tmp_path: Path):
    needs = Needs(python=">=3.11", needs=(need("python", "alpha"),))
    lock, python = resolve(needs, needs.needs, "2026-11-01", resolver(tmp_path, []))
    assert python is not None
    assert int(lock.python.split(".")[1]) >= 11


def test_an_interpreter_alone_is_any_that_the_machine_has(tmp_path: Path):
    needs = Needs(python=">=3.11", needs=(need("system", "python3", ">=3.11"),))
    lock, python = resolve(needs, needs.needs, "2026-11-01", resolver(tmp_path, []))
    assert (python, lock.python) == (None, "")
