"""Edits of a shell text by syntax node: an input takes the place of a literal, quoted for where it stands."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from skillrt.code.outlining.slots import Slot

if TYPE_CHECKING:
    from tree_sitter import Node

Form = Literal["word", "in-word", "in-double", "in-raw", "list", "quote"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `start` to `end` give way to the value of `slot`, or (form "quote") get double quotes around them."""

    start: int
    end: int
    slot: Slot | None
    form: Form
    json: bool = False


def variable_of(slot: Slot, prefix: str, *, json: bool = False) -> str:
    """The shell variable that holds a slot's value; for `json`, the value as the inside of a JSON string."""
    if slot.own and not json:
        return slot.own
    if slot.kind == "secret" and not json:
        return slot.name
    return (
        f"{prefix}{slot.name}{'_json' if json else ''}".lower()
        if slot.kind != "secret"
        else f"{prefix}{slot.name}_json"
    )


def rendered(text: bytes, base: int, edits: list[Edit], prefix: str) -> bytes:
    """The text with all edits made; `base` is the offset of its first byte in what the edits count in. Of edits that
    overlap the first one counts."""
    out: list[bytes] = []
    at = base
    for edit in sorted(edits, key=lambda item: (item.start, -item.end)):
        if edit.start < at or edit.end > base + len(text):
            continue
        inside = text[edit.start - base : edit.end - base]
        out += [text[at - base : edit.start - base], _replacement(edit, inside, prefix)]
        at = edit.end
    return b"".join([*out, text[at - base :]])


def _replacement(edit: Edit, inside: bytes, prefix: str) -> bytes:
    if edit.slot is None:
        return b'"' + inside + b'"'
    name = variable_of(edit.slot, prefix, json=edit.json)
    forms = {
        "word": f'"${name}"',
        "in-word": f'"${{{name}}}"',
        "in-double": f"${{{name}}}",
        "in-raw": f"'\"${{{name}}}\"'",
        "list": f'"${{{name}[@]}}"',
    }
    return forms[edit.form].encode("utf-8")


def parts_form(node: "Node") -> Form:
    """How a value is written inside this node: the text of a string, a bare word, a single-quoted text."""
    if node.type == "raw_string":
        return "in-raw"
    if node.type in ("string", "string_content", "heredoc_body", "heredoc_content"):
        return "in-double"
    return "in-word"


_SAFE = re.compile(r"[\w@%+=:,./-]+\Z")


def quoted(value: str) -> str:
    """A value as one shell word."""
    return value if value and _SAFE.match(value) else "'" + value.replace("'", "'\\''") + "'"
