"""Paths in Python code: `Path(__file__).parent / "a"`, `os.path.join(HERE, "a", "b")`, folded to one path."""

import ast
import posixpath
from collections.abc import Mapping

import msgspec

from skillrt.code.references import clean_path

_SAME = frozenset(("resolve", "absolute", "expanduser", "as_posix", "as_uri", "__str__"))
_SAME_CALLS = frozenset(
    ("Path", "PurePath", "PosixPath", "str", "abspath", "realpath", "normpath", "fspath", "expanduser")
)
_MAX_DEPTH = 40


class PathValue(msgspec.Struct, frozen=True):
    """A path as far as it is known: relative to the script's folder where `anchored`, else to the working directory.

    `is_script` is the script's own file (`__file__`). `whole` is False where a part is only known at run time; then
    `path` is the known beginning.
    """

    path: str
    anchored: bool = False
    is_script: bool = False
    whole: bool = True
    literal: bool = False
    """Whether a string of the text is part of it; without one there is nothing to point at."""


Names = Mapping[str, PathValue]


def fold_path(node: ast.expr, names: Names, depth: int = 0) -> PathValue | None:
    """The path that an expression is; None where it is none or not known."""
    if depth > _MAX_DEPTH:
        return None
    if isinstance(node, ast.Constant):
        return PathValue(node.value, literal=True) if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return PathValue("", anchored=True, is_script=True) if node.id == "__file__" else names.get(node.id)
    if isinstance(node, ast.Attribute):
        return _attribute(node, names, depth)
    if isinstance(node, ast.Subscript):
        return _parents(node, names, depth)
    if isinstance(node, ast.BinOp):
        return _joined_by_operator(node, names, depth)
    if isinstance(node, ast.Call):
        return _call(node, names, depth)
    return _formatted(node, names, depth) if isinstance(node, ast.JoinedStr) else None


def parent(value: PathValue, levels: int = 1) -> PathValue:
    """The folder `levels` above."""
    path = value.path
    if value.is_script and levels:
        levels, path = levels - 1, "."
    for _ in range(min(levels, 30)):
        path = posixpath.join(path, "..")
    return PathValue(clean_path(path), value.anchored, False, value.whole, value.literal)


def join(base: PathValue, parts: list[PathValue | None]) -> PathValue | None:
    """`base` followed by parts; it ends, not `whole`, at the first part that is not known."""
    if base.is_script:
        return None
    path, whole, literal = base.path, base.whole, base.literal
    for part in parts:
        if not whole:
            break
        if part is None or part.anchored:
            whole = False
            break
        path, whole, literal = posixpath.join(path, part.path), part.whole, literal or part.literal
    anchored = base.anchored and not path.startswith("/")
    return PathValue(path, anchored, False, whole, literal)


def _attribute(node: ast.Attribute, names: Names, depth: int) -> PathValue | None:
    if node.attr != "parent":
        label = node.attr if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls") else ""
        return names.get(f".{label}") if label else None
    value = fold_path(node.value, names, depth + 1)
    return parent(value) if value else None


def _parents(node: ast.Subscript, names: Names, depth: int) -> PathValue | None:
    """`path.parents[n]`."""
    owner, index = node.value, node.slice
    if not isinstance(owner, ast.Attribute) or owner.attr != "parents" or not isinstance(index, ast.Constant):
        return None
    value = fold_path(owner.value, names, depth + 1)
    known = isinstance(index.value, int) and index.value >= 0
    return parent(value, int(index.value) + 1) if value and known and isinstance(index.value, int) else None


def _joined_by_operator(node: ast.BinOp, names: Names, depth: int) -> PathValue | None:
    left = fold_path(node.left, names, depth + 1)
    if left is None:
        return None
    right = fold_path(node.right, names, depth + 1)
    if isinstance(node.op, ast.Div):
        return join(left, [right])
    if isinstance(node.op, ast.Add):
        return _glued(left, right)
    return None


def _glued(left: PathValue, right: PathValue | None) -> PathValue | None:
    """Two strings put together: `HERE + "/data"`."""
    if left.is_script:
        return None
    if right is None or right.anchored or not left.whole:
        return PathValue(left.path, left.anchored, False, False, left.literal)
    return PathValue(left.path + right.path, left.anchored, False, right.whole, left.literal or right.literal)


def _call(node: ast.Call, names: Names, depth: int) -> PathValue | None:
    function = node.func
    if isinstance(function, ast.Name):
        if function.id not in _SAME_CALLS or not node.args:
            return None
        return _join_all(node.args, names, depth)
    if not isinstance(function, ast.Attribute):
        return None
    if function.attr == "join" and isinstance(function.value, ast.Attribute | ast.Name) and node.args:
        owner = function.value.attr if isinstance(function.value, ast.Attribute) else function.value.id
        return _join_all(node.args, names, depth) if owner in ("path", "osp") else None
    if function.attr == "dirname" and len(node.args) == 1:
        value = fold_path(node.args[0], names, depth + 1)
        return parent(value) if value else None
    if function.attr in _SAME_CALLS and node.args:
        return _join_all(node.args, names, depth)
    value = fold_path(function.value, names, depth + 1) if function.attr in (*_SAME, "joinpath") else None
    if value is None or function.attr != "joinpath":
        return value
    return join(value, [fold_path(item, names, depth + 1) for item in node.args])


def _join_all(arguments: list[ast.expr], names: Names, depth: int) -> PathValue | None:
    first, *others = [fold_path(item, names, depth + 1) for item in arguments]
    if first is None or not others:
        return first
    return join(first, others)


def _formatted(node: ast.JoinedStr, names: Names, depth: int) -> PathValue | None:
    """An f-string: its known beginning."""
    value: PathValue | None = PathValue("", literal=True)
    for index, part in enumerate(node.values):
        piece = fold_path(part.value if isinstance(part, ast.FormattedValue) else part, names, depth + 1)
        if index == 0 and isinstance(part, ast.FormattedValue):
            if piece is None or piece.is_script:
                return None
            value = piece
        else:
            value = _glued(value, piece) if value else None
    return value
