"""The statements of a shell block, with what each defines, uses, reads and writes."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from skillrt.code.outlining.literal_names import is_file
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_nodes import (
    arguments,
    commands_in,
    name_of,
    redirects,
    source,
    static,
    target,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_SPECIAL = frozenset("?$!#@*-_0")
_MAKES = frozenset(("mkdir", "touch", "tee"))


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement at the top of a block. `comment` is what stands above it, `trailing` what stands behind it on its
    line; lines count from 0. `places` are positional parameters that it uses (`$1`)."""

    node: "Node"
    first: int
    last: int
    comment: str = ""
    trailing: str = ""
    apart: bool = False
    defines: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    programs: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()

    @property
    def only_defines(self) -> bool:
        """Whether it sets variables or functions and does nothing that is seen."""
        return self.node.type in (
            "variable_assignment",
            "variable_assignments",
            "declaration_command",
            "function_definition",
        )


def read_statements(root: "Node") -> list[Statement]:
    """The statements of a block in order, comments given to the statement that they are about."""
    found: list[Statement] = []
    comment: list[str] = []
    end = -1
    for node in root.named_children:
        first, last = node.start_point[0], _last_line(node)
        if node.type == "comment":
            if first == end and found:
                found[-1] = _with_trailing(found[-1], _comment_text(source(node)))
            else:
                comment = (
                    [*comment, _comment_text(source(node))]
                    if first == end + 1 or not comment
                    else [_comment_text(source(node))]
                )
                end = last
            continue
        apart = first > end + 1
        if apart:
            comment = comment if not comment or first <= end + 1 else []
        found.append(_read(node, first, last, " ".join(part for part in comment if part), apart=apart))
        comment, end = [], last
    return found


def _last_line(node: "Node") -> int:
    row, column = node.end_point
    return row - 1 if column == 0 and row > node.start_point[0] else row


def _comment_text(text: str) -> str:
    return text.lstrip("#! ").strip().strip("=-─ ").strip()


def _with_trailing(item: Statement, text: str) -> Statement:
    return Statement(
        item.node, item.first, item.last, item.comment, text, item.apart, item.defines, item.uses, item.writes,
        item.words, item.programs, item.places,
    )  # fmt: skip


@dataclass(slots=True)
class _Names:
    defines: set[str] = field(default_factory=set[str])
    uses: set[str] = field(default_factory=set[str])
    places: set[str] = field(default_factory=set[str])


def _read(node: "Node", first: int, last: int, comment: str, *, apart: bool) -> Statement:
    names = names_in(node)
    writes, words = _files(node)
    programs = tuple(name for name in map(name_of, commands_in(node)) if name)
    return Statement(
        node, first, last, comment, "", apart, frozenset(names.defines), frozenset(names.uses), frozenset(writes),
        frozenset(words), programs, frozenset(names.places),
    )  # fmt: skip


def names_in(root: "Node") -> _Names:
    """Variables and functions that a tree defines, variables and functions that it uses, `$1` and its kin."""
    found = _Names()
    for node in walk(root):
        kind = node.type
        if kind == "variable_name":
            _variable(node, found)
        elif kind == "special_variable_name":
            if source(node) in ("@", "*", "#") and not _in_function(node):
                found.places.add(source(node))
            elif source(node) == "?":
                found.uses.add("?")
        elif kind == "function_definition":
            name = node.child_by_field_name("name")
            found.defines.add(source(name) + "()" if name is not None else "()")
        elif kind == "command":
            found.uses.add(name_of(node) + "()")
            _set_by(node, found)
    return found


def _variable(node: "Node", found: _Names) -> None:
    name, parent = source(node), node.parent
    if name.isdigit():
        if name != "0" and not _in_function(node):
            found.places.add(name)
        return
    if name in _SPECIAL:
        return
    kind = parent.type if parent is not None else ""
    if kind in ("variable_assignment", "for_statement") and parent is not None and parent.named_children[0] == node:
        scoped = kind == "variable_assignment" and parent.parent is not None and parent.parent.type == "command"
        if not scoped:
            found.defines.add(name)
        return
    above = parent.parent if parent is not None and kind == "subscript" else None
    if above is not None and above.type == "variable_assignment" and above.named_children[0] == parent:
        found.defines.add(name)
        return
    if kind in ("declaration_command", "unset_command"):
        found.defines.add(name)
        if kind == "declaration_command" and parent is not None and source(parent).startswith("export"):
            found.defines.discard(name)
            found.uses.add(name)
        return
    found.uses.add(name)


def _in_function(node: "Node") -> bool:
    parent = node.parent
    for _ in range(200):
        if parent is None:
            return False
        if parent.type == "function_definition":
            return True
        parent = parent.parent
    return True


def _set_by(command: "Node", found: _Names) -> None:
    """Variables that `read`, `mapfile`, `printf -v` and `getopts` set."""
    name = name_of(command)
    words = [static(word) or "" for word in arguments(command)]
    if name in ("read", "mapfile", "readarray"):
        found.defines.update(word for word in words if word.isidentifier())
    elif name == "getopts":
        found.places.add("@")
        found.defines.update(word for word in words[1:2] if word.isidentifier())
        found.defines.update(("OPTARG", "OPTIND"))
    elif name == "printf" and words[:1] == ["-v"]:
        found.defines.update(words[1:2])
    elif name in ("shift", "getopt"):
        found.places.add("@")


def _files(root: "Node") -> tuple[set[str], set[str]]:
    """Files that a statement writes, and all of its words that might be files."""
    facts = shell_facts()
    writes: set[str] = set()
    words: set[str] = set()
    for item in redirects(root):
        mark, place = target(item)
        value = static(place) if place is not None else None
        if value and value != "/dev/null" and not value.isdigit():
            (words if mark.startswith("<") else writes).add(value)
    for command in commands_in(root):
        name = name_of(command)
        values = [static(word) for word in arguments(command)]
        known = [value for value in values if value]
        words.update(value for value in known if not value.startswith("-"))
        operands = [value for value in known if not value.startswith("-")]
        if name in _MAKES:
            writes.update(operands)
        elif name in facts.output_last and len(operands) > 1:
            writes.add(operands[-1])
        elif name == "git" and known[:1] == ["clone"] and len(operands) > 1:
            writes.add(operands[-1].rstrip("/").rpartition("/")[2].removesuffix(".git"))
        if name in facts.output_first:
            writes.update([value for value in operands if is_file(value)][:1])
        writes.update(
            known_value for before, known_value in pairwise(values) if before in facts.output_options and known_value
        )
    return writes, words
