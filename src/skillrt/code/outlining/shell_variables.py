"""Variables of shell blocks: what is set from a literal becomes an option, what nobody sets must be given."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.literal_slots import literal_slot
from skillrt.code.outlining.program import InputKind
from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_edits import Edit
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_literals import LiteralFinder
from skillrt.code.outlining.shell_nodes import name_of, source, static, walk
from skillrt.code.outlining.shell_reads import reads_whole
from skillrt.code.outlining.slots import Slot, SlotTable

if TYPE_CHECKING:
    from tree_sitter import Node

_DEFAULT = re.compile(r"\$\{(\w+):?([-=])(.*)\}\Z", re.DOTALL)
_ADDRESS = re.compile(r"0x\w*\Z|[A-Za-z]{2,6}\Z|0x.*\.\.\.\Z")
_KEPT = frozenset(("", "0", "true", "false", "/dev/null"))
_PARTS = frozenset(("basename", "dirname", "realpath", "readlink", "mktemp"))


def assigned_literals(nodes: Sequence["Node"], finder: LiteralFinder, table: SlotTable) -> dict[str, Slot]:
    """Slots for variables that are set once, from a literal, at the top of a unit; by the variable's name."""
    found: dict[str, Slot] = {}
    assigned = [item for node in nodes for item in _assignments(node)]
    set_often = _set_often(nodes)
    for name, value in assigned:
        if name in shell_facts().environment or name in set_often:
            continue
        text = static(value)
        if text is None or any(hole in text for hole in finder.holes):
            whole = finder.holes.get(text or "")
            if whole is not None:
                found[name] = _given_later(name, whole, value, finder, table)
            elif value.type in ("string", "concatenation", "word", "raw_string"):
                finder.parts(value, name)
            continue
        slot = _slot(name, text)
        if slot is not None:
            found[name] = table.add(slot)
            finder.whole(value, found[name])
    return found


def _given_later(name: str, original: str, value: "Node", finder: LiteralFinder, table: SlotTable) -> Slot:
    """`NAME=<what to put here>`."""
    if names.is_secret_name(name):
        slot = Slot("secret", "", name.upper(), required=True)
    else:
        kind = names.name_kind(name)
        slot = Slot(kind, original, names.option_name(name), required=True, checked=kind == "input-file")
    slot = table.add(slot)
    finder.whole(value, slot)
    return slot


def _slot(name: str, text: str) -> Slot | None:
    if names.is_secret_name(name) and not _ADDRESS.match(text):
        return Slot("secret", "", name.upper(), required=True) if text else None
    if text in _KEPT or len(text) > 500 or names.is_system_path(text):
        return None
    hint = names.option_name(name)
    kind = names.name_kind(name)
    written = bool({"output", "out", "dest", "target", "log", "backup"} & set(hint.split("_")))
    slot = literal_slot(text, hint, written=written)
    if slot is not None:
        return slot
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", text):
        return Slot("integer" if text.isdigit() else "number", text, hint)
    required = names.is_placeholder(text) or names.is_ellipsis(text)
    if kind == "url" and not names.is_url(text):
        kind: InputKind = "text"
    return Slot("text" if kind == "input-file" else kind, text, hint, required)


def _assignments(node: "Node") -> list[tuple[str, "Node"]]:
    """`NAME=value` and `export NAME=value` of one statement at the top."""
    if node.type == "variable_assignment":
        items = [node]
    elif node.type in ("declaration_command", "variable_assignments"):
        items = [child for child in node.named_children if child.type == "variable_assignment"]
    else:
        return []
    pairs = [(item.child_by_field_name("name"), item.child_by_field_name("value")) for item in items]
    return [
        (source(name), value)
        for name, value in pairs
        if name is not None and name.type == "variable_name" and value is not None
    ]


def _set_often(nodes: Sequence["Node"]) -> set[str]:
    """Variables that are set more than once, or counted up: what they begin with is no input."""
    seen: set[str] = set()
    often: set[str] = set()
    for root in nodes:
        for node in walk(root):
            if node.type == "variable_name" and node.parent is not None:
                kind = node.parent.type
                first = kind in ("variable_assignment", "for_statement") and node.parent.named_children[0] == node
                if first:
                    (often if source(node) in seen else seen).add(source(node))
                elif kind in ("postfix_expression", "unary_expression", "binary_expression") and "((" in source(root):
                    often.update((source(node),) if kind == "postfix_expression" else ())
            elif node.type == "command" and name_of(node) in ("read", "let", "mapfile"):
                often.update(source(child) for child in node.named_children if child.type == "word")
    return often


