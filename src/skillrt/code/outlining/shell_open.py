"""What a shell block leaves open in places that no option can fill: dots, paths to complete, quotes in quotes."""

import re
from typing import TYPE_CHECKING

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_json import JsonText
from skillrt.code.outlining.shell_nodes import source, static

if TYPE_CHECKING:
    from tree_sitter import Node


def check_open(program: str, word: "Node") -> None:
    """Refuse what is left open where no option can fill it: dots in an address or in JSON, an example address that
    the shell completes."""
    raw = source(word)
    bare = raw.strip("'\"")
    dots = names.is_ellipsis(raw) and (bare.startswith(("{", "[")) or "://" in raw)
    if dots and program not in shell_facts().languages and not JsonText(word).is_json:
        raise Refused("placeholder", "a part of a value is left out with dots")
    if re.search(r"\s\S*/path/to/|/path/to/\S*\s", bare):
        raise Refused("placeholder", "a path inside a longer text is left to the reader")
    if static(word) is None and re.search(r"(?:^|[\s\"'=])/?path/to/", raw):
        raise Refused("placeholder", "a path that is put together is left to the reader")
    if static(word) is None and "://" in raw and names.is_example_url(bare):
        raise Refused("placeholder", "an example address is put together in it")


def in_inner_quotes(raw: str, start: int, end: int) -> bool:
    """Whether a place inside a quoted text has quotes of its own, as strings in code have."""
    before, after = raw[max(start - 1, 0) : start], raw[end : end + 1]
    inner = start > 1 and end < len(raw) - 1
    return inner and (before in ("'", '"') or after in ("'", '"', "\\"))
