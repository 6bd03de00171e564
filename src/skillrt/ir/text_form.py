"""`.skir`: the text form of a module. Printing and parsing round-trip.

One block a line, children indented, the text as string literals, one a source line; everything else as JSON, so that
any character (lone surrogates too) survives. See docs/skir.md for the grammar.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from skillrt.errors import Diagnostic, InputError, Place, Span
from skillrt.ir.blocks import CONTAINERS, Block
from skillrt.ir.facts import Fact
from skillrt.ir.module import BundledFile, Document, Elimination, Module, Relocation

VERSION: Final = 1
_INDENT: Final = "  "
_BLOCK_DEFAULTS: Final = {"column": 1, "level": 0, "info": "", "checked": None, "fenced": False, "closed": True}
_LISTS: Final = ("inlines", "pieces", "derivations")
_RECORDS: Final[dict[str, Any]] = {
    "file": BundledFile,
    "fact": Fact,
    "diagnostic": Diagnostic,
    "elimination": Elimination,
    "relocation": Relocation,
}
_MAX_DEPTH: Final = 200


def print_module(module: Module) -> str:
    """The text form; ends with a newline."""
    return "\n".join(_lines(module)) + "\n"


def parse_module(text: str, name: str = "input.skir") -> Module:
    """Read the text form. Raises InputError with the line for anything that `print_module` would not write."""
    return _Reader(text, name).module()


def _json(value: object) -> str:
    # ASCII only: lone surrogates become escapes, which JSON text can carry and UTF-8 cannot
    return json.dumps(value, ensure_ascii=True, separators=(", ", ": "))


def _lines(module: Module) -> Iterator[str]:
    yield f"skir {VERSION}"
    yield f"module {_json(module.folder)} {_json(module.source)}"
    for document in module.documents:
        mode = " executable" if document.executable else ""
        yield f"document {_json(document.path)}{mode} {{"
        yield from _block_lines(document)
        yield "}"
    groups: tuple[tuple[str, tuple[object, ...]], ...] = (
        ("file", module.files),
        ("fact", module.facts),
        ("diagnostic", module.diagnostics),
        ("elimination", module.eliminations),
        ("relocation", module.relocations),
    )
    for word, records in groups:
        for record in records:
            yield f"{word} {_json(msgspec.to_builtins(record))}"


def _block_lines(document: Document) -> Iterator[str]:
    stack: list[Iterator[Block]] = [iter(document.blocks)]
    while stack:
        indent = _INDENT * len(stack)
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
            if stack:
                yield f"{_INDENT * len(stack)}}}"
            continue
        head = f"{indent}{block.kind} %{block.id} {_span(block.span, document.path)}{_fields(block)}"
        if block.kind in CONTAINERS:
            yield head + " {"
            stack.append(iter(block.children))
            continue
        yield head
        for line in block.text.splitlines(keepends=True) if block.text else ():
            yield f"{indent}{_INDENT}{_json(line)}"


def _span(span: Span, path: str) -> str:
    file = "" if span.file == path else f" {_json(span.file)}"
    return f"@{span.line}-{span.end_line} [{span.start}:{span.end}]{file}"


def _fields(block: Block) -> str:
    found = {key: value for key, default in _BLOCK_DEFAULTS.items() if (value := getattr(block, key)) != default}
    lists = {key: msgspec.to_builtins(value) for key in _LISTS if (value := getattr(block, key))}
    return f" {_json(found | lists)}" if found or lists else ""


class _Reader:
    """A line-by-line reader; every complaint names its line."""

    def __init__(self, text: str, name: str) -> None:
        self.lines = text.split("\n")
        self.name = name
        self.at = 0

    def module(self) -> Module:
        if self.take().split() != ["skir", str(VERSION)]:
            raise self.bad(f"a module begins with `skir {VERSION}`", 1)
        words = self.json_words(self.take().removeprefix("module "), 2)
        documents: list[Document] = []
        records: dict[str, list[Any]] = {word: [] for word in _RECORDS}
        while self.at < len(self.lines):
            line = self.take()
            if not line.strip():
                continue
            word, _, rest = line.partition(" ")
            if word == "document":
                documents.append(self.document(rest))
            elif word in records:
                records[word].append(self.record(rest, _RECORDS[word]))
            else:
                raise self.bad(f"`{word[:20]}` begins no part of a module")
        return Module(
            words[0],
            words[1],
            tuple(documents),
            tuple(records["file"]),
            tuple(records["fact"]),
            tuple(records["diagnostic"]),
            tuple(records["elimination"]),
            tuple(records["relocation"]),
        )

    def take(self) -> str:
        if self.at >= len(self.lines):
            raise self.bad("the text ends too early")
        self.at += 1
        return self.lines[self.at - 1]

    def document(self, rest: str) -> Document:
        if not rest.endswith(" {"):
            raise self.bad("a document's line ends with ` {`")
        head = rest.removesuffix(" {")
        executable = head.endswith(" executable")
        path = self.json_words(head.removesuffix(" executable"), 1)[0]
        return Document(path, self.blocks(path), executable)

    def blocks(self, path: str) -> tuple[Block, ...]:
        """The blocks up to the closing brace; nesting by an explicit stack, so that depth is no danger."""
        stack: list[tuple[Block | None, list[Block]]] = [(None, [])]
        while True:
            line = self.take().strip()
            if line == "}":
                owner, children = stack.pop()
                if owner is None:
                    return tuple(children)
                stack[-1][1].append(msgspec.structs.replace(owner, children=tuple(children)))
            elif line.endswith("{") and line.split(" ", 1)[0] in CONTAINERS:
                if len(stack) > _MAX_DEPTH:
                    raise self.bad(f"blocks are nested deeper than {_MAX_DEPTH}")
                stack.append((self.block(line.removesuffix("{").rstrip(), path, ""), []))
            else:
                stack[-1][1].append(self.block(line, path, self.text))

    @property
    def text(self) -> str:
        """The string literals that follow a leaf's line, joined."""
        parts: list[str] = []
        while self.at < len(self.lines) and self.lines[self.at].lstrip().startswith('"'):
            parts.append(self.value(self.take().strip(), str))
        return "".join(parts)

    def block(self, line: str, path: str, text: str) -> Block:
        words = line.split(" ", 4)
        if len(words) < 4 or not words[1].startswith("%") or not words[2].startswith("@"):
            raise self.bad("a block's line is `kind %id @first-last [start:end]`, then its fields")
        first, _, last = words[2][1:].partition("-")
        start, _, end = words[3].strip("[]").partition(":")
        rest = words[4] if len(words) > 4 else ""
        file = path
        if rest.startswith('"'):
            file, length = self.raw(rest)
            rest = rest[length:].lstrip()
        fields: dict[str, Any] = self.value(rest, dict[str, Any]) if rest else {}
        if unknown := set(fields) - set(_BLOCK_DEFAULTS) - set(_LISTS):
            raise self.bad(f"a block has no field `{min(unknown)}`")
        numbers = [self.number(item) for item in (start, end, first, last)]
        span = msgspec.to_builtins(Span(file, *numbers))
        return self.convert({"id": words[1][1:], "kind": words[0], "span": span, "text": text, **fields}, Block)

    def number(self, text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 15:
            raise self.bad(f"`{text[:20]}` is not a number")
        return int(text)

    def whole(self, text: str) -> int:
        """A number of JSON; it may be negative."""
        sign = text.startswith("-")
        return -self.number(text[1:]) if sign else self.number(text)

    def record(self, text: str, kind: Any) -> Any:  # noqa: ANN401  (one of several record types)
        return self.convert(self.raw_all(text), kind)

    def json_words(self, text: str, count: int) -> list[str]:
        found: list[str] = []
        rest = text
        for _ in range(count):
            value, length = self.raw(rest)
            if not isinstance(value, str):
                raise self.bad("a string is expected here")
            found.append(value)
            rest = rest[length:].lstrip()
        if rest:
            raise self.bad(f"`{rest[:20]}` is one thing too many")
        return found

    def raw(self, text: str) -> tuple[Any, int]:
        try:
            return json.JSONDecoder(parse_int=self.whole).raw_decode(text)
        except (ValueError, RecursionError) as error:
            raise self.bad(f"this is not JSON: {error}") from error

    def raw_all(self, text: str) -> Any:  # noqa: ANN401  (any JSON)
        value, length = self.raw(text)
        if text[length:].strip():
            raise self.bad(f"`{text[length:].strip()[:20]}` is one thing too many")
        return value

    def value(self, text: str, kind: Any) -> Any:  # noqa: ANN401
        return self.convert(self.raw_all(text), kind)

    def convert(self, value: object, kind: Any) -> Any:  # noqa: ANN401
        try:
            return msgspec.convert(value, kind)
        except (msgspec.ValidationError, ValueError, OverflowError, RecursionError) as error:
            raise self.bad(str(error)) from error

    def bad(self, message: str, line: int = 0) -> InputError:
        number = line or max(1, self.at)
        excerpt = self.lines[number - 1] if number <= len(self.lines) else ""
        return InputError(Diagnostic.of("input.bad-skir", message, Place(self.name, number), excerpt=excerpt))
