"""Shell loops whose rounds share nothing: the same command by the parallel map, where it is carried over exactly."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from skillrt.code import commands, facts_of, program_of
from skillrt.code.placeholders import placeholders
from skillrt.code.syntax import parse_shell
from skillrt.passes.parallel.scene import Edit, Place
from skillrt.passes.parallel.words import words

if TYPE_CHECKING:
    from tree_sitter import Node

MAP: Final = "scripts/skillrt/pmap"
_LITERAL: Final = re.compile(r"[\w@%+=:,./-]+")
_ENDING: Final = re.compile(r"(?:[\w./*?-]|\[[\w-]+\])*\*(\.[A-Za-z0-9]+)|[\w./-]*\w(\.[A-Za-z0-9]+)")
_VALUES: Final = frozenset(
    {"word", "string", "raw_string", "concatenation", "number", "simple_expansion", "expansion"}
)
_MARKS: Final = ("{}", "{.}", "{/}", "{#}", ":::")
_MOST: Final = 100
"""Items that stand in the loop; more are a list of their own."""


class _Left(Exception):
    """The loop cannot be carried over exactly."""


def mapped(place: Place, scripts: Mapping[str, str]) -> list[Edit]:
    """The edits that make the loop a call of the map; none where it stays a loop. `scripts` are the texts of bundled
    programs by path."""
    fence = place.fence
    if fence is None or fence.role != "commands" or not fence.text.isascii():
        return []
    if fence.text.startswith("#!"):
        return []  # a script for a file of its own, away from the skill
    text = _masked(fence.text)
    tree = parse_shell(text)
    if tree is None or tree.root_node.has_error:
        return []
    children = tree.root_node.children
    for at, node in enumerate(children):
        behind = children[at + 1].type if at + 1 < len(children) else ""
        if node.type == "for_statement" and place.start <= node.start_byte < place.end and behind != "&":
            try:
                loop = _Loop(node, text, fence.text)
                edits = [] if _asks_a_service(loop.command_text, scripts) else loop.edits()
            except _Left:
                return []
            return [_placed(place, *edit) for edit in edits]
    return []


def _asks_a_service(command: str, scripts: Mapping[str, str]) -> bool:
    """Whether a bundled program talks to a service: one that takes a call after the other may refuse many at once."""
    for item in commands(command):
        program = program_of(item)
        named = program.script.text if program is not None and program.script is not None else ""
        for path, text in scripts.items():
            if named and f"/{named}".endswith(f"/{path}"):
                tops = {found.module.lstrip(".").partition(".")[0] for found in facts_of(path, text).imports}
                return not tops.isdisjoint(words("network")) or any(f"{name} " in text for name in ("curl", "wget"))
    return False


def _masked(text: str) -> str:
    """The text with placeholders as words of the same length."""
    parts = list(text)
    for hole in placeholders(text):
        if not hole.example and not hole.written.startswith("$"):
            parts[hole.start : hole.end] = "x" * (hole.end - hole.start)
    return "".join(parts)


def _placed(place: Place, start: int, end: int, new: str) -> Edit:
    block = place.block
    return Edit(block.id, block.offset_of_content(start), block.offset_of_content(end - 1) + 1, new)


class _Loop:
    """One loop: `name` is its variable, `values` what it goes over, `command` the one command of its body. In `text`
    placeholders are words; `written` is the text as it stands."""

    def __init__(self, node: "Node", text: str, written: str) -> None:
        self.node, self.text, self.written = node, text, written
        body = node.child_by_field_name("body")
        name = node.child_by_field_name("variable")
        self.values = node.children_by_field_name("value")
        inside = [item for item in body.children if item.is_named] if body is not None else []
        beside = body is not None and any(item.type == "&" for item in body.children)
        if beside or name is None or not self.values or len(inside) != 1 or inside[0].type != "command":
            raise _Left
        if node.children[0].type != "for":
            raise _Left  # `select`
        self.name, self.command = self._of(name), inside[0]
        self.literal = all(_LITERAL.fullmatch(self._of(item)) for item in self.values)
        self.uses = 0
        self.command_text = self._of(self.command)

    def _of(self, node: "Node") -> str:
        return self.text[node.start_byte : node.end_byte]

    def edits(self) -> list[tuple[int, int, str]]:
        """What becomes of the text. Raises _Left."""
        self._require_plain()
        found = [edit for child in self.command.children for edit in self._in_word(child, quoted=False)]
        if not self.uses:
            raise _Left
        first, last = self.values[0].start_byte, self.values[-1].end_byte
        items = self.written[first:last]
        if "\n" in items or ":::" in items:
            raise _Left
        before = (self.node.start_byte, self.command.start_byte, f"{MAP} ")
        after = (self.command.end_byte, self.node.end_byte, f" ::: {items}")
        return [before, *found, after]

    def _require_plain(self) -> None:
        """One program that takes a while, started by its name, for several items."""
        parts = self.command.children
        name = self.command.child_by_field_name("name")
        if name is None or parts[0].id != name.id or self.command.child_count < 2:
            raise _Left  # variables are set for it, or it has no arguments
        program = self._of(name)
        if not _LITERAL.fullmatch(program) or program.rpartition("/")[2] in words("instant"):
            raise _Left
        if re.search(rf"(?m)^[ \t]*(?:function[ \t]+)?{re.escape(program)}[ \t]*\(\)", self.text):
            raise _Left  # a function of the shell
        command = self.written[self.command.start_byte : self.command.end_byte]
        if any(mark in command for mark in _MARKS):
            raise _Left
        if any(item.type not in _VALUES for item in self.values) or len(self.values) > _MOST:
            raise _Left
        if self.literal and len(self.values) < 2:
            raise _Left

    def _in_word(self, node: "Node", *, quoted: bool) -> list[tuple[int, int, str]]:
        """The edits inside one word of the command."""
        if node.type in ("simple_expansion", "expansion", "command_substitution"):
            return self._expansion(node, quoted=quoted)
        if node.type in ("process_substitution", "herestring_redirect", "file_redirect", "ansi_c_string"):
            raise _Left
        if node.type == "string":
            inner = [child for child in node.children if child.type != '"']
            found = [edit for child in inner for edit in self._in_word(child, quoted=True)]
            if len(inner) == 1 and found and self.text[node.start_byte + 1 : node.end_byte - 1] == self._of(inner[0]):
                # the quotes were for the shell
                return [(node.start_byte, node.end_byte, found[0][2])]
            return found
        return [edit for child in node.children for edit in self._in_word(child, quoted=quoted)]

    def _expansion(self, node: "Node", *, quoted: bool) -> list[tuple[int, int, str]]:
        written = self._of(node)
        if not re.search(rf"\$\{{?{re.escape(self.name)}\b", written):
            if node.type == "command_substitution":
                raise _Left
            return []  # the same in every round: the shell fills it in once
        if not quoted and not self.literal:
            raise _Left  # an item with blanks would be several words
        self.uses += 1
        return [(node.start_byte, node.end_byte, self._mark(written))]

    def _mark(self, written: str) -> str:
        """What the map calls it."""
        name = re.escape(self.name)
        if re.fullmatch(rf"\$\{{?{name}\}}?", written):
            return "{}"
        if re.fullmatch(rf"\$\{{{name}##\*/\}}", written):
            return "{/}"
        if found := re.fullmatch(rf"\$\{{{name}%(\.[A-Za-z0-9]+|\.\*)\}}", written):
            return self._without_ending("{.}", found.group(1))
        raise _Left

    def _without_ending(self, mark: str, ending: str) -> str:
        """The mark, where every item certainly ends like this."""
        for item in self.values:
            found = _ENDING.fullmatch(self._of(item))
            own = (found.group(1) or found.group(2)) if found else ""
            if not own or (ending != ".*" and own != ending):
                raise _Left
        return mark
