"""Columns of tables that a program reads from a file: their names are inputs, if all uses of them can follow."""

import ast
import re

from skillrt.code.outlining.python_closure import Closure
from skillrt.code.outlining.python_known import is_file
from skillrt.code.outlining.python_literals import Literal, list_of, value_of
from skillrt.code.outlining.python_uses import Uses

_READERS = re.compile(r"(?:pandas|polars|geopandas)\.(?:read_\w+|scan_\w+)\Z")
_TAKES_COLUMNS = frozenset((
    "groupby", "sort_values", "drop_duplicates", "set_index", "pivot_table", "nlargest", "nsmallest", "dropna",
    "value_counts", "explode", "merge", "join", "agg", "aggregate", "pivot", "melt", "plot", "hist", "boxplot",
))  # fmt: skip
_TAKES_KEYWORDS = frozenset(
    ("by", "subset", "on", "left_on", "right_on", "values", "index", "columns", "x", "y", "column", "id_vars", "hue")
)
_MAX_COLUMNS = 6


def columns_of(closure: Closure, uses: Uses) -> list[Literal]:
    """The column names that may be given; each place where one stands is an item of its own with the same role."""
    frames = _frames(closure, uses)
    if not frames:
        return []
    made = _made_columns(closure, frames)
    found: dict[str, list[Literal]] = {}
    for block, statement in closure.parts:
        for node in ast.walk(statement.node):
            for place in _places(node, frames, uses):
                name = value_of(place)
                if isinstance(name, str) and name and len(name) <= 60 and name not in made:
                    role = f"{re.sub(r'[^a-z0-9]+', '_', name.lower()).strip('_') or 'table'}_column"
                    found.setdefault(name, []).append(Literal(block, place, name, "text", role, 3))
    sure = {name: places for name, places in found.items() if _covers(closure, name, places)}
    if len(sure) > _MAX_COLUMNS:
        sure = {}
    every = [item for places in sure.values() for item in places]
    every += _conditions(closure, frames)
    return sorted(every, key=lambda item: (item.block.index, item.node.lineno, item.node.col_offset))


def _conditions(closure: Closure, frames: frozenset[str]) -> list[Literal]:
    """What columns are compared with: thresholds, values to select by."""
    found: list[Literal] = []
    for block, statement in closure.parts:
        for node in ast.walk(statement.node):
            if not isinstance(node, ast.Compare) or len(node.ops) > 1 or not isinstance(node.left, ast.Subscript):
                continue
            column, value = value_of(node.left.slice), value_of(node.comparators[0])
            if not isinstance(column, str) or root_of(node.left) not in frames or value is None or value == "":
                continue
            ordered = isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE)
            role = f"{column.lower()}_{'threshold' if ordered else 'value'}"
            kind = "text" if isinstance(value, str) else "number"
            found.append(Literal(block, node.comparators[0], value, kind, role, 3))
    return found


def _frames(closure: Closure, uses: Uses) -> frozenset[str]:
    """The variables that hold what was read from a file, and what was made from them."""
    found: set[str] = set()
    for statement in closure.statements:
        for node in ast.walk(statement.node):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            value = node.value
            reads = isinstance(value, ast.Call) and _READERS.match(uses.name(value.func))
            if reads or root_of(value) in found:
                found.add(node.targets[0].id)
    return frozenset(found)


def root_of(node: ast.AST) -> str:
    """The variable that a chain of attributes, items and calls begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _made_columns(closure: Closure, frames: frozenset[str]) -> frozenset[str]:
    """Columns that the program itself makes, and whatever it gives names to."""
    found: set[str] = set()
    for statement in closure.statements:
        for node in ast.walk(statement.node):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and root_of(node) in frames:
                name = value_of(node.slice)
                found.update([name] if isinstance(name, str) else [])
            elif isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
                for part in ast.walk(node.value) if node.arg in ("columns", "names") else ():
                    if isinstance(part, ast.Dict):
                        found.update(str(value_of(item)) for item in part.values)
    return frozenset(found)


def _places(node: ast.AST, frames: frozenset[str], uses: Uses) -> list[ast.expr]:
    """The expressions of this node that name columns of a frame."""
    del uses
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and root_of(node.value) in frames:
        if isinstance(node.slice, ast.List) and list_of(node.slice):
            return list(node.slice.elts)
        return [node.slice]
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or root_of(node.func) not in frames:
        return []
    if node.func.attr not in _TAKES_COLUMNS:
        return []
    given = [*node.args, *(item.value for item in node.keywords if item.arg in _TAKES_KEYWORDS)]
    found: list[ast.expr] = []
    for item in given:
        if isinstance(item, ast.List):
            found += item.elts
        elif isinstance(item, ast.Dict):
            found += [key for key in item.keys if key is not None]
        else:
            found.append(item)
    return found


def _covers(closure: Closure, name: str, places: list[Literal]) -> bool:
    """Whether nothing else of the program names the column: no other string, no attribute."""
    known = {id(item.node) for item in places}
    for statement in closure.statements:
        for node in ast.walk(statement.node):
            other = node.value if isinstance(node, ast.Constant) and id(node) not in known else None
            if isinstance(other, str) and not is_file(other) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", other):
                return False
            if isinstance(node, ast.Attribute) and node.attr == name:
                return False
    return True
