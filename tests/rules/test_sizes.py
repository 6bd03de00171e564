"""Small files and small functions. The limits are caps; the aim (CONTRIBUTING.md) is well below them."""

import ast
from collections.abc import Iterator

from tests.rules.source_tree import python_files, shown, tree_of

FILE_LINES = 400
FUNCTION_LINES = 60


def test_no_file_is_too_long():
    sizes = {
        shown(path): path.read_text(encoding="utf-8").count("\n")
        for path in python_files("src", "tests", "tools", "benchmarks")
    }
    assert sizes
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == {}


def test_no_function_is_too_long():
    functions = list(_functions())
    assert functions
    assert [f"{where} is {size} lines" for where, size in functions if size > FUNCTION_LINES] == []


def _functions() -> Iterator[tuple[str, int]]:
    for path in python_files("src", "tools", "benchmarks"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{shown(path)}:{node.lineno} {node.name}", size
