"""Values of a shell block that a caller would change, and that no option fills: a program would set them in stone."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_edits import Edit
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_nodes import arguments, commands_in, name_of, source, static

if TYPE_CHECKING:
    from tree_sitter import Node

# what says how something is sent or printed, not what
_MANNER: Final = frozenset(("-H", "--header", "-X", "--request", "-w", "--write-out", "-A", "--user-agent"))
_NOWHERE: Final = frozenset(("/dev/null", "-", "/dev/stdin", "/dev/stdout"))
_FIXED: Final = re.compile(
    r"(?:type|format|mode|grant_type|response_format|purpose|encoding|output|version)=['\"]?[\w./-]+\Z"
)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?\Z")
_ASKED: Final = re.compile(r"://[^?\s]*\?.*=[^&\s]")
_DATA: Final = re.compile(r"(?:-d|-F|--data[\w-]*|--form[\w-]*|--post-data)\Z")


def check_frozen(root: "Node", edits: Sequence[Edit]) -> None:
    """Refuse a statement in which the value of an option, a text, a number, a query or a file to write stays what the
    example says."""
    for command in commands_in(root):
        program = name_of(command)
        for before, word, text in _open(command, edits):
            if _is_frozen(program, before, text, quoted=word.type in ("string", "raw_string")):
                raise Refused("frozen-example", f"`{text[:40]}` would be built in")


def _open(command: "Node", edits: Sequence[Edit]) -> Iterator[tuple[str, "Node", str]]:
    """The words that no option fills, each with the word before it and its text."""
    before = ""
    for word in arguments(command):
        text = static(word)
        if text and not any(edit.start < word.end_byte and word.start_byte < edit.end for edit in edits):
            yield before, word, text
        before = source(word)


def _is_frozen(program: str, before: str, text: str, *, quoted: bool) -> bool:
    facts = shell_facts()
    if text in _NOWHERE or before in _MANNER or program in facts.message:
        return False
    if text.startswith("--") and "=" in text and program not in facts.basic | facts.code:
        return True
    if text.startswith("-"):
        return False
    if program in facts.code or program in facts.basic:
        return False
    if before in facts.output_options or _ASKED.search(text):
        return True
    if _DATA.match(before):
        return not text.lstrip().startswith(("{", "[")) and _FIXED.match(text) is None
    if before.startswith("--") and before not in facts.flags and "=" not in before:
        return True
    return _NUMBER.match(text) is not None or (quoted and any(mark.isspace() for mark in text))
