"""The syntax tree of a shell text as outlining reads it: statements, commands with their words, static values."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from skillrt.code.syntax import parse_shell

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_NODES = 20_000
_ESCAPED = re.compile(r"\\(\n|.)", re.DOTALL)
_ESCAPED_IN_DOUBLE = re.compile(r"\\([$`\"\\\n])")
_GLOB = re.compile(r"(?<!\\)[*?\[]")
CONTROL = frozenset(
    (
        "for_statement",
        "while_statement",
        "c_style_for_statement",
        "if_statement",
        "case_statement",
        "function_definition",
        "compound_statement",
        "subshell",
    )
)


def root_of(text: str) -> "Node | None":
    """The root of a text that parses without an error; None where it does not, or is too deep to walk."""
    tree = parse_shell(text)
    if tree is None or tree.root_node.has_error:
        return None
    return tree.root_node


def source(node: "Node") -> str:
    """The text of a node."""
    return (node.text or b"").decode("utf-8", "surrogateescape")


def walk(root: "Node") -> Iterator["Node"]:
    """All named nodes in order of the text, up to a bound; a stack, since input may be nested without end."""
    stack = [root]
    for _ in range(MAX_NODES):
        if not stack:
            return
        node = stack.pop()
        yield node
        stack.extend(reversed(node.named_children))


def commands_in(node: "Node") -> list["Node"]:
    """All simple commands below a node, those of substitutions included, in order of the text."""
    return [item for item in walk(node) if item.type == "command"]


def name_of(command: "Node") -> str:
    """The bare name of the program of a command, '' where it is not literal."""
    name = command.child_by_field_name("name")
    value = static(name.named_children[0]) if name is not None and name.named_children else None
    return (value or "").rpartition("/")[2]


def written_name(command: "Node") -> str:
    """The program of a command as it stands there."""
    name = command.child_by_field_name("name")
    return source(name) if name is not None else ""


def arguments(command: "Node") -> list["Node"]:
    """The words behind the name of a command."""
    return command.children_by_field_name("argument")


def static(node: "Node") -> str | None:
    """The value of a word that is wholly literal: no expansion, no glob; None for any other."""
    kind = node.type
    if kind == "command_name":
        return static(node.named_children[0]) if len(node.named_children) == 1 else None
    if kind in ("word", "number", "extglob_pattern"):
        text = source(node)
        return None if _GLOB.search(text) or node.named_children else _ESCAPED.sub(_literal, text)
    if kind == "raw_string":
        return source(node)[1:-1]
    if kind == "string":
        if any(child.type != "string_content" for child in node.named_children):
            return None
        return _ESCAPED_IN_DOUBLE.sub(_literal, source(node)[1:-1])
    if kind == "concatenation":
        return _joined(node)
    return None


def _joined(node: "Node") -> str | None:
    """The value of words that stand together without a blank."""
    parts = [
        static(child) if child.type != "concatenation" else None
        for child in node.children
        if child.is_named or source(child) in ("{", "}")
    ]
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) and known else None


def _literal(found: re.Match[str]) -> str:
    return "" if found.group(1) == "\n" else found.group(1)


def redirects(node: "Node") -> list["Node"]:
    """The file redirects of a statement, also those that stand behind the mark of a here-document."""
    return [item for item in walk(node) if item.type == "file_redirect"]


def target(redirect: "Node") -> tuple[str, "Node | None"]:
    """The operator of a redirect (`>`, `>>`, `<`, `&>`) and the word it names."""
    mark = next((source(child) for child in redirect.children if not child.is_named), "")
    return mark, redirect.child_by_field_name("destination")


def statements(root: "Node") -> list["Node"]:
    """The statements of a program, comments left out."""
    return [child for child in root.named_children if child.type != "comment"]
