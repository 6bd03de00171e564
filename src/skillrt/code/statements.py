"""The statements of a shell text: what a shell carries out as one, loops and pipelines whole."""

import re
from typing import TYPE_CHECKING, Final

import msgspec

from skillrt.code.placeholders import placeholders
from skillrt.code.shell import prompted
from skillrt.code.syntax import encoded, parse_shell

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST: Final = 400
"""Statements of one text; a longer text was not written to be followed line by line."""
_WORD: Final = "x"
_OPEN: Final = re.compile(r"(?:\\|&&|\|\|?)[ \t]*\r?\Z")


class Statement(msgspec.Struct, frozen=True):
    """One statement as written, `&` behind it included, and the characters of the whole text at which it stands."""

    text: str
    start: int
    end: int


def statements(text: str, *, console: bool = False) -> tuple[Statement, ...]:
    """The statements of a text in order, without comments. Never raises.

    Placeholders count as words. What is no shell even so is taken line by line, continued lines as one. With
    `console` only what stands behind a prompt counts.
    """
    found: list[Statement] = []
    for start, end in prompted(text, console=console):
        found += _of_part(text[start:end], start)
    return tuple(found[:_MOST])


def _of_part(text: str, base: int) -> list[Statement]:
    masked = _masked(text)
    tree = parse_shell(masked)
    if tree is None or tree.root_node.has_error:
        return _by_lines(text, base)
    data = encoded(masked)
    ascii_only = len(data) == len(masked)
    found: list[Statement] = []
    for first, last in _ranges(tree.root_node.children):
        start, end = (at if ascii_only else _characters(data, at) for at in (first, last))
        found.append(Statement(text[start:end].strip(), base + start, base + end))
    return [item for item in found if item.text]


def _ranges(nodes: "list[Node]") -> list[tuple[int, int]]:
    """The bytes of each statement. The `&` behind one is a node beside it, and without it a server that runs in the
    background would be waited for without end."""
    found: list[tuple[int, int]] = []
    for node in nodes:
        if node.type == "&" and found:
            found[-1] = (found[-1][0], node.end_byte)
        elif node.is_named and node.type != "comment":
            found.append((node.start_byte, _end(node)))
    return found


def _end(node: "Node") -> int:
    """Where it ends, with the here-document that it announces."""
    return max([node.end_byte, *(item.end_byte for item in node.children)])


def _characters(data: bytes, at: int) -> int:
    return len(data[:at].decode("utf-8", "surrogateescape"))


def _masked(text: str) -> str:
    """The text with every placeholder as a word of the same length, so that offsets stay."""
    parts: list[str] = []
    at = 0
    for item in placeholders(text):
        if item.start >= at:
            parts += [text[at : item.start], _WORD * (item.end - item.start)]
            at = item.end
    return "".join([*parts, text[at:]])


def _by_lines(text: str, base: int) -> list[Statement]:
    found: list[Statement] = []
    at, begin = 0, -1
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if begin < 0 and bare and not bare.startswith("#"):
            begin = at
        at += len(line)
        if begin >= 0 and not _OPEN.search(line.rstrip("\n")):
            piece = text[begin:at].strip()
            found.append(Statement(piece, base + begin, base + at))
            begin = -1
    if begin >= 0:
        found.append(Statement(text[begin:].strip(), base + begin, base + len(text)))
    return found
