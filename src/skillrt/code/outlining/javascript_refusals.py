"""JavaScript blocks that are no program, and why."""

import re
from typing import TYPE_CHECKING

from skillrt.code.outlining.javascript_facts import javascript_facts
from skillrt.code.outlining.javascript_scopes import Names
from skillrt.code.outlining.refused import Refused
from skillrt.code.readers.javascript_parts import method, source, string, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPES = frozenset(
    ("type_annotation", "interface_declaration", "type_alias_declaration", "enum_declaration", "as_expression",
     "satisfies_expression", "non_null_expression", "type_arguments", "accessibility_modifier", "type_parameters",
     "abstract_class_declaration", "ambient_declaration", "decorator", "override_modifier", "implements_clause",
     "optional_parameter", "internal_module", "predefined_type")
)  # fmt: skip
_JSX = frozenset(("jsx_element", "jsx_self_closing_element", "jsx_fragment"))
WRONG = re.compile(
    r"[❌✅✗✓🚫]|^\W*(?:bad\b|good\b|wrong\b|right\b|before\b|after\b|avoid\b|don'?t\b|do:|incorrect\b|correct\b"
    r"|instead of\b|pass:|fail:)",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"^\W*(?:or\b|alternative|option \w\b)", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"^\W*(?:\.\.\.|…|your \w+|todo\b|rest of|existing code|implement(?:ation)?\b"
    r"|add your|more \w+ here|content\W*$|etc\b)|\.\.\.\W*$",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|[a-z](?:Id|Url|Path|Key|Token|Name|Text|Query|Prompt|Address|Email|Title)$"
)
_FUNCTIONS = frozenset(
    ("function_declaration", "generator_function_declaration", "class_declaration", "import_statement", "comment")
)


def check_javascript(root: "Node") -> None:
    """Refuse a block for what it is, whatever stands in other blocks."""
    for node in walk(root):
        _check_node(node)


def _check_node(node: "Node") -> None:
    kind = node.type
    if kind in _TYPES:
        raise Refused("needs-compiler", "it is TypeScript that must be compiled first")
    if kind in _JSX:
        raise Refused("project-code", "it is part of a user interface")
    left = node.child_by_field_name("left") if kind == "assignment_expression" else None
    if kind == "export_statement" or (left is not None and re.match(r"(?:module\.)?exports\b", source(left))):
        raise Refused("project-code", "it exports something to a project")
    if kind == "comment":
        _check_comment(source(node), node)
    elif kind == "import_statement":
        check_package(string(node.child_by_field_name("source")) or "")
    elif kind == "call_expression":
        _check_call(node)
    elif kind == "member_expression" and source(node) == "process.argv":
        raise Refused("own-command-line", "it reads a command line of its own")


def _check_comment(text: str, node: "Node") -> None:
    text = text.strip("/* \n")
    before = node.prev_named_sibling
    trailing = before is not None and before.end_point[0] == node.start_point[0]
    if WRONG.search(text) or (_CHOICE.search(text) and not trailing):
        raise Refused("menu", "it shows ways to choose from, or right and wrong")
    parent = node.parent
    alone = parent is not None and parent.type in ("array", "object", "arguments") and parent.named_child_count == 1
    if _LEFT_OUT.search(text) or alone:
        raise Refused("placeholder", "a comment stands for code that the reader writes")


def _check_call(call: "Node") -> None:
    owner, name, arguments = method(call)
    if owner is None and name == "require" and arguments:
        package = string(arguments[0])
        if package is None:
            raise Refused("project-code", "it loads modules as a browser does")
        check_package(package)
    elif owner is None and name in javascript_facts().tests:
        raise Refused("project-code", "it is a test")
    elif owner is None and name == "parseArgs":
        raise Refused("own-command-line", "it reads a command line of its own")
    elif owner is not None and name in javascript_facts().servers:
        raise Refused("interactive", f"{name} goes on until it is stopped")
    elif name in ("question", "prompt") and owner is not None and source(owner) in ("rl", "readline"):
        raise Refused("interactive", "it asks a person")


