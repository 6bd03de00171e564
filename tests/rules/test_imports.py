"""Benchmarks and tools are run by hand: a name that has moved away from under them is found here."""

import ast
import importlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.rules.source_tree import python_files, shown, tree_of


def test_benchmarks_and_tools_import_what_is_there():
    found = [(path, *name) for path in python_files("benchmarks", "tools") for name in _imported(path)]
    assert found
    assert [f"{shown(path)}: {module}.{name}" for path, module, name in found if not _is_there(module, name)] == []


def _imported(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "skillrt":
            yield from ((node.module, alias.name) for alias in node.names)


def _is_there(module: str, name: str) -> bool:
    owner = importlib.import_module(module)
    return hasattr(owner, name) or (hasattr(owner, "__path__") and find_spec(f"{module}.{name}") is not None)
