"""The parts of an argparse parser while it is being read: what `add_argument` and its kin have declared so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from skillrt.code.interface import Interface, Option, Positional


class Unknown:
    """A value that only running the program would tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"


class BooleanOptional:
    """argparse.BooleanOptionalAction."""


UNKNOWN = Unknown()
REMAINDER = "..."
SUPPRESS = "==SUPPRESS=="
_NO_VALUE = frozenset(("store_true", "store_false", "store_const", "append_const", "count"))
_VALUED = frozenset((None, "store", "append", "extend"))


@dataclass(eq=False, slots=True)
class ParserParts:
    """An ArgumentParser being built. Mutable on purpose: the program that is read builds it in steps, too."""

    add_help: bool = True
    abbreviations: bool = True
    options: list[Option] = field(default_factory=list)
    positionals: list[Positional] = field(default_factory=list)
    subparsers: "SubparserParts | None" = None
    exclusive: list[tuple[list[str], bool]] = field(default_factory=list)
    open_options: bool = False
    open_positionals: bool = False
    child: bool = False
    """Whether it is a subparser or a parent of another, so not what the program parses with."""

    def open(self) -> None:
        """Something that cannot be followed may add arguments."""
        self.open_options = self.open_positionals = True


@dataclass(eq=False, slots=True)
class GroupParts:
    """An argument group: arguments go to its parser; an exclusive one remembers its options."""

    parser: ParserParts
    exclusive: list[str] | None = None


@dataclass(eq=False, slots=True)
class SubparserParts:
    """What `add_subparsers` returned."""

    parser: ParserParts
    name: str = "command"
    required: bool = False
    open: bool = False
    choices: list[tuple[str, ParserParts]] = field(default_factory=list)


def add_argument(
    target: ParserParts | GroupParts, names: list[object], settings: dict[str, object], *, conditional: bool
) -> None:
    """Carry out one `add_argument`; `settings` holds the keyword arguments, "**" among them where some are unknown.

    A `conditional` argument (inside `if`) may be there or not, so it is never missing.
    """
    parser = target.parser if isinstance(target, GroupParts) else target
    known = [name for name in names if isinstance(name, str)]
    if len(known) < len(names) or (not known and "dest" not in settings):
        parser.open()
        return
    if known and known[0].startswith("-"):
        if isinstance(target, GroupParts) and target.exclusive is not None:
            target.exclusive.append(known[0])
        parser.options.append(_option(known, settings, conditional=conditional))
        return
    exclusive = isinstance(target, GroupParts) and target.exclusive is not None
    _add_positional(parser, known, settings, conditional=conditional or exclusive)


def _option(names: list[str], settings: dict[str, object], *, conditional: bool) -> Option:
    action = settings.get("action")
    required = settings.get("required") is True and not conditional
    if action in _NO_VALUE:
        return Option(tuple(names), 0, 0, required=required, repeatable=action in ("count", "append_const"))
    if action in ("help", "version"):
        return Option(tuple(names), 0, 0, terminal=True)
    if isinstance(action, BooleanOptional):
        negated = [f"--no-{name[2:]}" for name in names if name.startswith("--")]
        return Option((*names, *negated), 0, 0, required=required)
    loose = action not in _VALUED or "**" in settings
    minimum, maximum, sure = _count(settings.get("nargs"))
    return Option(
        tuple(names),
        minimum,
        maximum,
        _choices(settings),
        required,
        repeatable=action in ("append", "extend"),
        loose=loose or not sure,
    )


def _add_positional(parser: ParserParts, names: list[str], settings: dict[str, object], *, conditional: bool) -> None:
    nargs = settings.get("nargs")
    name = names[0] if names else str(settings.get("dest"))
    if nargs == REMAINDER:
        parser.open()
        return
    minimum, maximum, sure = _count(nargs)
    if conditional or not sure or "**" in settings:
        minimum = 0
    maximum = maximum if sure and "**" not in settings else None
    metavar = settings.get("metavar")
    parser.positionals.append(
        Positional(metavar if isinstance(metavar, str) and metavar else name, minimum, maximum, _choices(settings))
    )


def _count(nargs: object) -> tuple[int, int | None, bool]:
    """How many words an `nargs` takes: at least, at most, and whether that is known."""
    table: dict[object, tuple[int, int | None, bool]] = {
        None: (1, 1, True),
        "?": (0, 1, True),
        "*": (0, None, True),
        "+": (1, None, True),
        REMAINDER: (0, None, False),
        "A...": (1, None, False),
        SUPPRESS: (0, 0, True),
    }
    if isinstance(nargs, int) and not isinstance(nargs, bool):
        return nargs, nargs, True
    return table.get(nargs, (0, None, False)) if isinstance(nargs, str | None) else (0, None, False)


def items_of(value: object) -> list[object] | None:
    """The elements of a list or tuple, the keys of a dict; None for anything else."""
    return list(cast("Iterable[object]", value)) if isinstance(value, list | tuple | dict) else None


def _choices(settings: dict[str, object]) -> tuple[str, ...] | None:
    """The words allowed; None where any are, or where a `type` changes the word before it is compared."""
    raw = settings.get("choices")
    values = items_of(raw)
    if not values or "**" in settings:
        return None
    kind = settings.get("type")
    if kind is not None and kind not in ("type:str", "type:int"):
        return None
    wanted = int if kind == "type:int" else str
    if not all(isinstance(value, wanted) and not isinstance(value, bool) for value in values):
        return None
    return tuple(str(value) for value in values)


def to_interface(parser: ParserParts, depth: int = 0) -> Interface:
    """The finished interface of `parser`, subparsers included."""
    sub = parser.subparsers
    options = list(parser.options)
    if parser.add_help:
        options.append(Option(("-h", "--help"), 0, 0, terminal=True))
    choices = sub.choices if sub and depth < 6 else []
    return Interface(
        "argparse",
        "python",
        tuple(options),
        tuple(parser.positionals),
        tuple((name, to_interface(item, depth + 1)) for name, item in choices),
        subcommand_required=bool(sub and sub.required),
        subcommand_name=sub.name if sub else "command",
        exclusive=tuple((tuple(names), required) for names, required in parser.exclusive if names),
        open_options=parser.open_options,
        open_positionals=parser.open_positionals,
        open_subcommands=bool(sub and (sub.open or depth >= 6)),
        abbreviations=parser.abbreviations,
        greedy=True,
    )
