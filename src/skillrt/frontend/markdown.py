"""Markdown -> blocks, without losing a byte.

pyromark (pulldown-cmark) gives events with exact UTF-8 byte ranges. What stands between events (blank lines, quote
marks, link definitions, which have no event) becomes trivia leaves, so that the leaves always tile the document.
Bytes that are not UTF-8 are parsed as `?`, which is as long as they are, and kept as lone surrogates in the text.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Any, Final, cast

import msgspec

from skillrt.errors import Span
from skillrt.frontend.block_ids import with_ids
from skillrt.ir.blocks import Block, BlockKind, Inline, InlineKind

MAX_DEPTH: Final = 60  # containers deeper than this become one opaque leaf
_LEAVES: Final[dict[str, BlockKind]] = {
    "Heading": "heading",
    "Paragraph": "paragraph",
    "CodeBlock": "code",
    "HtmlBlock": "html",
    "Table": "table",
}
_CONTAINERS: Final[dict[str, BlockKind]] = {
    "List": "list",
    "Item": "item",
    "BlockQuote": "quote",
    "FootnoteDefinition": "footnote",
}
_INLINE_TAGS: Final[dict[str, InlineKind]] = {"Link": "link", "Image": "image"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:.*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_BLANK = re.compile(r"\s*\Z")


class Parsed(msgspec.Struct, frozen=True):
    """The blocks of one document, and what was odd about it."""

    blocks: tuple[Block, ...]
    bom: bool = False
    too_deep: int = 0  # 1-based line of the first container that was too deep; 0: none
    unclosed_front_matter: bool = False


class _Frame:
    """An open container: its children so far, and the byte up to which it is covered."""

    __slots__ = ("children", "cursor", "end", "fields", "kind", "start")

    def __init__(self, kind: BlockKind | None, start: int, end: int, fields: dict[str, Any]) -> None:
        self.kind: BlockKind | None = kind
        self.start = self.cursor = start
        self.end = end
        self.fields = fields
        self.children: list[Block] = []


class _Leaf:
    """An open leaf: its inline markup and the pieces of its code, in byte offsets."""

    __slots__ = ("end", "fields", "inlines", "pieces", "start", "tag")

    def __init__(self, tag: str, start: int, end: int, fields: Any) -> None:  # noqa: ANN401  (as the event has it)
        self.tag = tag
        self.start = start
        self.end = end
        self.fields = fields
        self.inlines: list[tuple[InlineKind, int, int, str]] = []
        self.pieces: list[tuple[int, int]] = []


def decode(data: bytes) -> str:
    """Bytes as text that can be turned back into the same bytes (surrogateescape)."""
    return data.decode("utf-8", "surrogateescape")


def parse(path: str, data: bytes, *, front_matter: bool) -> Parsed:
    """The blocks of a Markdown file; `front_matter` where one is expected (SKILL.md and other documents alike)."""
    bom = data.startswith(b"\xef\xbb\xbf")
    text = decode(data)
    builder = _Builder(path, text)
    if bom:
        builder.skip_to(3)
    match = _FRONT_MATTER.match(text, 1 if bom else 0) if front_matter else None
    unclosed = front_matter and match is None and text.startswith("---", 1 if bom else 0) and _looks_unclosed(text)
    if match:
        builder.front_matter(len(match.group().encode("utf-8", "surrogateescape")))
    builder.events()
    blocks = builder.finish()
    return Parsed(with_ids(path, blocks), bom, builder.too_deep, unclosed)


def parse_opaque(path: str, data: bytes) -> Parsed:
    """One opaque leaf: for Markdown too large to analyse."""
    text = decode(data)
    lines = max(1, text.count("\n") + (not text.endswith("\n")))
    block = Block("", "opaque", Span(path, 0, len(data), 1, lines), 1, text)
    return Parsed(with_ids(path, (block,)))


def _looks_unclosed(text: str) -> bool:
    second = text.split("\n", 2)[1] if text.count("\n") else ""
    return bool(re.match(r"[A-Za-z_][\w-]*:", second))


class _Builder:
    """Turns the event stream into a tree; one pass, no recursion."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.ascii = text.isascii()
        self.data = text.encode("utf-8", "surrogateescape")
        self.newlines = [match.start() for match in re.finditer(b"\n", self.data)]
        self.stack = [_Frame(None, 0, len(self.data), {})]
        self.too_deep = 0
        self.base = 0
        self.leaf: _Leaf | None = None
        self.skipping = 0

    # -- positions ---------------------------------------------------------------------------------------------

    def line(self, byte: int) -> int:
        """1-based line of a byte offset."""
        return bisect_left(self.newlines, byte) + 1

    def span(self, start: int, end: int) -> Span:
        """Span of a byte range."""
        first = bisect_left(self.newlines, start)
        return Span(self.path, start, end, first + 1, bisect_left(self.newlines, end - 1, first) + 1)

    def slice(self, start: int, end: int) -> str:
        """Text of a byte range."""
        return self.text[start:end] if self.ascii else decode(self.data[start:end])

    def column(self, start: int) -> int:
        """1-based character column of a byte offset."""
        begin = self.data.rfind(b"\n", 0, start) + 1
        return 1 if begin == start else len(self.slice(begin, start)) + 1

    # -- leaves ------------------------------------------------------------------------------------------------

    def add(self, kind: BlockKind, start: int, end: int, **fields: Any) -> None:  # noqa: ANN401
        """Append a leaf to the open container, with trivia for the gap before it."""
        frame = self.stack[-1]
        start, end = max(start, frame.cursor), min(end, len(self.data))
        if end <= start:
            return
        if start > frame.cursor:
            self.gap(frame, start)
        text = self.slice(start, end)
        frame.children.append(Block("", kind, self.span(start, end), self.column(start), text, **fields))
        frame.cursor = end

    def gap(self, frame: _Frame, until: int) -> None:
        """Cover the bytes up to `until` with a marker (at the start of an item) or trivia."""
        start = frame.cursor
        kind: BlockKind = "marker" if frame.kind in {"item", "footnote"} and not frame.children else "trivia"
        text = self.slice(start, until)
        frame.children.append(Block("", kind, self.span(start, until), self.column(start), text))
        frame.cursor = until

    def skip_to(self, byte: int) -> None:
        """Cover the bytes before `byte` (a byte-order mark)."""
        self.gap(self.stack[0], byte)
        self.base = byte

    def front_matter(self, length: int) -> None:
        """Cover the front matter."""
        self.add("front-matter", self.base, self.base + length)
        self.base += length

    # -- events ------------------------------------------------------------------------------------------------

    def events(self) -> None:
        """Run the parser over the rest of the document."""
        import pyromark  # loaded where it is needed: start-up

        options = (
            pyromark.Options.ENABLE_TABLES
            | pyromark.Options.ENABLE_TASKLISTS
            | pyromark.Options.ENABLE_FOOTNOTES
            | pyromark.Options.ENABLE_STRIKETHROUGH
        )
        text = self.slice(self.base, len(self.data)) if self.base else self.text
        if not self.ascii:
            text = _SURROGATE.sub("?", text)
        base = self.base
        for event, place in pyromark.events_with_range(text, options=options):
            if isinstance(event, str):
                self.plain(event, place["start"] + base, place["end"] + base)
                continue
            name, value = next(iter(event.items()))
            # half of all events are plain text inside a paragraph or heading, which needs nothing done
            if name == "Text" and self.leaf is not None and self.leaf.tag and self.leaf.tag != "CodeBlock":
                continue
            self.event(name, value, place["start"] + base, place["end"] + base)

    def plain(self, event: str, start: int, end: int) -> None:
        """An event without a value: a rule or a line break."""
        if self.skipping:
            return
        if event == "Rule":
            self.close_loose()
            self.add("rule", start, end)
        else:
            self.inline_at(start, end)

    def event(self, name: str, value: Any, start: int, end: int) -> None:  # noqa: ANN401
        """An event with a value."""
        if name == "Start":
            tag, fields = (value, None) if isinstance(value, str) else next(iter(value.items()))
            self.open(tag, fields, start, end)
        elif name == "End":
            self.close(value if isinstance(value, str) else next(iter(value)))
        elif self.skipping:
            return
        elif name == "TaskListMarker":
            self.stack[-1].fields["checked"] = bool(value)
        else:
            self.inline(name, value, start, end)

    def open(self, tag: str, fields: Any, start: int, end: int) -> None:  # noqa: ANN401
        """A start tag: container, leaf or inline markup."""
        if self.skipping:
            self.skipping += tag in _CONTAINERS
        elif tag in _CONTAINERS:
            self.open_container(tag, fields, start, end)
        elif tag in _LEAVES:
            self.close_loose()
            self.leaf = _Leaf(tag, start, end, fields)
        elif tag in _INLINE_TAGS:
            self.inline_at(start, end)
            self.note(_INLINE_TAGS[tag], start, end, fields["dest_url"])
        elif self.leaf is None:
            self.inline_at(start, end)

    def open_container(self, tag: str, fields: Any, start: int, end: int) -> None:  # noqa: ANN401
        """Begin a list, an item, a quote or a footnote."""
        self.close_loose()
        if len(self.stack) > MAX_DEPTH:
            self.too_deep = self.too_deep or self.line(start)
            self.add("opaque", start, end)
            self.skipping = 1
            return
        parent = self.stack[-1]
        start = max(start, parent.cursor)
        if start > parent.cursor:
            self.gap(parent, start)
        level = {"level": int(fields)} if tag == "List" and fields is not None else {}
        self.stack.append(_Frame(_CONTAINERS[tag], start, end, level))

    def close(self, tag: str) -> None:
        """An end tag."""
        if self.skipping:
            self.skipping -= tag in _CONTAINERS
        elif tag in _CONTAINERS:
            self.close_loose()
            self.close_container()
        elif tag in _LEAVES:
            self.close_leaf()

    def close_container(self) -> None:
        """End the innermost container; what it did not cover is trivia."""
        frame = self.stack.pop()
        end = min(max(frame.end, frame.cursor), len(self.data))
        if end > frame.cursor:
            self.gap(frame, end)
        parent = self.stack[-1]
        if frame.kind is None or not frame.children:
            return
        span = self.span(frame.start, frame.cursor)
        parent.children.append(
            Block("", frame.kind, span, self.column(frame.start), children=tuple(frame.children), **frame.fields)
        )
        parent.cursor = frame.cursor

    # -- inline content ----------------------------------------------------------------------------------------

    def inline(self, name: str, value: Any, start: int, end: int) -> None:  # noqa: ANN401
        """Text, a code span, or raw HTML."""
        if self.leaf is not None and self.leaf.tag == "CodeBlock":
            self.leaf.pieces.append((start, end))
            return
        self.inline_at(start, end)
        if name == "Code":
            self.note("code", start, end, value)
        elif name in {"InlineHtml", "Html"}:
            self.note("html", start, end, value)

    def inline_at(self, start: int, end: int) -> None:
        """Inline content of a tight list item has no paragraph event: open a paragraph for it, or extend it."""
        if self.leaf is None:
            self.leaf = _Leaf("", start, end, None)
        elif not self.leaf.tag:
            self.leaf.end = max(self.leaf.end, end)

    def note(self, kind: InlineKind, start: int, end: int, value: str) -> None:
        """Record inline markup of the open leaf."""
        if self.leaf is not None:
            self.leaf.inlines.append((kind, start, end, value))

    def close_loose(self) -> None:
        """Close the paragraph that tight inline content opened."""
        if self.leaf is not None and not self.leaf.tag:
            self.close_leaf()

    def close_leaf(self) -> None:
        """Append the open leaf."""
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        leaf.start = max(leaf.start, self.stack[-1].cursor)
        chars = self.characters(leaf)
        inlines = tuple(Inline(kind, chars(a), chars(b), value) for kind, a, b, value in leaf.inlines)
        kind = _LEAVES.get(leaf.tag, "paragraph")
        self.add(kind, leaf.start, leaf.end, inlines=inlines, **self.leaf_fields(leaf, chars))

    def characters(self, leaf: _Leaf) -> Callable[[int], int]:
        """A function from byte offset in the document to character offset in the leaf."""
        start = leaf.start
        data = b"" if self.ascii else self.data[start : leaf.end]
        if self.ascii or data.isascii():
            return lambda byte: max(0, byte - start)
        # one sweep over all offsets: a line may hold a million of them
        offsets = {offset for _, a, b, _ in leaf.inlines for offset in (a, b)}
        offsets |= {offset for piece in leaf.pieces for offset in piece}
        table: dict[int, int] = {}
        before = count = 0
        for offset in sorted(max(0, item - start) for item in offsets):
            count += len(decode(data[before:offset]))
            before = offset
            table[offset] = count
        return lambda byte: table[max(0, byte - start)]

    def leaf_fields(self, leaf: _Leaf, chars: Callable[[int], int]) -> dict[str, Any]:
        """What a leaf of this kind has besides its text."""
        if leaf.tag == "Heading":
            return {"level": int(leaf.fields["level"][1:])}
        if leaf.tag != "CodeBlock":
            return {}
        pieces = tuple((chars(a), chars(b)) for a, b in leaf.pieces)
        if not isinstance(leaf.fields, dict):
            return {"pieces": pieces}
        info = str(cast("dict[str, str]", leaf.fields)["Fenced"])
        return {
            "pieces": pieces,
            "info": info,
            "fenced": True,
            "closed": _is_closed(self.slice(leaf.start, leaf.end)),
        }

    def finish(self) -> tuple[Block, ...]:
        """Close everything and return the top-level blocks."""
        self.close_loose()
        while len(self.stack) > 1:
            self.close_container()
        root = self.stack[0]
        if root.cursor < len(self.data):
            self.gap(root, len(self.data))
        return tuple(root.children)


def _is_closed(text: str) -> bool:
    fence = re.match(r"(`{3,}|~{3,})", text)
    if fence is None:
        return True
    lines = text.rstrip().rsplit("\n", 1)
    last = lines[-1].lstrip(" \t>") if len(lines) > 1 else ""
    return last.startswith(fence.group(1)) and not last.strip(fence.group(1)[0])
