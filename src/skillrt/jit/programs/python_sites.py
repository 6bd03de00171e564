"""The literals of a Python text: strings, numbers, and attributes whose name may be a column's."""

import ast
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.code.syntax import line_starts, parse_python
from skillrt.jit.programs.fstrings import fstring_parts, is_raw
from skillrt.jit.programs.sites import Form, stands_as_it_is

# in an f-string these do not stand for themselves
_CODED: Final = re.compile(r"[{}\\\n]")


class PythonLiteral(msgspec.Struct, frozen=True):
    """A literal at the characters `start` to `end`; an attribute's object begins at `head`."""

    start: int
    end: int
    form: Form
    value: str
    quote: str = '"'
    head: int = 0


def python_literals(text: str) -> list[PythonLiteral] | None:
    """The literals of `text` in order, the pieces of f-strings too; None where it does not parse. Docstrings are no
    literals."""
    tree = parse_python(text)
    if tree is None:
        return None
    places = _Places(text)
    skipped = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    skipped |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [
        literal for node in ast.walk(tree) if id(node) not in skipped for literal in _literals(node, text, places)
    ]
    for node in _outermost(tree):
        found.extend(_of_fstring(text, *places.span(node)))
    return sorted(found, key=lambda item: item.start)


def telling_spans(text: str) -> list[tuple[int, int]] | None:
    """Where words of `text` mean something: in strings (f-strings too), attributes and names of arguments. Names of
    variables and comments mean nothing outside the program. None where it does not parse."""
    tree = parse_python(text)
    if tree is None:
        return None
    places = _Places(text)
    found: list[tuple[int, int]] = []
    skipped = {id(part) for node in _outermost(tree) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            found.extend(_telling_in(text, *places.span(node)))
        elif isinstance(node, ast.Attribute) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        ):
            low, high = places.span(node)
            found.append((high - len(node.attr), high) if isinstance(node, ast.Attribute) else (low, high))
        elif isinstance(node, ast.keyword) and node.arg is not None:
            low = places.at(node.lineno, node.col_offset)
            found.append((low, low + len(node.arg)))
    return found


def without_prints(text: str) -> str:
    """The program without its statements that only print; itself where it has none or does not parse."""
    tree = parse_python(text)
    if tree is None:
        return text
    places = _Places(text)
    edits = sorted(_prints(tree, places), reverse=True)
    for low, high, put in edits:
        start, end = text.rfind("\n", 0, low) + 1, text.find("\n", high)
        if put == "None" and not text[start:low].strip() and end >= 0 and not text[high:end].strip():
            text = text[:start] + text[end + 1 :]
        else:
            text = text[:low] + put + text[high:]
    return text


class _Places:
    """Character offsets of the places of a syntax tree, whose columns are UTF-8 bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = line_starts(text)
        self.ascii = text.isascii()

    def at(self, line: int, column: int) -> int:
        start = self.starts[line - 1]
        if self.ascii:
            return start + column
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return start + len(self.text[start:end].encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        return (
            self.at(node.lineno, node.col_offset),
            self.at(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset),
        )


def _literals(node: ast.AST, text: str, places: _Places) -> Iterator[PythonLiteral]:
    if isinstance(node, ast.Constant):
        start, end = places.span(node)
        if isinstance(node.value, str):
            written = text[start:end]
            quote = '"' if written.rstrip().endswith('"') else "'"
            if not _is_joined(written):
                yield PythonLiteral(start, end, "python-text", node.value, quote)
        elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield PythonLiteral(start, end, "python-number", text[start:end], "")
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        start, end = places.span(node)
        quote = "'" if '"' not in text and "'" in text else '"'
        if text[end - len(node.attr) : end] == node.attr:
            yield PythonLiteral(end - len(node.attr), end, "python-attribute", node.attr, quote, start)


def _outermost(tree: ast.Module) -> list[ast.JoinedStr]:
    """The f-strings that are in no other."""
    every = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inner = {id(part) for node in every for part in ast.walk(node) if part is not node}
    return [node for node in every if id(node) not in inner]


def _of_fstring(text: str, low: int, high: int) -> Iterator[PythonLiteral]:
    """The pieces of plain text, and the strings and numbers of the expressions."""
    written = text[low:high]
    for part in fstring_parts(written) or ():
        piece, place = written[part.start : part.end], low + part.start
        if part.kind == "text":
            if not _CODED.search(piece):
                form: Form = "python-plain" if is_raw(written) else "python-part"
                if form == "python-part" or stands_as_it_is(piece):
                    yield PythonLiteral(place, low + part.end, form, piece, "")
            continue
        for item in python_literals(f"({piece})") or ():
            start, end = item.start - 1, item.end - 1
            if item.form == "python-number":
                yield PythonLiteral(place + start, place + end, "python-number", item.value, "")
            elif (
                item.form == "python-text"
                and item.value == piece[start + 1 : end - 1]
                and stands_as_it_is(item.value)
            ):
                yield PythonLiteral(place + start + 1, place + end - 1, "python-plain", item.value, "")


def _telling_in(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Where words of an f-string mean something: its plain text; strings and attributes of its expressions."""
    written = text[low:high]
    parts = fstring_parts(written)
    if parts is None:
        yield low, high
        return
    for part in parts:
        place = low + part.start
        inner = telling_spans(f"({written[part.start : part.end]})") if part.kind == "expression" else None
        if inner is None:
            yield place, low + part.end
        else:
            yield from ((place + start - 1, place + end - 1) for start, end in inner)


def _is_joined(written: str) -> bool:
    """Two literals side by side are one constant."""
    try:
        tree = ast.parse(f"({written}\n)", mode="eval")
    except SyntaxError:
        return True
    quote = written.lstrip("rRbBuU")[:1]
    return not isinstance(tree.body, ast.Constant) or written.rstrip()[-1:] != quote or f"{quote} {quote}" in written


def _prints(tree: ast.Module, places: _Places) -> Iterator[tuple[int, int, str]]:
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if not isinstance(body, list):
                continue
            statements = [item for item in body if isinstance(item, ast.stmt)]  # pyright: ignore[reportUnknownVariableType]
            printing = [item for item in statements if _only_prints(item)]
            for at, item in enumerate(printing):
                low, high = places.span(item)
                kept = len(printing) < len(statements) or isinstance(node, ast.Module)
                put = "pass" if at == 0 and not kept else "None"
                yield low, high, put


def _only_prints(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    call = node.value
    return (
        isinstance(call.func, ast.Name)
        and call.func.id == "print"
        and all(key.arg != "file" for key in call.keywords)
    )
