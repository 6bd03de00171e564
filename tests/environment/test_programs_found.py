import os
from pathlib import Path

import pytest

from skillrt.environment import programs_found
from skillrt.environment.lock import ProgramRow
from skillrt.environment.needs import Need
from skillrt.environment.programs_found import find_programs, install_system, is_there, system_managers
from skillrt.errors import MachineError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")


def packages_of(name: str) -> dict[str, str]:
    return {"pdftoppm": {"apt": "poppler-utils", "brew": "poppler"}, "evil": {"apt": "-o=x"}}.get(name, {})


def put(folder: Path, *names: str) -> str:
    for name in names:
        (folder / name).write_text(f'#!/bin/sh\necho "$0 $*" >>{folder}/said; echo 1.6\n')
        (folder / name).chmod(0o755)
    return str(folder)


def need(name: str) -> Need:
    return Need(kind="system", name=name, required=True, why="")


def test_found_with_version_or_missing_with_the_command(tmp_path: Path):
    path = put(tmp_path, "jq", "apt-get")
    needs = [need("jq"), need("pdftoppm"), need("evil"), need("who-knows")]
    rows = find_programs(needs, {"PATH": path}, packages_of, {})
    assert rows == (
        ProgramRow("evil", False),
        ProgramRow("jq", True, "1.6"),
        ProgramRow("pdftoppm", False, "", ("apt-get install -y poppler-utils",)),
        ProgramRow("who-knows", False),
    )
    (tmp_path / "said").unlink()
    assert find_programs(needs[:1], {"PATH": path}, packages_of, {"jq": "1.5"})[0].version == "1.5"
    assert not (tmp_path / "said").exists()


def test_on_a_system_whose_package_manager_is_not_known_names_still_help(tmp_path: Path):
    rows = find_programs([need("pdftoppm")], {"PATH": str(tmp_path)}, packages_of, {})
    assert rows[0].packages == ("apt: poppler-utils", "brew: poppler")


def test_a_path_is_no_program(tmp_path: Path):
    put(tmp_path, "jq")
    assert is_there("jq", str(tmp_path))
    assert not is_there(f"{tmp_path}/jq", str(tmp_path))


def test_system_packages_are_installed_by_an_administrator_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = put(tmp_path, "apt-get")
    rows = [ProgramRow("pdftoppm", False), ProgramRow("jq", True)]
    monkeypatch.setenv("PATH", f"{path}:{os.environ['PATH']}")
    monkeypatch.setattr(programs_found.os, "geteuid", lambda: 1000)
    said: list[str] = []
    with pytest.raises(MachineError) as raised:
        install_system(rows, path, packages_of, said.append)
    assert raised.value.diagnostics[0].code == "bind.not-root"
    assert not (tmp_path / "said").exists()
    monkeypatch.setattr(programs_found.os, "geteuid", lambda: 0)
    install_system(rows, path, packages_of, said.append)
    assert said == ["apt-get install -y poppler-utils"]
    assert (tmp_path / "said").read_text().endswith("apt-get install -y poppler-utils\n")


def test_each_manager_says_what_it_knows():
    assert [item.source for item in system_managers()] == ["apt", "brew", "winget"]
