"""Imports go downwards by the table in docs/ARCHITECTURE.md, function-local ones too, and never to a sibling."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.source_tree import ROOT, SRC, python_files, shown, tree_of

PACKAGE = "skillrt"
# `python -m skillrt` is the command line by another door.
ENTRY_UNITS = {"__main__": "cli"}


def layers(page: str) -> dict[str, int]:
    """Unit -> row of the ```layers block, 0 at the bottom; raises ValueError for a unit named twice or no block."""
    block = re.search(r"^```layers\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    if block is None:
        raise ValueError("no layers block")
    rows = [row.split() for row in block.group(1).strip().splitlines()]
    table: dict[str, int] = {}
    for height, row in enumerate(reversed(rows)):
        for unit in row:
            if unit in table:
                raise ValueError(f"{unit} stands twice")
            table[unit] = height
    return table


def unit_of(path: Path) -> str:
    """The unit a source file belongs to: its folder or file name directly below the package."""
    name = path.relative_to(SRC).parts[0].removesuffix(".py")
    return ENTRY_UNITS.get(name, name)


def imported_units(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and unit of every import of our own package, whatever its depth or form."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _unit(node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            yield from _from_import(node)
        elif isinstance(node, ast.Call):
            yield from _dynamic_import(node)


def _unit(line: int, module: str) -> Iterator[tuple[int, str]]:
    parts = module.split(".")
    if parts[0] == PACKAGE and len(parts) > 1:
        yield line, parts[1]


def _from_import(node: ast.ImportFrom) -> Iterator[tuple[int, str]]:
    if node.level:
        yield node.lineno, "." * node.level
    elif node.module == PACKAGE:
        for alias in node.names:
            if not alias.name.startswith("__"):
                yield node.lineno, alias.name
    elif node.module:
        yield from _unit(node.lineno, node.module)


def _dynamic_import(node: ast.Call) -> Iterator[tuple[int, str]]:
    name = ast.unparse(node.func)
    if name in {"import_module", "importlib.import_module", "__import__"} and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield from _unit(node.lineno, first.value)


def violations(unit: str, tree: ast.Module, table: dict[str, int]) -> list[str]:
    """What a file of `unit` imports that it may not."""
    found: list[str] = []
    for line, other in imported_units(tree):
        if other == unit:
            continue
        if other not in table:
            found.append(f"{line}: {other} is not in the table")
        elif table[other] >= table[unit]:
            found.append(f"{line}: {unit} may not import {other}")
    return found


@pytest.fixture(scope="module")
def table() -> dict[str, int]:
    return layers((ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8"))


def _sources() -> list[Path]:
    return [path for path in python_files("src") if path != SRC / "__init__.py"]


def test_the_table_lists_every_unit(table: dict[str, int]):
    units = {unit_of(path) for path in _sources()}
    assert units
    assert sorted(units - set(table)) == []


def test_imports_go_downwards(table: dict[str, int]):
    found = [
        f"{shown(path)}:{text}" for path in _sources() for text in violations(unit_of(path), tree_of(path), table)
    ]
    assert found == []


def _is_beside(path: Path, module: str) -> bool:
    """Programs that variants bring along import each other where they lie."""
    return path.parent.name == "programs" and path.with_name(f"{module}.py").is_file()


def test_imports_name_packages_that_are_declared():
    """Third-party imports in the product come from the dependencies that the wheel declares."""
    import sys
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=!~ ;\[]", line)[0].lower().replace("-", "_") for line in project["dependencies"]}
    declared = {{"pyyaml": "yaml", "pillow": "PIL"}.get(name, name) for name in declared}
    outside = {
        f"{shown(path)}: {module}"
        for path in python_files("src")
        for module in _third_party(tree_of(path))
        if module not in declared | set(sys.stdlib_module_names) | {PACKAGE} and not _is_beside(path, module)
    }
    assert sorted(outside) == []


def _third_party(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


SAMPLE = layers("```layers\ntop\nleft  right\nbottom\n```\n")


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("from skillrt.bottom.deep import x", 0),
        ("from skillrt import bottom, __version__", 0),
        ("import json, skillrt", 0),
        ("from skillrt.right import x", 1),
        ("def f():\n    import skillrt.top.page", 1),
        ("if TYPE_CHECKING:\n    from skillrt import top", 1),
        ("importlib.import_module('skillrt.top')", 1),
        ("from skillrt.unheard import x", 1),
        ("from . import sibling", 1),
    ],
)
def test_the_rule_itself(source: str, problems: int):
    assert len(violations("left", ast.parse(source), SAMPLE)) == problems


def test_a_unit_stands_once():
    with pytest.raises(ValueError, match="twice"):
        layers("```layers\na\na\n```\n")
