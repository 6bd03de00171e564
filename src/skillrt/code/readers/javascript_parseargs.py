"""The interface of a JavaScript program that uses `parseArgs` of node:util."""

import re
from typing import TYPE_CHECKING

from skillrt.code.interface import Interface, Option, Positional
from skillrt.code.readers.javascript_parts import declarations, fields, method, source, string, unwrapped, walk
from skillrt.code.syntax import parse_javascript

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPORTED = re.compile(r"['\"](?:node:)?util['\"]")
_WHOLE = re.compile(r"process\.argv\.slice\(2\)|Bun\.argv\.slice\(2\)|Deno\.args")


def read(text: str) -> Interface | None:
    """What the one call of `parseArgs` accepts; None where there is none, or more than one."""
    if "parseArgs" not in text or not _IMPORTED.search(text) or re.search(r"function\s+parseArgs\b", text):
        return None
    tree = parse_javascript(text)
    if tree is None:
        return None
    root = tree.root_node
    calls = [node for node in walk(root) if node.type == "call_expression" and _is_call(node)]
    if len(calls) != 1:
        return None
    known = declarations(root)
    arguments = method(calls[0])[2]
    settings = fields(_resolved(arguments[0], known)) if arguments else {}
    if settings is None:
        return None
    given = _resolved(settings["args"], known) if "args" in settings else None
    if given is not None and not _WHOLE.fullmatch(source(given)):
        return None
    return _interface(settings, known)


def _is_call(node: "Node") -> bool:
    owner, name, _ = method(node)
    return name == "parseArgs" and (owner is None or source(owner) in ("util", "nodeUtil"))


def _resolved(node: "Node", known: dict[str, "Node"]) -> "Node":
    inner = unwrapped(node)
    if inner is not None and inner.type == "identifier":
        return known.get(source(inner), inner)
    return inner if inner is not None else node


def _interface(settings: dict[str, "Node"], known: dict[str, "Node"]) -> Interface:
    strict = settings.get("strict")
    loose = strict is not None and source(strict) != "true"
    allowed = settings.get("allowPositionals")
    positionals = loose if allowed is None else source(allowed) != "false"
    declared = fields(_resolved(settings["options"], known)) if "options" in settings else {}
    negative = settings.get("allowNegative")
    options = [
        _option(name, _resolved(node, known), negated=negative is not None) for name, node in (declared or {}).items()
    ]
    return Interface(
        "parseArgs",
        "javascript",
        tuple(options),
        (Positional("arguments", 0, None),) if positionals else (),
        open_options=loose or declared is None,
        open_positionals=loose or declared is None,
    )


def _option(name: str, node: "Node", *, negated: bool) -> Option:
    row = fields(node) or {}
    kind, short = string(row.get("type")), string(row.get("short"))
    names = [f"--{name}", *([f"-{short}"] if short else []), *([f"--no-{name}"] if negated else [])]
    if kind not in ("boolean", "string"):
        return Option(tuple(names), 0, None, loose=True)
    count = int(kind == "string")
    terminal = name in ("help", "version") and not count
    return Option(tuple(names), count, count, repeatable="multiple" in row, terminal=terminal)
