"""Which shell a block needs: sh where nothing in it is particular to bash."""

import re
from typing import TYPE_CHECKING

from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_nodes import arguments, name_of, source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_KINDS = frozenset(
    ("array", "subscript", "process_substitution", "herestring_redirect", "c_style_for_statement", "ansi_c_string",
     "brace_expression", "regex_test", "translated_string")
)  # fmt: skip
_EXPANSION = re.compile(r"\$\{(?:!|\w+(?:\[|//?|\^|,|:(?:[\d$(]| -)|@))")
_BRACES = re.compile(r"(?<!\$)\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}")
_MARKS = frozenset(
    ("&>", "&>>", "|&", "<(", ">(", "[[", "((", "=~", "+=", "function", "select", "==", "until ", "<<<")
)
_BASH_VARIABLES = re.compile(
    r"\$\{?(?:RANDOM|SECONDS|BASH_\w+|PIPESTATUS|FUNCNAME|EPOCH\w+|OSTYPE|HOSTTYPE|UID|EUID)\b"
)


def needs_bash(root: "Node") -> bool:
    """Whether a tree holds anything that a plain sh does not have, or that sh and bash do differently."""
    facts = shell_facts()
    for node in walk(root):
        if node.type in _KINDS or any(child.type in _MARKS for child in node.children if not child.is_named):
            return True
        text = source(node)
        if node.type == "expansion" and _EXPANSION.match(text):
            return True
        if node.type in ("word", "concatenation") and _BRACES.search(text):
            return True
        if node.type in ("simple_expansion", "expansion") and _BASH_VARIABLES.match(text):
            return True
        if node.type == "command" and (name_of(node) in facts.bash_only or _differs(node)):
            return True
        if node.type == "declaration_command" and not text.startswith(("export", "readonly")):
            return True
    return False


def _differs(command: "Node") -> bool:
    """`echo` with options, backslashes or values (which may hold some), and what else only bash knows."""
    name = name_of(command)
    words = [source(word) for word in arguments(command)]
    if name == "echo":
        return words[:1] in (["-e"], ["-E"], ["-en"], ["-ne"]) or any("\\" in word or "$" in word for word in words)
    if name == "read":
        return any(re.match(r"-\w*[^r\W]", word) for word in words) or not [w for w in words if not w.startswith("-")]
    if name == "set":
        return any("pipefail" in word for word in words)
    if name in ("printf", "trap", "export", "wait", "kill", "test", "["):
        return (name == "printf" and (words[:1] == ["-v"] or any("%q" in word for word in words))) or "ERR" in words
    return False
