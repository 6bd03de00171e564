"""Where each key stands in a TOML text, which tomllib does not say: for messages that point at the line."""

import re
from typing import Final

Path = tuple[str | int, ...]

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_DOTTED: Final = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_ONE_KEY = re.compile(_KEY)
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]\]?")
_ENTRY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}]|\n|[^\"'#\[\]{}\n]+|.",
    re.DOTALL,
)


def key_offsets(text: str) -> dict[Path, tuple[int, int]]:
    """Path of every table and key -> `start:end` of its name, in characters. `text` must be valid TOML.

    An array of tables adds its index to the path: `("ignore", 0, "code")`. Keys inside inline tables and values have
    no offset of their own; ask for the longest prefix that has one.
    """
    found: dict[Path, tuple[int, int]] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    position = 0
    while position < len(text):
        header, entry = _HEADER.match(text, position), _ENTRY.match(text, position)
        if header:
            table = _table(header, counts)
            found.setdefault(table, header.span(2))
            position = _line_end(text, header.end())
        elif entry:
            found.setdefault((*table, *_names(entry.group(1))), entry.span(1))
            position = _value_end(text, entry.end())
        else:
            position = _line_end(text, position)
    return found


def nearest_offsets(offsets: dict[Path, tuple[int, int]], path: Path) -> tuple[int, int]:
    """The offsets of `path`, or of its longest prefix that stands in the text; (0, 0) where none does."""
    while path and path not in offsets:
        path = path[:-1]
    return offsets.get(path, (0, 0))


def _table(header: re.Match[str], counts: dict[Path, int]) -> Path:
    names = _names(header.group(2))
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, names[-1])
    if header.group(1) == "[[":
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _ONE_KEY.findall(dotted))


def _line_end(text: str, position: int) -> int:
    newline = text.find("\n", position)
    return len(text) if newline < 0 else newline + 1


def _value_end(text: str, position: int) -> int:
    """The beginning of the line after a value, which may span lines in brackets or triple quotes."""
    depth = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        assert token is not None  # the last alternative matches any character
        position = token.end()
        word = token.group()
        depth += (word in "[{") - (word in "]}")
        if word == "\n" and depth <= 0:
            break
    return position
