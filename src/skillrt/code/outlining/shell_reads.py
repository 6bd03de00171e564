"""Whether what a variable of a shell block holds is the name of a file that must be there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_nodes import name_of, source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_TESTS: Final = frozenset(("test_command", "unary_expression", "binary_expression"))


def reads_whole(roots: Iterable["Node"], variable: str) -> bool:
    """Whether the value is the name of a file as it stands: a command takes it as an argument of its own, nothing
    puts it behind a folder, and no test asks whether it is there."""
    uses = [
        node
        for root in roots
        for node in walk(root)
        if node.type in ("simple_expansion", "expansion")
        and any(source(child) == variable for child in node.named_children)
    ]
    return any(map(_is_argument, uses)) and not any(_is_below(node) or is_tested(_word_of(node)) for node in uses)


def _word_of(use: "Node") -> "Node":
    """The whole word that an expansion is a part of."""
    node = use
    while node.parent is not None and node.parent.type in ("string", "concatenation"):
        node = node.parent
    return node


def _is_argument(use: "Node") -> bool:
    word = _word_of(use)
    command = word.parent
    if source(word).strip('"') != source(use) or command is None:
        return False
    if command.type == "file_redirect":
        return source(command).lstrip("0123456789").startswith("<")
    return command.type == "command" and name_of(command) not in shell_facts().message | {"test", "["}


def _is_below(use: "Node") -> bool:
    return source(_word_of(use)).partition(source(use))[0].endswith("/")


def is_tested(word: "Node") -> bool:
    """Whether a test (`[ -f x ]`) asks for a word: the block copes with its absence."""
    parent = word.parent
    tests = parent is not None and parent.type == "command" and name_of(parent) in ("test", "[")
    return tests or (parent is not None and parent.type in _TESTS)
