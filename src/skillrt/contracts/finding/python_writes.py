"""The paths that a program of Python writes: literals, what functions are called with, defaults of options."""

import ast
import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from skillrt.code.python_paths import PathValue, fold_path
from skillrt.code.syntax import parse_python
from skillrt.contracts.finding.places import place_at
from skillrt.environment.finding.passages import Passage
from skillrt.errors import Place
from skillrt.passes.auditing.python_values import called, opens_to_write

_TO_FIRST: Final = frozenset(
    {
        "makedirs",
        "mkdir",
        "rmtree",
        "remove",
        "unlink",
        "rmdir",
        "to_csv",
        "to_json",
        "to_excel",
        "to_parquet",
        "savefig",
    }
)
_TO_SECOND: Final = frozenset({"copy", "copy2", "copyfile", "copytree", "move", "rename", "replace", "urlretrieve"})
_OF_OWNER: Final = frozenset({"write_text", "write_bytes", "touch", "mkdir", "unlink", "rmdir", "symlink_to"})
_MODULES: Final = frozenset({"os", "shutil", "np", "numpy", "plt", "pathlib", "urllib.request", "request"})
_FEW: Final = 8  # values of one parameter that are followed

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Values = Mapping[str, list[PathValue]]


def python_writes(passage: Passage) -> Iterator[tuple[str, bool, Place]]:
    """Each path, whether it counts from the program's own folder, and where it is written."""
    # a home is a folder like any other to those who fold paths
    tree = parse_python(passage.text.replace("Path.home()", "Path('~')  "))
    if tree is None:
        return
    names = _assigned(tree)
    options = _options(tree)
    given = _given(tree, names)
    for owner, node in _calls(tree):
        place = _target(node)
        for value in _values(place, names, options, given[owner]) if place is not None else ():
            path = value.path if value.whole else f"{value.path}*"
            if value.anchored:
                path = posixpath.normpath(posixpath.join(posixpath.dirname(passage.file), path))
            yield path, value.anchored, place_at(passage.lines(node.lineno, node.lineno))


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the name of the innermost function around it."""
    stack: list[tuple[str, ast.AST]] = [("", tree)]
    while stack:
        owner, node = stack.pop()
        if isinstance(node, ast.Call):
            yield owner, node
        inner = node.name if isinstance(node, _Function) else owner
        stack.extend((inner, child) for child in reversed(list(ast.iter_child_nodes(node))))


def _assigned(tree: ast.AST) -> dict[str, PathValue]:
    names: dict[str, PathValue] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            value = fold_path(node.value, names)
            if value is not None:
                names.setdefault(node.targets[0].id, value)
    return names


def _options(tree: ast.AST) -> dict[str, PathValue]:
    """Defaults of options that are literals, by the attribute that holds the option."""
    found: dict[str, PathValue] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node).rpartition(".")[2] != "add_argument":
            continue
        words = [item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        default = next((item.value for item in node.keywords if item.arg == "default"), None)
        name = next((word for word in words if word.startswith("--")), words[0] if words else "")
        value = fold_path(default, {}) if isinstance(default, ast.Constant) else None
        if name and value is not None:
            found.setdefault(name.lstrip("-").replace("-", "_"), value)
    return found


def _given(tree: ast.AST, names: Mapping[str, PathValue]) -> Mapping[str, _Values]:
    """For each function the values of its parameters: defaults, and what it is called with."""
    found: dict[str, dict[str, list[PathValue]]] = defaultdict(lambda: defaultdict(list))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, _Function)}
    for name, node in functions.items():
        listed = [*node.args.posonlyargs, *node.args.args]
        behind = node.args.defaults
        pairs = list(zip(listed[len(listed) - len(behind) :], behind, strict=True))
        for item, default in pairs:
            _add(found[name][item.arg], fold_path(default, {}) if isinstance(default, ast.Constant) else None)
    for node in ast.walk(tree):
        function = functions.get(called(node).rpartition(".")[2]) if isinstance(node, ast.Call) else None
        if function is None or not isinstance(node, ast.Call):
            continue
        listed = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
        listed = listed[1:] if listed[:1] in (["self"], ["cls"]) else listed
        for name, value in (
            *zip(listed, node.args, strict=False),
            *((item.arg, item.value) for item in node.keywords),
        ):
            if name and not isinstance(value, ast.Name):
                _add(found[function.name][name], fold_path(value, dict(names)))
    return found


def _add(values: list[PathValue], value: PathValue | None) -> None:
    if value is not None and value.literal and value not in values and len(values) < _FEW:
        values.append(value)


def _values(
    place: ast.expr, names: Mapping[str, PathValue], options: Mapping[str, PathValue], given: _Values
) -> Iterator[PathValue]:
    """What the expression of a path comes to."""
    bare = _bare(place)
    if isinstance(bare, ast.Name) and given.get(bare.id):
        yield from given[bare.id]
        return
    value = options.get(bare.attr) if isinstance(bare, ast.Attribute) else fold_path(place, dict(names))
    if value is None and isinstance(bare, ast.Attribute):
        value = fold_path(place, dict(names))
    if value is not None and value.literal:
        yield value


def _bare(place: ast.expr) -> ast.expr:
    """`x` for `Path(x)`, `str(x)` and `open(x)`."""
    for _ in range(3):
        if not (
            isinstance(place, ast.Call) and len(place.args) == 1 and isinstance(place.func, ast.Name | ast.Attribute)
        ):
            break
        if called(place).rpartition(".")[2] not in ("Path", "str", "abspath", "expanduser", "resolve"):
            break
        place = place.args[0]
    return place


def _target(node: ast.Call) -> ast.expr | None:
    """The expression that says what a call writes to."""
    name = called(node)
    owner, _, last = name.rpartition(".")
    if last == "open" and opens_to_write(node):
        return node.args[0] if not isinstance(node.func, ast.Attribute) and node.args else _owner(node)
    if last in _TO_SECOND and owner in _MODULES and len(node.args) > 1:
        return node.args[1]
    if last in _TO_FIRST and (owner in _MODULES or last.startswith(("to_", "savefig"))):
        return node.args[0] if node.args else None
    return _owner(node) if last in _OF_OWNER and owner not in _MODULES else None


def _owner(node: ast.Call) -> ast.expr | None:
    return node.func.value if isinstance(node.func, ast.Attribute) else None
