"""Names of a JavaScript text: what its statements declare, and what they use without declaring it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from skillrt.code.readers.javascript_parts import source

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_NODES = 20_000
_FUNCTIONS = frozenset(
    ("function_declaration", "function_expression", "arrow_function", "method_definition", "generator_function",
     "generator_function_declaration")
)  # fmt: skip
_SCOPES = _FUNCTIONS | frozenset(
    ("program", "statement_block", "for_statement", "for_in_statement", "catch_clause", "switch_body", "class_body")
)
_DECLARES_ITSELF = frozenset(("function_declaration", "generator_function_declaration", "class_declaration"))
_PATTERNS = frozenset(("object_pattern", "array_pattern", "rest_pattern", "optional_parameter"))


@dataclass(slots=True)
class Names:
    """`top` are names that the program's own scope declares, `free` names that nothing in it declares."""

    top: set[str] = field(default_factory=set[str])
    free: set[str] = field(default_factory=set[str])
    doubled: set[str] = field(default_factory=set[str])


def names_in(root: "Node", only: "Node | None" = None) -> Names:
    """The names of a program; with `only`, the free names of that statement of it (the program's own are free)."""
    nodes = _nodes(root)
    scopes: dict[int, set[str]] = {}
    found = Names()
    for node in nodes:
        for name, scope, lexical in _declared(node):
            if scope == root and lexical and name in scopes.get(root.id, set[str]()):
                found.doubled.add(name)
            scopes.setdefault(scope.id, set()).add(name)
    found.top = scopes.get(root.id, set())
    if only is not None:
        scopes.pop(root.id, None)
        nodes = [only, *_nodes(only)]
    for node in nodes:
        if node.type in ("identifier", "shorthand_property_identifier") and not _is_label(node):
            name = source(node)
            if not _is_declared(node, name, scopes):
                found.free.add(name)
    return found


def _nodes(root: "Node") -> list["Node"]:
    found: list[Node] = []
    stack = list(reversed(root.named_children))
    while stack and len(found) < MAX_NODES:
        node = stack.pop()
        found.append(node)
        stack.extend(reversed(node.named_children))
    return found


def _is_label(node: "Node") -> bool:
    """Whether an identifier names something of a module, not a variable (`import { a as b }`: a)."""
    parent = node.parent
    return parent is not None and parent.type in ("import_specifier", "export_specifier", "namespace_export")


def _is_declared(node: "Node", name: str, scopes: dict[int, set[str]]) -> bool:
    above: Node | None = node
    for _ in range(500):
        if above is None:
            return False
        if name in scopes.get(above.id, ()):
            return True
        above = above.parent
    return True


def _declared(node: "Node") -> list[tuple[str, "Node", bool]]:
    """(name, scope, whether a second declaration would be an error) for what a node declares."""
    kind = node.type
    if kind == "variable_declarator":
        name, parent = node.child_by_field_name("name"), node.parent
        lexical = parent is not None and parent.type == "lexical_declaration"
        scope = _scope(node, functions_only=not lexical)
        return [(item, scope, lexical) for item in bound(name)]
    if kind in _DECLARES_ITSELF:
        name = node.child_by_field_name("name")
        return [(source(name), _scope(node), kind == "class_declaration")] if name is not None else []
    if kind in ("formal_parameters", "catch_clause") or (kind == "for_in_statement" and _declares_loop(node)):
        owner = node.parent if kind == "formal_parameters" and node.parent is not None else node
        field_name = {"catch_clause": "parameter", "for_in_statement": "left"}.get(kind, "")
        items = [node.child_by_field_name(field_name)] if field_name else list(node.named_children)
        return [(name, owner, False) for item in items for name in bound(item)]
    if kind in ("arrow_function", "function_expression"):
        own = node.child_by_field_name("parameter" if kind == "arrow_function" else "name")
        return [(name, node, False) for name in bound(own)]
    if kind in ("import_clause", "namespace_import", "import_specifier"):
        return [(name, _scope(node), True) for name in _imported(node)]
    return []


def _declares_loop(node: "Node") -> bool:
    return any(child.type in ("const", "let", "var") for child in node.children)


def _imported(node: "Node") -> list[str]:
    if node.type == "import_specifier":
        name = node.child_by_field_name("alias") or node.child_by_field_name("name")
        return [source(name)] if name is not None else []
    return [source(child) for child in node.named_children if child.type == "identifier"]


def bound(pattern: "Node | None") -> list[str]:
    """The names that a pattern binds: `{ a, b: [c] }` gives a and c."""
    found: list[str] = []
    stack = [pattern] if pattern is not None else []
    for _ in range(2_000):
        if not stack:
            break
        node = stack.pop()
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            found.append(source(node))
        elif node.type in ("pair_pattern", "object_assignment_pattern", "assignment_pattern", "required_parameter"):
            part = next(
                (node.child_by_field_name(name) for name in _part(node.type) if node.child_by_field_name(name)), None
            )
            stack.extend([part] if part is not None else [])
        elif node.type in _PATTERNS:
            stack.extend(reversed(node.named_children))
    return found


def _part(kind: str) -> tuple[str, ...]:
    return {"pair_pattern": ("value",), "required_parameter": ("pattern",)}.get(kind, ("left",))


def _scope(node: "Node", *, functions_only: bool = False) -> "Node":
    """The nearest scope around a node."""
    above = node.parent
    last = node
    for _ in range(500):
        if above is None:
            return last
        if above.type == "program" or (above.type in _FUNCTIONS if functions_only else above.type in _SCOPES):
            return above
        last, above = above, above.parent
    return last
