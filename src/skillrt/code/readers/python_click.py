"""The interface of a Python program that uses click: decorators on functions, groups of commands."""

import ast
import re

import msgspec

from skillrt.code.interface import Interface, Option, Positional
from skillrt.code.readers.decorated import Decorator, command_names, decorators
from skillrt.code.readers.python_constants import choices_of, constant, keyword
from skillrt.code.syntax import parse_python

_USES = re.compile(r"^[ \t]*(?:import (?:rich_)?click\b|from (?:rich_)?click import)", re.MULTILINE)
_LOOSENS = re.compile(
    r"ignore_unknown_options|allow_extra_args|allow_interspersed_args|MultiCommand|LazyGroup|resolve_command"
)
_HARMLESS = frozenset(("pass_context", "pass_obj", "wraps", "result_callback", "make_pass_decorator"))
_MAKES = frozenset(("command", "group"))
_ADDS = re.compile(r"\.add_command\(")


class _Command(msgspec.Struct):
    """One decorated function."""

    name: str
    group: bool
    parent: str
    interface: Interface


def read(text: str) -> Interface | None:
    """The interface of the one root command; None where there is none or several."""
    if "click" not in text or not _USES.search(text):
        return None
    tree = parse_python(text)
    if tree is None:
        return None
    commands = [item for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) if (item := _command(node))]
    roots = [item for item in commands if not item.parent]
    if len(roots) != 1:
        return None
    open_all = bool(_LOOSENS.search(text))
    return _built(roots[0], commands, open_all=open_all, more=bool(_ADDS.search(text)))


def _command(node: ast.FunctionDef) -> _Command | None:
    """A command with its own parameters; None for a function without a command decorator."""
    found = decorators(node)
    makers = [item for item in found if item.name in _MAKES]
    if len(makers) != 1:
        return None
    maker = makers[0]
    options: list[Option] = [Option(("--help",), 0, 0, terminal=True)]
    places: list[Positional] = []
    is_open = False
    for item in reversed(found):
        # Decorators are applied from below, so arguments read from below come last to first; see the reversal.
        is_open = _parameter(item, options, places) or is_open
    names = maker.call.keywords if maker.call else []
    if any(item.arg == "context_settings" for item in names):
        options.append(Option(("-h",), 0, 0, terminal=True))
    if any(item.arg in ("cls", None) for item in names):
        is_open = True
    interface = Interface(
        "click",
        "python",
        tuple(options),
        tuple(reversed(places)),
        open_options=is_open,
        open_positionals=is_open,
    )
    parent = maker.owner if maker.owner != "click" else ""
    name = constant(maker.call.args[0]) if maker.call and maker.call.args else keyword(maker.call, "name")
    given = name if isinstance(name, str) else ""
    return _Command(f"{node.name}\n{given}", maker.name == "group", parent, interface)


def _parameter(item: Decorator, options: list[Option], places: list[Positional]) -> bool:
    """Read one decorator; True where it may add parameters that are not seen."""
    if item.name in ("option", "argument") and item.owner in ("click", "") and item.call is not None:
        names = [constant(part) for part in item.call.args]
        known = [name for name in names if isinstance(name, str)]
        if len(known) < len(names) or any(part.arg is None for part in item.call.keywords):
            return True
        if item.name == "option":
            options.append(click_option(item.call, known))
        else:
            places.append(_argument(item.call, known))
        return False
    if item.name in ("version_option", "help_option", "confirmation_option", "password_option"):
        named = [constant(part) for part in item.call.args] if item.call else []
        default = {"version_option": "--version", "help_option": "--help", "confirmation_option": "--yes"}
        names = [name for name in named if isinstance(name, str) and name.startswith("-")]
        options.append(Option(tuple(names or [default.get(item.name, "--password")]), 0, 0, terminal=True))
        return False
    return item.name not in _MAKES and item.name not in _HARMLESS and not item.name.startswith("pass_")


def click_option(call: ast.Call, names: list[str]) -> Option:
    """`click.option("-v", "--verbose/--quiet", is_flag=True, ...)`."""
    flags = [part.strip() for name in names if name.startswith("-") for part in re.split(r"[/;]", name)]
    switch = any("/" in name for name in names if name.startswith("-"))
    flag = switch or keyword(call, "is_flag") is True or keyword(call, "count") is True
    flag = flag or _has(call, "flag_value") or isinstance(keyword(call, "default"), bool)
    nargs = keyword(call, "nargs")
    count = 0 if flag else nargs if isinstance(nargs, int) else 1
    required = keyword(call, "required") is True and not _has(call, "prompt") and not _has(call, "envvar")
    # A flag by way of something that is not plain: then a word behind it may be its value or not.
    odd = _has(call, "cls") or count < 0 or (_has(call, "is_flag") and keyword(call, "is_flag") is None)
    return Option(
        tuple(flags),
        max(count, 0),
        max(count, 0),
        _choices(call),
        required and not _has(call, "default"),
        repeatable=keyword(call, "multiple") is True,
        loose=odd,
    )


def _argument(call: ast.Call, names: list[str]) -> Positional:
    nargs = keyword(call, "nargs")
    optional = keyword(call, "required") is False or _has(call, "default") or _has(call, "envvar")
    many = nargs == -1
    optional = optional or (many and keyword(call, "required") is not True)
    count = nargs if isinstance(nargs, int) and nargs > 0 else 1
    return Positional(
        names[0] if names else "argument", 0 if optional else count, None if many else count, _choices(call)
    )


def _choices(call: ast.Call) -> tuple[str, ...] | None:
    """The words of `type=click.Choice([...])`, unless case does not count."""
    kind = next((item.value for item in call.keywords if item.arg == "type"), None)
    if not isinstance(kind, ast.Call) or not kind.args or keyword(kind, "case_sensitive") is False:
        return None
    name = kind.func.attr if isinstance(kind.func, ast.Attribute) else getattr(kind.func, "id", "")
    return choices_of(kind.args[0]) if name == "Choice" else None


def _has(call: ast.Call, name: str) -> bool:
    return any(item.arg == name for item in call.keywords)


def _built(item: _Command, commands: list[_Command], *, open_all: bool, more: bool, depth: int = 0) -> Interface:
    interface = item.interface
    if open_all:
        interface = msgspec.structs.replace(interface, open_options=True, open_positionals=True)
    if not item.group:
        return interface
    function = item.name.partition("\n")[0]
    children = [child for child in commands if child.parent == function] if depth < 5 else []
    inner = [
        (name, _built(child, commands, open_all=open_all, more=more, depth=depth + 1))
        for child in children
        for name in command_names(*child.name.split("\n"))
    ]
    return msgspec.structs.replace(
        interface, subcommands=tuple(inner), open_subcommands=open_all or more or not inner
    )
