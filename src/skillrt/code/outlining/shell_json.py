"""JSON in shell words: where its values stand, so that options can fill them."""

import json
import re
from typing import TYPE_CHECKING

import msgspec

from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_edits import Form
from skillrt.code.outlining.shell_nodes import source

if TYPE_CHECKING:
    from tree_sitter import Node

_TOKEN = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*+)"(?P<colon>\s*:)?|(?P<number>(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]))|(?P<mark>[{}\[\]])'
    r"|(?P<word>\b(?:true|false|null)\b)",
    re.DOTALL,
)
# Keys whose values say what a message is, not what it holds.
_FORM_KEYS = frozenset(
    ("type", "role", "object", "jsonrpc", "method", "encoding", "schema", "$schema", "version", "kind", "apiversion",
     "format", "mode")
)  # fmt: skip
HELD = "\ufffc"
"""Stands for what the shell puts in (`$NAME`)."""
_MAX_TEXT = 12_000
_MAX_LEAF = 400
_MAX_LEAVES = 10


class Leaf(msgspec.Struct, frozen=True):
    """A value in a JSON text: its key, its value, and where it stands (bytes; of a string its inside) and how."""

    key: str
    value: str
    start: int
    end: int
    form: Form
    number: bool = False


class JsonText:
    """The characters of a shell word as the program gets them, each with its place in the source."""

    def __init__(self, word: "Node") -> None:
        self.places: list[tuple[int, int, Form]] = []
        characters: list[str] = []
        for node in _pieces(word):
            for text, start, end, form in _characters(node):
                characters.append(text)
                self.places.append((start, end, form))
        self.text = "".join(characters)

    @property
    def is_json(self) -> bool:
        """Whether it is a JSON object or array once the shell has put its values in."""
        stripped = self.text.strip()
        if not stripped.startswith(("{", "[")) or len(stripped) > _MAX_TEXT:
            return False
        return _loads(stripped) or (
            HELD in stripped and _loads(re.sub(rf"(?<=[:\[,\s]){HELD}(?=[,\s\]}}])", "0", stripped))
        )

    def leaves(self) -> list[Leaf]:
        """The values that somebody would change: texts and numbers under keys that hold content, lists of
        several left alone; none where there are too many to be options."""
        every = self._all()
        found = [leaf for leaf in every if leaf is not None]
        if every and not found and '["' in self.text.replace(" ", ""):
            raise Refused("placeholder", "a list that the reader would change is written out in JSON")
        return found if len(found) <= _MAX_LEAVES else []

    def _all(self) -> list[Leaf | None]:
        found: list[Leaf | None] = []
        held: list[tuple[str, str, int]] = []
        key = ""
        lists: dict[int, list[int]] = {}
        remote = '"jsonrpc"' in self.text
        depth = 0
        for token in _TOKEN.finditer(self.text):
            mark, inside = token.group("mark"), token.group("text")
            if mark in ("{", "["):
                held.append((mark, key, token.start()))
                depth = max(depth, len(held))
            elif mark:
                key = held.pop()[1] if held else ""
            elif inside is not None and token.group("colon"):
                key = inside
            elif token.group("word") and key.lower() not in _FORM_KEYS:
                raise Refused("frozen-example", f"`{key}` would be built in as it is")
            elif token.group("word"):
                continue
            else:
                # what a remote call gives by position says what is asked of it, as its name does
                fixed = remote and (key in ("id", "name") or any(frame[0] == "[" for frame in held))
                leaf = None if fixed else self._leaf(key, token)
                if held and held[-1][0] == "[":
                    lists.setdefault(held[-1][2], []).append(len(found))
                found.append(leaf)
        if any(len(places) > 1 for places in lists.values()):
            raise Refused("frozen-example", "a list that the reader would change is written out in JSON")
        if depth > 1 and not remote and any(leaf is not None for leaf in found):
            raise Refused("frozen-example", "what its nested JSON may hold is not known from one example")
        return found

    def _leaf(self, key: str, token: re.Match[str]) -> Leaf | None:
        inside = token.group("text")
        group = "number" if inside is None else "text"
        start, end = token.span(group)
        places = self.places[start:end]
        if not places or len({form for _, _, form in places}) != 1 or key.lower() in _FORM_KEYS or not key:
            return None
        text = token.group(group)
        if HELD in text or (inside is not None and (len(inside) > _MAX_LEAF or "{" in inside or "\\\\" in inside)):
            return None
        value = text if inside is None else _value(inside)
        return Leaf(key, value, places[0][0], places[-1][1], places[0][2], inside is None)


def _loads(text: str) -> bool:
    try:
        return isinstance(json.loads(text, strict=False), dict | list)
    except (ValueError, RecursionError):
        return False


def _value(inside: str) -> str:
    try:
        return str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        return inside


def _pieces(word: "Node") -> list["Node"]:
    return word.children if word.type == "concatenation" else [word]


def _characters(node: "Node") -> list[tuple[str, int, int, Form]]:
    if node.type == "raw_string":
        return _spread(source(node)[1:-1], node.start_byte + 1, "in-raw")
    if node.type in ("word", "number"):
        return _spread(source(node), node.start_byte, "in-word")
    if node.type not in ("string", "heredoc_body"):
        return [(HELD, node.start_byte, node.end_byte, "in-word")]
    found: list[tuple[str, int, int, Form]] = []
    first = node.start_byte + (node.type == "string")
    last = node.end_byte - (node.type == "string")
    text = node.text or b""
    for child in node.named_children:
        if child.type in ("string_content", "heredoc_content"):
            continue
        found += _unescaped(text[first - node.start_byte : child.start_byte - node.start_byte], first)
        found.append((HELD, child.start_byte, child.end_byte, "in-word"))
        first = child.end_byte
    return found + _unescaped(text[first - node.start_byte : last - node.start_byte], first)


def _unescaped(text: bytes, base: int) -> list[tuple[str, int, int, Form]]:
    """The characters of a double-quoted text; an escaped one has both of its bytes as its place."""
    plain = _spread(text.decode("utf-8", "surrogateescape"), base, "in-double")
    found: list[tuple[str, int, int, Form]] = []
    at = 0
    while at < len(plain):
        character, start, end, form = plain[at]
        if character == "\\" and at + 1 < len(plain) and plain[at + 1][0] in '$`"\\':
            at += 1
            character, _, end, form = plain[at]
        found.append((character, start, end, form))
        at += 1
    return found


def _spread(text: str, base: int, form: Form) -> list[tuple[str, int, int, Form]]:
    found: list[tuple[str, int, int, Form]] = []
    for character in text:
        size = len(character.encode("utf-8", "surrogateescape"))
        found.append((character, base, base + size, form))
        base += size
    return found
