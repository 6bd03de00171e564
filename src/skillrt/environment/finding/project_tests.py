"""Code that runs only where a project has the file that it is for: `if [ -f Cargo.toml ]; then cargo build; fi`."""

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Final

from skillrt.environment.known_names import is_project_file

_TEST: Final = re.compile(r"(?:\[\[?|\btest)[ \t]+-[fders][ \t]+[\"']?([^\s\"'\];&|]{1,200})[\"']?(?:[ \t]+\]\]?)?")
# where a command may begin; a comment that says "if" does not
_WORD: Final = re.compile(
    r"(?:^|[;&|(){}]|\b(?:then|do|else)(?=[ \t]))[ \t]*(if|then|elif|else|fi)(?=[\s;&|)]|\Z)", re.M
)
_SHORT: Final = re.compile(rf"(?:^|[;{{]|\bdo[ \t])[ \t]*({_TEST.pattern})[ \t]*&&([^\n;]*)", re.M)
_MANY: Final = 2_000  # words of one text that are looked at

Branch = tuple[int, int]
"""The bytes of a text that run under one test."""


def tied_parts(text: str, own: frozenset[str]) -> tuple[Branch, ...]:
    """The parts of a shell text that run only where a project has a file of its kind; `own` are the names of files
    that the skill itself brings, which are there."""
    if not any(mark in text for mark in ("[ -", "[[ -", "test -")):
        return ()
    short = (found.span(3) for found in islice(_SHORT.finditer(text), _MANY) if _holds_for_some(found.group(1), own))
    return tuple(_in_bytes(text, _merged((*short, *_branches(text, own)))))


def is_tied(byte: int, parts: tuple[Branch, ...]) -> bool:
    """Whether the command that begins at this byte stands in one of the tied parts of its text."""
    at = bisect_right(parts, byte, key=itemgetter(0)) - 1
    return at >= 0 and byte < parts[at][1]


def _merged(parts: Iterable[Branch]) -> Iterator[Branch]:
    """The same places in order, none within or over another."""
    begin, end = 0, 0
    for start, stop in sorted(parts):
        if start > end:
            if end > begin:
                yield begin, end
            begin = start
        end = max(end, stop)
    if end > begin:
        yield begin, end


def _in_bytes(text: str, parts: Iterable[Branch]) -> Iterator[Branch]:
    done = size = 0
    for part in parts:
        places: list[int] = []
        for at in part:
            size += len(text[done:at].encode("utf-8", "surrogateescape"))
            done = at
            places.append(size)
        yield places[0], places[1]


def own_files(paths: Iterable[str]) -> frozenset[str]:
    """The names of files, for `tied_parts`."""
    return frozenset(path.rpartition("/")[2] for path in paths)


def _branches(text: str, own: frozenset[str]) -> Iterator[Branch]:
    """Those of `if`: what stands behind `else` is one way of several too."""
    open_ifs: list[tuple[int, bool]] = []  # where the branch at hand begins, and whether it is tied
    head, word = -1, ""
    for found in list(_WORD.finditer(text))[:_MANY]:
        mark, at = found.group(1), found.start(1)
        if mark in ("else", "elif", "fi") and open_ifs:
            begin, tied = open_ifs.pop()
            if tied:
                yield begin, at
            if mark == "else":
                open_ifs.append((found.end(), tied))
        if mark in ("if", "elif"):
            head, word = found.end(), mark
        elif mark == "then" and word:
            open_ifs.append((found.end(), _holds_for_some(text[head:at], own)))
            word = ""


def _holds_for_some(condition: str, own: frozenset[str]) -> bool:
    """Whether a condition holds only where a file of a project is there."""
    if "!" in condition:
        return False
    ways = [[found.group(1).rpartition("/")[2] for found in _TEST.finditer(way)] for way in condition.split("||")]
    return all(any(_is_marker(name, own) for name in way) for way in ways)


def tied_nodes(tree: ast.Module, own: frozenset[str]) -> frozenset[int]:
    """The ids (`id()`) of the nodes of a Python program below such a test: `if (root / "go.mod").exists():`."""
    tests = (node for node in ast.walk(tree) if isinstance(node, ast.If) and _asks(node.test, own))
    return frozenset(id(inner) for node in tests for item in node.body for inner in ast.walk(item))


def _asks(test: ast.expr, own: frozenset[str]) -> bool:
    called = test.func if isinstance(test, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name not in ("exists", "is_file", "isfile"):
        return False
    return any(
        isinstance(item, ast.Constant)
        and isinstance(item.value, str)
        and _is_marker(item.value.rpartition("/")[2], own)
        for item in ast.walk(test)
    )


def _is_marker(name: str, own: frozenset[str]) -> bool:
    return name not in own and is_project_file(name)
