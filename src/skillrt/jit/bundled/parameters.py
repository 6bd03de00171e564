"""What a script takes, as places for values: its positional arguments and options, by sub-command."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final, Literal

import msgspec

from skillrt.code import interface_of, shebang
from skillrt.code.interface import Interface, Option
from skillrt.environment.proving.scripts import Script, scripts_of
from skillrt.jit.skill_folders import VARIABLE

Taken = Literal["file", "new-file", "number", "field", ""]
"""What kind of value a parameter takes by its name; empty where the name does not tell."""
_TAME: Final = re.compile(r"[\w./ +-]+")
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_MOST_CALLS: Final = 16
_ANY: Final = 40


class Parameter(msgspec.Struct, frozen=True):
    """One place. `name` is the option as it is written, empty for a positional argument; `words` are those of its
    names; it takes `most` values, one after the other or (`repeated`) with the name before each. `choices`: nothing
    else may stand there (None: not known)."""

    name: str
    words: frozenset[str]
    takes: Taken = ""
    required: bool = False
    most: int = 1
    repeated: bool = False
    choices: tuple[str, ...] | None = None


class Call(msgspec.Struct, frozen=True):
    """A way to call a script: the words before all values, and its parameters; `flags` are options without value.
    `early`: options stand before arguments. `words` are those of the script's and the sub-command's name."""

    script: str
    head: str
    parameters: tuple[Parameter, ...]
    flags: tuple[Parameter, ...]
    words: frozenset[str]
    early: bool = False


def calls_of(folder: Path) -> tuple[Call, ...]:
    """The calls of the scripts in a skill's folder whose interface is known, in order of their paths."""
    found: list[Call] = []
    for script in scripts_of(folder):
        interface = interface_of(script.path, script.text)
        head = _head(script) if interface is not None and interface.known else ""
        if interface is not None and head:
            found += _calls(script.path, head, interface)
    return tuple(found[:_MOST_CALLS])


def words_in(name: str) -> frozenset[str]:
    """The words of a name in any style of writing, small and without the ending of the plural."""
    return frozenset(plain_word(word) for word in _WORDS.findall(name))


def plain_word(word: str) -> str:
    """A word as words are compared here."""
    word = word.casefold()
    return word.removesuffix("s") if len(word) > len("its") else word


def _calls(path: str, head: str, interface: Interface) -> Iterator[Call]:
    words = words_in(path.rpartition("/")[2].rpartition(".")[0])
    if not interface.subcommands or not interface.subcommand_required:
        yield _call(path, head, words, (interface,))
    for name, inner in interface.subcommands:
        if _TAME.fullmatch(name):
            yield _call(path, f"{head} {name}", words | words_in(name), (interface, inner))


def _call(path: str, head: str, words: frozenset[str], parts: tuple[Interface, ...]) -> Call:
    last = parts[-1]
    places = [
        Parameter(
            "",
            words_in(item.name),
            _taken(words_in(item.name)),
            required=item.minimum > 0,
            most=_ANY if item.maximum is None else item.maximum,
            choices=item.choices,
        )
        for item in last.positionals
    ]
    # options of the program itself are required beside those of the sub-command, but stand before it
    options = [option for option in last.options if not option.terminal and option.names]
    places += [_option(option) for option in options if option.maximum != 0]
    return Call(
        script=path,
        head=head,
        parameters=tuple(places),
        flags=tuple(_option(option) for option in options if option.maximum == 0),
        words=words,
        early=not last.interspersed,
    )


def _option(option: Option) -> Parameter:
    words = frozenset[str]().union(*(words_in(name) for name in option.names if len(name.strip("-")) > 1))
    return Parameter(
        max(option.names, key=len),
        words,
        _taken(words | frozenset(option.names)),
        required=option.required,
        most=_ANY if option.maximum is None or option.repeatable else option.maximum,
        repeated=option.repeatable,
        choices=option.choices,
    )


def _head(script: Script) -> str:
    """How the script is started; empty where its path cannot be written plainly."""
    if not _TAME.fullmatch(script.path):
        return ""
    program = {"python": "python3 -B", "javascript": "node"}.get(script.language, "")
    line = shebang(script.text)
    program = program or ("bash" if line is None or line.program not in ("sh", "dash", "zsh") else line.program)
    return f'{program} "${VARIABLE}/{script.path}"'


def _taken(words: frozenset[str]) -> Taken:
    found: list[Taken] = [kind for kind, named in _table().items() if words & named]
    return found[0] if found else ""


@cache
def _table() -> dict[Taken, frozenset[str]]:
    text = resources.files("skillrt.jit").joinpath("data/parameter_words.toml").read_text(encoding="utf-8")
    return {kind: frozenset(words) for kind, words in msgspec.convert(tomllib.loads(text), _Table).takes.items()}


class _Table(msgspec.Struct, frozen=True):
    takes: dict[Taken, tuple[str, ...]]
