"""The paths that a program of Python writes, as far as its text says them."""

import ast
import posixpath
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources
from typing import Any, Final

from skillrt.code.python_paths import PathValue
from skillrt.code.syntax import parse_python
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.finding.python_folding import Folding
from skillrt.contracts.finding.python_scopes import names_of
from skillrt.environment.finding.passages import Passage
from skillrt.errors import Place
from skillrt.passes.auditing.python_values import called

_WRITES: Final = frozenset("wax+")
_MODE: Final = frozenset("rwaxbt+")
_MANY: Final = 300  # paths of one program
_ENDLESS: Final = 40  # characters of a mode


def python_writes(passage: Passage) -> Iterator[tuple[str, bool, Place]]:
    """Each path, whether it counts from the program's own folder, and where it is written."""
    tree = parse_python(passage.text)
    if tree is None:
        return
    names = names_of(tree)
    folding = Folding(names)
    saves = not names.imported.isdisjoint(_table()["saving"])
    found: dict[tuple[str, bool], int] = {}
    for node, scope in names.calls:
        name = called(node)
        # a name that the program takes from a module stands for the whole one
        place = _target(node, names.taken.get(name, name), saves=saves)
        for value in folding.paths(place, scope) if place is not None else ():
            path = _shown(value)
            if value.anchored:
                path = posixpath.normpath(posixpath.join(posixpath.dirname(passage.file), path))
            found.setdefault((path, value.anchored), node.lineno)
    whole = {posixpath.normpath(path) for path, _ in found}
    for (path, anchored), line in list(found.items())[:_MANY]:
        # what a folder that is told has for files need not be told where only the run knows their names
        if "*" not in path or not _is_below(path, whole):
            yield path, anchored, place_at(passage.lines(line, line))


def _is_below(path: str, folders: Collection[str]) -> bool:
    known = posixpath.normpath(path.partition("*")[0].rpartition("/")[0])
    return known != "." and known in folders


def _shown(value: PathValue) -> str:
    """A path with what is known of it; of a file whose name only the run knows the folder."""
    path = value.path if value.whole else f"{value.path}*"
    while path.endswith("/*"):
        path = path[:-2]
    return path


def _target(node: ast.Call, name: str, *, saves: bool) -> ast.expr | None:
    """The expression that says what a call writes to."""
    table = _table()
    owner, _, last = name.rpartition(".")
    if last == "open" or last in table["archives"]:
        return _opened(node, owner, last)
    number = table["exact"].get(name)
    if number is None and owner in table["modules"]:
        number = 0 if last in table["first"] else 1 if last in table["second"] else None
    saved = last == "save" and saves and owner not in table["modules"]
    if number is None and (last in table["methods"] or saved):
        number = 0
    if number is not None:
        return node.args[number] if len(node.args) > number else None
    return _of_owner(node, owner, last)


def _of_owner(node: ast.Call, owner: str, last: str) -> ast.expr | None:
    """What a method writes that says nothing else: its own path, or the one that it is moved to."""
    table = _table()
    if not isinstance(node.func, ast.Attribute) or owner in table["modules"]:
        return None
    if last in table["owned"]:
        return node.func.value
    return node.args[0] if last in table["moved"] and len(node.args) == 1 and not node.keywords else None


def _opened(node: ast.Call, owner: str, last: str) -> ast.expr | None:
    """The path of a call of `open` that has a mode which writes."""
    table = _table()
    is_method = isinstance(node.func, ast.Attribute) and owner not in table["openers"] and last == "open"
    modes = node.args[:1] if is_method else node.args[1:2]
    modes = [*modes, *(item.value for item in node.keywords if item.arg == "mode")]
    if not any(_is_writing(item) for mode in modes for item in ast.walk(mode)):
        return None
    if is_method:
        return node.func.value if isinstance(node.func, ast.Attribute) else None
    return node.args[0] if node.args else None


def _is_writing(node: ast.AST) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or len(node.value) > _ENDLESS:
        return False
    mode = frozenset(node.value.partition(":")[0])
    return mode <= _MODE and not mode.isdisjoint(_WRITES)


@cache
def _table() -> dict[str, Any]:
    source = resources.files("skillrt.contracts") / "data" / "python_writes.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