def check_package(name: str) -> None:
    """Refuse packages of a project, and files that stand beside the block in one."""
    facts = javascript_facts()
    first = name.split("/")[0]
    if re.match(r"(?:bun|deno|jsr|npm|https?):", name):
        raise Refused("project-code", f"Node.js has no {name[:40]}")
    if name.startswith((".", "/", "{", "@/", "~/", "#", "$")) or first == "src":
        raise Refused("project-code", f"it belongs to files of a project ({name[:40]})")
    if first in facts.project or first in facts.project_scopes or name in facts.project:
        raise Refused("project-code", f"{first} is used inside a project")


def check_names(root: "Node", names: Names, free: set[str]) -> None:
    """Refuse names of a browser, of a test runner, or of nowhere; `free` are those that no other block defines."""
    facts = javascript_facts()
    if names.doubled:
        raise Refused("menu", f"it declares {min(names.doubled)} more than once: examples side by side")
    if free & facts.tests:
        raise Refused("project-code", "it is a test")
    for name in sorted(free & facts.browser):
        if not _only_in_pages(root, name):
            raise Refused("project-code", f"{name} is there in a browser only")
    unknown = {name for name in free - facts.globals - facts.modules - facts.browser if not is_value(root, name)}
    if unknown:
        raise Refused("undefined-names", f"nothing defines {', '.join(sorted(unknown)[:4])}")


def is_value(root: "Node", name: str) -> bool:
    """Whether a name that nothing defines stands for a text that somebody gives: `API_KEY`, `chatId`."""
    if not _VALUE.search(name):
        return False
    for node in walk(root):
        if node.type != "identifier" or source(node) != name:
            continue
        parent = node.parent
        kind = parent.type if parent is not None else ""
        if parent is not None and kind in (
            "call_expression",
            "member_expression",
            "new_expression",
            "subscript_expression",
        ):
            first = parent.named_children[0]
            if first == node:
                return False
        if kind in ("assignment_expression", "update_expression", "for_in_statement", "spread_element"):
            return False
    return True


def _only_in_pages(root: "Node", name: str) -> bool:
    """Whether a browser's name is used in functions only that are handed to a page."""
    inside = javascript_facts().in_browser
    for node in walk(root):
        if node.type != "identifier" or source(node) != name:
            continue
        above = node.parent
        for _ in range(100):
            if above is None or (above.type == "call_expression" and method(above)[1] in inside):
                break
            above = above.parent
        if above is None or above.type == "program":
            return False
    return True


def does_something(statements: list["Node"]) -> bool:
    """Whether a statement at the top runs something; a value that is made and dropped is nothing."""
    return any(_runs(statement) for statement in statements if statement.type not in _FUNCTIONS)


def _runs(statement: "Node") -> bool:
    if statement.type in ("lexical_declaration", "variable_declaration"):
        return _awaits_at_top(statement)
    if statement.type == "expression_statement":
        made = statement.named_children[0] if statement.named_children else None
        if made is not None and made.type == "assignment_expression":
            made = made.child_by_field_name("right")
        return made is not None and made.type in ("call_expression", "await_expression", "yield_expression")
    return any(node.type in ("call_expression", "await_expression") for node in walk(statement))


def unused(root: "Node", names: Names) -> str:
    """A function or class at the top that nothing in the block uses, so for other code to call; '' for none."""
    used: dict[str, int] = {}
    for node in walk(root):
        if node.type in ("identifier", "shorthand_property_identifier", "type_identifier"):
            used[source(node)] = used.get(source(node), 0) + 1
    makers = ("function_declaration", "class_declaration", "generator_function_declaration")
    for statement in root.named_children:
        name = statement.child_by_field_name("name") if statement.type in makers else None
        if statement.type in ("lexical_declaration", "variable_declaration"):
            declared = statement.named_children[0]
            value = declared.child_by_field_name("value")
            function = value is not None and value.type in ("arrow_function", "function_expression", "class")
            name = declared.child_by_field_name("name") if function else None
        if name is not None and source(name) in names.top and used.get(source(name), 0) < 2:
            return source(name)
    return ""


def _awaits_at_top(statement: "Node") -> bool:
    """Whether a declaration waits for something itself rather than in a function that it makes."""
    for node in walk(statement):
        if node.type == "await_expression":
            above = node.parent
            while above is not None and above != statement:
                if above.type in ("arrow_function", "function_expression", "method_definition"):
                    break
                above = above.parent
            else:
                return True
    return False
