"""The statements of a shell command, and which of them only look."""

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from skillrt.code.outlining.shell_nodes import CONTROL, arguments, commands_in, name_of, root_of, source, walk

if TYPE_CHECKING:
    from tree_sitter import Node


def statements(text: str) -> list[str] | None:
    """The top-level statements of a command, each as it stands there; None where it does not parse."""
    root = root_of(text)
    if root is None:
        return None
    found: list[str] = []
    for node in root.named_children:
        if node.type == "comment":
            continue
        found.extend(_parts(node))
    return found


def only_looks(statement: str) -> bool:
    """Whether the statement runs nothing but programs that look, and writes nowhere."""
    root = root_of(statement)
    if root is None:
        return False
    if any(node.type in ("file_redirect", "herestring_redirect") and _writes(node) for node in walk(root)):
        return False
    if any(node.type in CONTROL for node in walk(root)):
        return False
    found = list(commands_in(root))
    # `env` shows variables; with a program behind it runs that
    return bool(found) and all(
        name_of(command) in look_only() and not (name_of(command) == "env" and arguments(command))
        for command in found
    )


def only_looks_surely(statement: str) -> bool:
    """The same, whatever options the programs are given."""
    root = root_of(statement)
    unsure = frozenset(words()["may_write"])
    return root is not None and only_looks(statement) and unsure.isdisjoint(map(name_of, commands_in(root)))


@cache
def look_only() -> frozenset[str]:
    """Names of programs that only look."""
    return frozenset(words()["programs"])


@cache
def words() -> dict[str, Any]:
    """The data of `look_only.toml`."""
    text = resources.files("skillrt.jit").joinpath("data/look_only.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _writes(node: "Node") -> bool:
    target = source(node).lstrip("0123456789&")
    return target.startswith(">") and not target.removeprefix(">").strip().startswith(("/dev/null", "&"))


def _parts(node: "Node") -> list[str]:
    """A list of `a && b` is cut where its left side only looks, so that what matters stands alone."""
    text = source(node)
    if node.type == "list" and "<<" not in text:
        left, right = node.named_children[0], node.named_children[-1]
        first = source(left)
        if only_looks(first):
            return [first, *_parts(right)]
    return [text]
