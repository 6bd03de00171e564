"""The interface of a Python program that uses typer: the parameters of its functions are the arguments."""

import ast
import re

import msgspec

from skillrt.code.interface import Interface, Option, Positional
from skillrt.code.readers.decorated import command_names, decorators
from skillrt.code.readers.python_constants import constant, keyword
from skillrt.code.syntax import parse_python

_USES = re.compile(r"^[ \t]*(?:import typer\b|from typer import)", re.MULTILINE)
_LOOSENS = re.compile(r"ignore_unknown_options|allow_extra_args|\.callback\(|add_typer\(|typer\.Typer\([^)]*cls=")
_OWN = (
    Option(("--help",), 0, 0, terminal=True),
    Option(("--install-completion",), 0, None, loose=True),
    Option(("--show-completion",), 0, None, loose=True),
)
_MANY = frozenset(("list", "List", "Sequence", "set", "Set"))


def read(text: str) -> Interface | None:
    """The interface of the program's one app; open at the root where it has callbacks or nested apps."""
    if "typer" not in text or not _USES.search(text):
        return None
    tree = parse_python(text)
    if tree is None:
        return None
    loose = bool(_LOOSENS.search(text))
    found: list[tuple[str, tuple[str, ...], Interface]] = []
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in functions.values():
        for item in decorators(node):
            if item.name == "command":
                given = constant(item.call.args[0]) if item.call and item.call.args else keyword(item.call, "name")
                names = command_names(node.name, given if isinstance(given, str) else "")
                found.append((item.owner, names, _function(node)))
    if not found:
        return _run(tree, functions)
    if len({owner for owner, _, _ in found}) > 1:
        return None
    if len(found) == 1 and not loose:
        return found[0][2]
    if len(found) == 1:
        return None
    inner = tuple((name, interface) for _, names, interface in found for name in names)
    return Interface("typer", "python", _OWN, (), inner, open_options=loose, open_subcommands=loose)


def _run(tree: ast.Module, functions: dict[str, ast.FunctionDef]) -> Interface | None:
    """`typer.run(main)`."""
    runs = [
        node.args[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "run"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "typer"
        and node.args
        and isinstance(node.args[0], ast.Name)
    ]
    return _function(functions[runs[0]]) if len(runs) == 1 and runs[0] in functions else None


def _function(node: ast.FunctionDef) -> Interface:
    """The interface that a function's parameters make."""
    arguments = node.args
    parameters = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(parameters) - len(arguments.defaults)) + list(arguments.defaults)
    pairs = [*zip(parameters, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    options: list[Option] = []
    places: list[Positional] = []
    for parameter, default in pairs:
        _parameter(parameter, default, options, places)
    return Interface("typer", "python", (*options, *_OWN), tuple(places))


def _parameter(parameter: ast.arg, default: ast.expr | None, options: list[Option], places: list[Positional]) -> None:
    kind, marker = _annotated(parameter.annotation)
    if _last_name(kind) == "Context":
        return
    if isinstance(default, ast.Call) and _last_name(default.func) in ("Option", "Argument"):
        marker = default
        first = (
            default.args[0] if default.args else next((k.value for k in default.keywords if k.arg == "default"), None)
        )
        demanded = isinstance(first, ast.Constant) and first.value is Ellipsis
        has_default = first is not None and not demanded
        names = default.args[1:] if default.args else []
    else:
        demanded, has_default = default is None, default is not None
        names = marker.args if marker is not None else []
    many = _last_name(kind) in _MANY
    if (marker is not None and _last_name(marker.func) == "Argument") or (marker is None and default is None):
        optional = has_default or keyword(marker, "envvar") is not None or (not demanded and marker is not None)
        places.append(Positional(parameter.arg.upper(), 0 if optional else 1, None if many else 1))
        return
    given = [value for value in map(constant, names) if isinstance(value, str)]
    prompted = marker is not None and any(item.arg in ("prompt", "envvar") for item in marker.keywords)
    option = _option(parameter.arg, _last_name(kind) == "bool", given)
    odd = len(given) < len(names) or (
        marker is not None and any(item.arg in ("count", "is_flag", None) for item in marker.keywords)
    )
    options.append(
        msgspec.structs.replace(
            option, required=demanded and not prompted, repeatable=many, loose=odd or _last_name(kind) == "tuple"
        )
    )


def _option(name: str, flag: bool, given: list[str]) -> Option:
    label = f"--{name.replace('_', '-')}"
    names = [part.strip() for item in given for part in item.split("/") if part.strip()] or [label]
    if flag and not any("/" in item for item in given):
        longs = [item for item in names if item.startswith("--")]
        names += [] if given else [f"--no-{item[2:]}" for item in longs]
    count = 0 if flag else 1
    return Option(tuple(names), count, count)


def _annotated(node: ast.expr | None) -> tuple[ast.expr | None, ast.Call | None]:
    """The type behind `Annotated[T, typer.Option(...)]` and `Optional[T]`, and the marker."""
    marker: ast.Call | None = None
    for _ in range(4):
        if isinstance(node, ast.BinOp):
            node = node.left
            continue
        if not isinstance(node, ast.Subscript):
            break
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        name = _last_name(node.value)
        if name == "Annotated":
            calls = [item for item in items[1:] if isinstance(item, ast.Call)]
            marker = next((call for call in calls if _last_name(call.func) in ("Option", "Argument")), None)
        elif name != "Optional":
            break
        node = items[0]
    return node, marker


def _last_name(node: ast.expr | None) -> str:
    if isinstance(node, ast.Subscript):
        return _last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
