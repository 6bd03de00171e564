"""`--flag=value` and `key=value` words of shell commands: the value becomes an input, the rest stays."""

import re
from typing import TYPE_CHECKING

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.literal_slots import literal_slot, option_hint
from skillrt.code.outlining.shell_edits import Form
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_json import HELD, JsonText
from skillrt.code.outlining.shell_nodes import source
from skillrt.code.outlining.slots import Slot

if TYPE_CHECKING:
    from tree_sitter import Node

_PAIR = re.compile(r"(?P<key>--[A-Za-z][\w-]{1,40}|[A-Za-z][\w\[\].:-]{0,40})=(?P<at>@?)(?P<value>.+)\Z", re.DOTALL)
_FORMS = frozenset(
    (
        "-F",
        "-f",
        "--form",
        "--field",
        "--raw-field",
        "--data-urlencode",
        "--metadata",
        "-d",
        "--data",
        "--variable",
        "-V",
    )
)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?\Z")
_MAX_PROSE = 600


def is_prose(text: str, *, lines: bool = False) -> bool:
    """Whether a quoted text is something that one says, asks or names: words, no code and no pattern. With `lines` it
    may have several."""
    if not lines and "\n" in text:
        return False
    words = re.search(r"[A-Za-z]{2}.*\s\S", text, re.DOTALL)
    return bool(words) and not re.search(r"[{}$\\|;<>^]|\w\(", text) and len(text) <= _MAX_PROSE


def pair_slot(word: "Node", before: str) -> tuple[int, int, Slot, Form] | None:
    """The bytes of the value of such a word, the slot that fills it and how it is written there; None for any other
    word or where the value is no input. `before` is the word in front of it."""
    if "=" not in source(word):
        return None
    given = JsonText(word)
    found = _PAIR.match(given.text)
    if found is None:
        return None
    key, flag = found.group("key"), found.group("key").startswith("--")
    open_pair = names.is_placeholder(found.group("value")) or word.type == "concatenation"
    if not flag and before not in _FORMS and not open_pair:
        return None
    places = given.places[slice(*found.span("value"))]
    value = found.group("value")
    if HELD in value or len({form for _, _, form in places}) != 1:
        return None
    slot = _slot(key, value, is_file=bool(found.group("at")) and not flag)
    return (places[0][0], places[-1][1], slot, places[0][2]) if slot is not None else None


def _slot(key: str, value: str, *, is_file: bool) -> Slot | None:
    hint = option_hint(key)
    if is_file:
        return (
            Slot("input-file", value.partition(";")[0], "", required=True, checked=True) if ";" not in value else None
        )
    written = key in shell_facts().output_options
    slot = literal_slot(value, "" if written else hint, written=written)
    if slot is not None:
        return slot
    if _NUMBER.match(value) and key.startswith("--"):
        return Slot("integer" if value.isdigit() else "number", value, hint)
    if is_prose(value, lines=True) and "&" not in value:
        return Slot("text", value, hint, required=names.is_ellipsis(value))
    return None
