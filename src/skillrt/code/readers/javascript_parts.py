"""JavaScript syntax as the readers need it: strings, objects, arrays, and chains of method calls."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MAX_NODES = 120_000


def source(node: "Node") -> str:
    """The text of a node."""
    return (node.text or b"").decode("utf-8", "surrogateescape")


def string(node: "Node | None") -> str | None:
    """The value of a string literal (or a template without holes); None for anything else."""
    if node is None or node.type not in ("string", "template_string"):
        return None
    if any(child.type == "template_substitution" for child in node.named_children):
        return None
    return _ESCAPE.sub(r"\1", source(node)[1:-1])


def strings(node: "Node | None") -> tuple[str, ...] | None:
    """The values of an array of string literals; None for anything else."""
    node = unwrapped(node)
    if node is None or node.type != "array":
        return None
    values = [string(child) for child in node.named_children]
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(values) else None


def unwrapped(node: "Node | None") -> "Node | None":
    """A node without `as const`, `satisfies X` and parentheses."""
    while node is not None and node.type in ("as_expression", "satisfies_expression", "parenthesized_expression"):
        node = node.named_children[0] if node.named_children else None
    return node


def fields(node: "Node | None") -> dict[str, "Node"] | None:
    """The pairs of an object literal; None where it is none or spreads another object."""
    node = unwrapped(node)
    if node is None or node.type != "object":
        return None
    found: dict[str, Node] = {}
    for pair in node.named_children:
        if pair.type == "comment":
            continue
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if pair.type != "pair" or key is None or value is None or key.type == "computed_property_name":
            return None
        found[string(key) or source(key)] = value
    return found


def walk(root: "Node") -> Iterator["Node"]:
    """All named nodes in order of the text, to a bound; a stack, since input may be nested without end."""
    stack = [root]
    for _ in range(_MAX_NODES):
        if not stack:
            return
        node = stack.pop()
        yield node
        stack.extend(reversed(node.named_children))


def declarations(root: "Node") -> dict[str, "Node"]:
    """What names are bound to, by `const name = ...` anywhere; the last one where there are several."""
    found: dict[str, Node] = {}
    for node in walk(root):
        if node.type == "variable_declarator":
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if name is not None and value is not None and name.type == "identifier":
                found[source(name)] = value
    return found


def method(call: "Node") -> tuple["Node | None", str, list["Node"]]:
    """A call as (receiver, name, arguments); no receiver for a plain function."""
    function, given = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    arguments = [item for item in given.named_children if item.type != "comment"] if given is not None else []
    if function is None or function.type != "member_expression":
        return None, source(function) if function is not None else "", arguments
    owner, name = function.child_by_field_name("object"), function.child_by_field_name("property")
    return owner, source(name) if name is not None else "", arguments
