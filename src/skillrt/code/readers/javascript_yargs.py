"""The interface of a JavaScript program that uses yargs, where it declares options without nested builders."""

import re
from typing import TYPE_CHECKING

from skillrt.code.interface import Interface, Option
from skillrt.code.readers.javascript_parts import fields, method, source, string, strings, walk
from skillrt.code.syntax import parse_javascript

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPORTED = re.compile(r"(?:from|require\()\s*['\"]yargs(?:/yargs)?['\"]")


def read(text: str) -> Interface | None:
    """Its options, closed only where `.strict()` or `.strictOptions()` says so; None where it does not use yargs."""
    if "yargs" not in text or not _IMPORTED.search(text):
        return None
    tree = parse_javascript(text)
    if tree is None:
        return None
    options: list[Option] = []
    names: set[str] = set()
    closed = True
    for node in walk(tree.root_node):
        if node.type != "call_expression":
            continue
        _, name, arguments = method(node)
        names.add(name)
        if name in ("option", "options"):
            closed = _add(options, arguments) and closed
    strict = bool(names & {"strict", "strictOptions"}) and closed
    nested = "command" in names
    if nested:
        options = [Option(item.names, item.minimum, item.maximum, item.choices, loose=item.loose) for item in options]
    simple = names.isdisjoint(("alias", "boolean", "string", "number", "array", "env", "config", "positional"))
    options.append(Option(("--help",), 0, 0, terminal=True))
    options.append(Option(("--version",), 0, 0, terminal=True))
    return Interface(
        "yargs",
        "javascript",
        tuple(options),
        open_options=not strict or nested or not simple,
        open_positionals=True,
        root_options_anywhere=True,
    )


def _add(options: list[Option], arguments: list["Node"]) -> bool:
    """One `.option(name, {...})`; False where it is not plain."""
    name = string(arguments[0]) if arguments else None
    row = fields(arguments[1]) if len(arguments) > 1 else {}
    if name is None or row is None:
        return False
    alias = string(row.get("alias"))
    aliases = [alias] if alias else list(strings(row.get("alias")) or ())
    kind = string(row.get("type"))
    names = [f"-{item}" if len(item) == 1 else f"--{item}" for item in (name, *aliases)]
    names += [f"--no-{item}" for item in (name, *aliases) if kind == "boolean"]
    camel = [re.sub(r"-(\w)", lambda found: found.group(1).upper(), item) for item in names if item.startswith("--")]
    names += [
        f"--{item.removeprefix('-').removeprefix('-')}" for item in camel if f"--{item.lstrip('-')}" not in names
    ]
    demanded = row.get("demandOption")
    count = 0 if kind in ("boolean", "count") else 1
    sure = kind in ("boolean", "count", "string", "number")
    required = demanded is not None and source(demanded) == "true" and "default" not in row
    options.append(Option(tuple(names), count, count, strings(row.get("choices")), required, True, not sure))
    return True