def free_variables(nodes: Sequence["Node"], free: Sequence[str], table: SlotTable) -> dict[str, Slot]:
    """Slots for variables that a unit uses and nobody sets; by the variable's name."""
    facts = shell_facts()
    found: dict[str, Slot] = {}
    defaults = _defaults(nodes)
    for name in free:
        if name in facts.anchors:
            raise Refused("project-code", f"${name} names the folder of the skill")
        if (
            name in facts.environment
            or name.startswith(("BASH_", "npm_", "GITHUB_", "CLAUDE_"))
            or not name.isidentifier()
        ):
            continue
        if names.is_secret_name(name):
            found[name] = table.add(Slot("secret", "", name, required=name not in defaults))
            continue
        default = defaults.get(name)
        kind = names.name_kind(name)
        checked = kind == "input-file" and default is None and reads_whole(nodes, name)
        found[name] = table.add(
            Slot(kind, default or "", names.option_name(name), default is None, own=name, checked=checked)
        )
    return found


def _defaults(nodes: Sequence["Node"]) -> dict[str, str]:
    """Variables that are always used with a default (`${PORT:-8000}`), with it."""
    found: dict[str, str] = {}
    bare: set[str] = set()
    for root in nodes:
        for node in walk(root):
            given = _DEFAULT.match(source(node)) if node.type == "expansion" else None
            if given is not None:
                found.setdefault(given.group(1), given.group(3) if "$" not in given.group(3) else "")
            elif node.type in ("expansion", "simple_expansion"):
                bare.add(_name(node))
    return {name: value for name, value in found.items() if name not in bare}


def given_places(nodes: Sequence["Node"], places: frozenset[str], table: SlotTable) -> tuple[Slot, ...]:
    """Slots for `$1`, `$2`..., named after the variables that take them."""
    numbers = sorted(int(place) for place in places if place.isdigit())
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) > 9:
        raise Refused("own-command-line", "it reads a command line of its own")
    taken: dict[int, tuple[str, str | None]] = {}
    for root in nodes:
        for name, value in _assignments(root):
            found = re.fullmatch(r"\"?\$(?:(\d)|\{(\d)(?::?-([^}$]*))?\})\"?", source(value))
            if found:
                taken.setdefault(int(found.group(1) or found.group(2)), (name, found.group(3)))
    slots: list[Slot] = []
    for number in numbers:
        name, default = taken.get(number, (f"argument_{number}", None))
        kind = names.name_kind(name)
        hint = names.option_name(name)
        slot = Slot(kind, default or "", hint, default is None, checked=kind == "input-file" and default is None)
        table.slots.append(slot)
        slots.append(slot)
    return tuple(slots)


def quoting(nodes: Sequence["Node"], slots: dict[str, Slot]) -> list[Edit]:
    """Quotes for expansions that hold an input, where the author left them out: a value with a blank stays one word.

    Not in the list of a `for`, where splitting may be meant, and not where the example itself has several words.
    """
    whole = {
        name
        for name, slot in slots.items()
        if (slot.example and not re.search(r"[\s*?]", slot.example)) or slot.required
    }
    edits: list[Edit] = []
    for root in nodes:
        for node in walk(root):
            if (node.type == "for_statement" and _walks_files(node)) or (
                node.type == "variable_assignment" and _passes_on(node, whole)
            ):
                whole.add(source(node.named_children[0]))
            elif node.type in ("simple_expansion", "expansion") and _is_bare(node) and _name(node) in whole:
                edits.append(Edit(node.start_byte, node.end_byte, None, "quote"))
    return edits


def _name(expansion: "Node") -> str:
    return next((source(child) for child in expansion.named_children if child.type == "variable_name"), "")


def _is_bare(node: "Node") -> bool:
    parent = node.parent
    if parent is not None and parent.type == "concatenation":
        parent = parent.parent
    return parent is not None and parent.type in ("command", "file_redirect") and "[@]" not in source(node)


def _walks_files(loop: "Node") -> bool:
    """Whether each round of a `for` gets one whole word: globs and literals, no expansion without quotes."""
    values = loop.children_by_field_name("value")
    return bool(values) and all(
        item.type in ("word", "string", "raw_string", "concatenation", "number") for item in values
    )


def _passes_on(assignment: "Node", whole: set[str]) -> bool:
    """Whether what is assigned is one word if its inputs are: texts without blanks, `$(basename "$x")`."""
    value = assignment.child_by_field_name("value")
    if value is None or value.type in ("array", "raw_string", "word"):
        return False
    calls = [name_of(node) for node in walk(value) if node.type == "command"]
    if calls and not set(calls) <= _PARTS:
        return False
    used = [source(node) for node in walk(value) if node.type == "variable_name"]
    texts = [source(node) for node in walk(value) if node.type == "string_content"]
    return bool(used) and set(used) <= whole and not any(re.search(r"\s", text) for text in texts)
