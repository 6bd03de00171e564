"""What variables of a shell text stand for, as far as the text itself gives them literal values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from skillrt.code import Command, Word

_NAME: Final = re.compile(r"[A-Za-z_]\w{0,60}\Z")
_INNERMOST: Final = re.compile(r"\$\{(\w{1,60})(?:(:?[-=])([^{}$`]{0,200}))?\}")
_BARE: Final = re.compile(r"\$(\w{1,60})")
_ALONE: Final = re.compile(r"\$(?:\{(\w{1,60})\}|(\w{1,60}))\Z")
_RUN: Final = re.compile(r"\$\([^()$`\n]{0,200}\)")
_MARKS: Final = re.compile(r"[$*;&|<>()`\n]")
_UNKNOWN: Final = "\0"
_KEPT: Final = "\1"  # in place of the mark of a variable that stands for itself
_HOME: Final = "HOME"
_TEMPORARY: Final = {"TMPDIR": "/tmp", "TMP": "/tmp"}
_DECLARES: Final = frozenset({"export", "local", "readonly", "declare", "typeset"})
_SETS: Final = frozenset({"read", "mapfile", "readarray", "getopts", "for", "select", "printf"})
_FOR: Final = re.compile(r"\b(?:for|select)[ \t]+(\w{1,60})[ \t]+in\b")
_FEW: Final = 4
_LONGEST: Final = 1000  # characters of a value: `b=$a$a`, `c=$b$b` would double it line by line

Values = Mapping[str, Sequence[str | None]]


def shell_values(text: str, listed: Sequence[Command]) -> Values:
    """Each variable that commands assign with its values in order; None for one that only the run knows."""
    found: dict[str, list[str | None]] = {}
    for loop in _FOR.finditer(text):
        found.setdefault(loop.group(1), []).append(None)
    for command in listed:
        for word in _assigning(command):
            name, equals, value = word.text.partition("=")
            name, added = name.removesuffix("+"), name.endswith("+")
            if not _NAME.match(name):
                continue
            values = found.setdefault(name, [])
            told = None if added or not equals else _filled(value, found)
            if told not in values and len(values) <= _FEW:
                values.append(told)
    return found


def _assigning(command: Command) -> Iterator[Word]:
    """Words that give a variable a value from here on: not those before a command, which has them alone."""
    if not command.words:
        yield from command.assignments
        return
    first = command.words[0].text
    if first in _DECLARES:
        yield from (word for word in command.words[1:] if "=" in word.text)
    elif first in _SETS:
        yield from command.words[1:]


def filled_in(text: str, values: Values) -> list[str]:
    """What a word stands for, `*` for what only the run knows; the word itself where it has no variable."""
    if "$" not in text:
        return [text]
    several = next(
        (name for name in _names_in(text) if len([value for value in values.get(name, ()) if value]) > 1), ""
    )
    if not several:
        told = _filled(text, values, keep=True)
        return [told] if told is not None else [text]
    found: list[str] = []
    for value in values[several]:
        told = _filled(text, {**values, several: (value,)}, keep=True) if value else None
        found += [told] if told is not None else []
    return found


def literals_behind(word: Word, values: Values) -> Sequence[str]:
    """The values of a word that is a variable and nothing else, if all of them are literal."""
    found = _ALONE.match(word.text)
    listed = values.get(found.group(1) or found.group(2), ()) if found is not None else ()
    known = [value for value in listed if value is not None and not _MARKS.search(value)]
    return known if len(known) == len(listed) else ()


def _names_in(text: str) -> Iterator[str]:
    yield from (found.group(1) for found in _INNERMOST.finditer(text))
    yield from (found.group(1) for found in _BARE.finditer(text))


def _filled(text: str, values: Values, *, keep: bool = False) -> str | None:
    """A text with its variables filled in, `*` where one is not known; None where that begins it, but for `keep`."""
    text = _RUN.sub(_UNKNOWN, text) if len(text) <= _LONGEST else "`"
    if "$(" in text or "`" in text:
        return None

    def put(found: re.Match[str]) -> str:
        name, default = found.group(1), found.group(3) if found.re is _INNERMOST else None
        if name == _HOME:
            return f"{_KEPT}{name}"
        # what is empty at first is given a value later; a home is a variable again
        known = [value for value in values.get(name, ()) if value]
        told = known[0] if known else default or _TEMPORARY.get(name)
        return _UNKNOWN if told is None else told.replace("$", _KEPT)

    for _ in range(_FEW):
        text, count = _INNERMOST.subn(put, text)
        text, more = _BARE.subn(put, text)
        if not count + more or len(text) > _LONGEST:
            break
    # without a beginning it says nothing
    if "$" in text or len(text) > _LONGEST or (text.startswith(_UNKNOWN) and not keep):
        return None
    return text.replace(_UNKNOWN, "*").replace(_KEPT, "$")
