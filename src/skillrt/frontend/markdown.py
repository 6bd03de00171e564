"""Markdown -> blocks, without losing a byte.

pyromark (pulldown-cmark) gives events with exact UTF-8 byte ranges. What stands between events (blank lines, quote
marks, link definitions, which have no event) becomes trivia leaves, so that the leaves always tile the document.
Bytes that are not UTF-8 are parsed as `?`, which is as long as they are, and kept as lone surrogates in the text.
"""

import re
from collections.abc import Iterable
from typing import Any, Final, cast

import msgspec

from skillrt.errors import Span
from skillrt.frontend.block_ids import with_ids
from skillrt.frontend.tiling import Tiling, decode
from skillrt.ir.blocks import Block, BlockKind, Inline, InlineKind

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
_INLINE_EVENTS: Final[dict[str, InlineKind]] = {"Code": "code", "InlineHtml": "html", "Html": "html"}
# tags inside a leaf that leave no trace in it
_PASSED_OVER: Final = frozenset(
    {"Emphasis", "Strong", "Strikethrough", "TableHead", "TableRow", "TableCell", "Link", "Image"}
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_FRONT_MATTER: Final = re.compile(r"---[ \t]*\r?\n(?:.*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY_LINE: Final = re.compile(r"---[ \t]*\r?\n[A-Za-z_][\w-]*:")
_FENCE: Final = re.compile(r"(`{3,}|~{3,})")


class Parsed(msgspec.Struct, frozen=True):
    """The blocks of one document, and what was odd about it."""

    blocks: tuple[Block, ...]
    bom: bool = False
    too_deep: int = 0  # 1-based line of the first container that was too deep; 0: none
    unclosed_front_matter: bool = False
    invalid: int = -1  # offset of the first byte that is not UTF-8; -1: none


def parse(path: str, data: bytes, *, front_matter: bool) -> Parsed:
    """The blocks of a Markdown file; with `front_matter`, a leading `---` block is read as such."""
    text, invalid = _read(data)
    tiling = Tiling(path, text)
    bom = data.startswith(b"\xef\xbb\xbf")
    if bom:
        tiling.gap(3)
    unclosed = False
    if front_matter and text.startswith("---", int(bom)):
        match = _FRONT_MATTER.match(text, int(bom))
        unclosed = match is None and _KEY_LINE.match(text, int(bom)) is not None
        if match:
            length = len(match.group().encode("utf-8", "surrogateescape"))
            tiling.leaf("front-matter", tiling.cursor, tiling.cursor + length)
    reader = _EventReader(tiling)
    reader.read(broken=invalid >= 0)
    return Parsed(with_ids(path, tiling.finish()), bom, reader.too_deep, unclosed, invalid)


def parse_opaque(path: str, data: bytes) -> Parsed:
    """One opaque leaf: for Markdown too large to analyse."""
    text, invalid = _read(data)
    lines = max(1, text.count("\n") + (not text.endswith("\n")))
    blocks = with_ids(path, (Block("", "opaque", Span(path, 0, len(data), 1, lines), 1, text),))
    return Parsed(blocks, invalid=invalid)


def _read(data: bytes) -> tuple[str, int]:
    """The text, and where it first is not UTF-8 (-1: nowhere)."""
    try:
        return data.decode(), -1
    except UnicodeDecodeError as error:
        return decode(data), error.start


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


class _EventReader:
    """Drives the tiling from the parser's events; one pass, no recursion."""

    def __init__(self, tiling: Tiling) -> None:
        self.tiling = tiling
        self.too_deep = 0
        self.leaf: _Leaf | None = None
        self.skipping = 0  # containers open inside one that was too deep

    def read(self, *, broken: bool) -> None:
        """Run the parser over what the tiling does not cover yet. `broken`: not all of it is UTF-8."""
        import pyromark  # loaded where it is needed: start-up

        options = (
            pyromark.Options.ENABLE_TABLES
            | pyromark.Options.ENABLE_TASKLISTS
            | pyromark.Options.ENABLE_FOOTNOTES
            | pyromark.Options.ENABLE_STRIKETHROUGH
        )
        tiling = self.tiling
        base = tiling.cursor
        text = tiling.slice(base, len(tiling.data)) if base else tiling.text
        if broken:
            text = _SURROGATE.sub("?", text)
        self.follow(pyromark.events_with_range(text, options=options), base)
        self.close_loose()

    def follow(self, events: Iterable[tuple[Any, Any]], base: int) -> None:
        """Take the events in, whose places begin to count at `base`."""
        for event, place in events:
            leaf = self.leaf
            if event.__class__ is str:
                if leaf is None or not leaf.tag:
                    self.plain(event, place["start"] + base, place["end"] + base)
                continue
            name, value = event.popitem()
            # most events are text and emphasis inside a leaf, for which little is to do
            if leaf is not None:
                if name == "Text":
                    if leaf.tag == "CodeBlock":
                        leaf.pieces.append((place["start"] + base, place["end"] + base))
                    elif not leaf.tag:
                        leaf.end = max(leaf.end, place["end"] + base)
                    continue
                if value.__class__ is str and value in _PASSED_OVER and name in ("Start", "End"):
                    continue
            if name == "End":
                self.close(value if value.__class__ is str else next(iter(value)))
            else:
                self.event(name, value, place["start"] + base, place["end"] + base)

    def plain(self, event: str, start: int, end: int) -> None:
        """An event without a value: a rule or a line break."""
        if self.skipping:
            return
        if event == "Rule":
            self.close_loose()
            self.tiling.leaf("rule", start, end)
        else:
            self.inline_at(start, end)

    def event(self, name: str, value: Any, start: int, end: int) -> None:  # noqa: ANN401
        """An event with a value."""
        if name == "Start":
            tag, fields = (value, None) if isinstance(value, str) else value.popitem()
            self.open(tag, fields, start, end)
        elif self.skipping:
            return
        elif name == "TaskListMarker":
            self.tiling.note("checked", bool(value))
        else:
            self.inline(name, value, start, end)

    def open(self, tag: str, fields: Any, start: int, end: int) -> None:  # noqa: ANN401
        """A start tag: container, leaf or inline markup."""
        if self.skipping:
            self.skipping += tag in _CONTAINERS
        elif tag in _LEAVES:
            self.close_loose()
            self.leaf = _Leaf(tag, start, end, fields)
        elif tag in _CONTAINERS:
            self.open_container(tag, fields, start, end)
        elif tag in _INLINE_TAGS:
            self.inline_at(start, end)
            self.note(_INLINE_TAGS[tag], start, end, fields["dest_url"])
        elif self.leaf is None:
            self.inline_at(start, end)

    def open_container(self, tag: str, fields: Any, start: int, end: int) -> None:  # noqa: ANN401
        """Begin a list, an item, a quote or a footnote."""
        self.close_loose()
        if self.tiling.too_deep:
            self.tiling.gap(start)
            self.too_deep = self.too_deep or self.tiling.line
            self.tiling.leaf("opaque", start, end)
            self.skipping = 1
            return
        self.tiling.open(_CONTAINERS[tag], start, end)
        if tag == "List" and fields is not None:
            self.tiling.note("level", int(fields))

    def close(self, tag: str) -> None:
        """An end tag."""
        if self.skipping:
            self.skipping -= tag in _CONTAINERS
        elif tag in _LEAVES:
            self.close_leaf()
        elif tag in _CONTAINERS:
            self.close_loose()
            self.tiling.close()

    def inline(self, name: str, value: str, start: int, end: int) -> None:
        """Text, a code span, or raw HTML."""
        if self.leaf is not None and self.leaf.tag == "CodeBlock":
            self.leaf.pieces.append((start, end))
            return
        self.inline_at(start, end)
        if name in _INLINE_EVENTS:
            self.note(_INLINE_EVENTS[name], start, end, value)

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
        """Lay the open leaf."""
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        leaf.start = max(leaf.start, self.tiling.cursor)
        fields: dict[str, Any] = {}
        if leaf.tag == "Heading":
            fields["level"] = int(leaf.fields["level"][1:])
        if leaf.inlines or leaf.pieces:
            self.locate(leaf, fields)
        if leaf.tag == "CodeBlock" and isinstance(leaf.fields, dict):
            fields["info"] = str(cast("dict[str, str]", leaf.fields)["Fenced"])
            fields["fenced"] = True
            fields["closed"] = _is_closed(self.tiling.slice(leaf.start, leaf.end))
        self.tiling.leaf(_LEAVES.get(leaf.tag, "paragraph"), leaf.start, leaf.end, fields)

    def locate(self, leaf: _Leaf, fields: dict[str, Any]) -> None:
        """Put inline markup and pieces of code into `fields`, in characters of the leaf."""
        start = leaf.start
        data = b"" if self.tiling.ascii else self.tiling.data[start : leaf.end]
        if data.isascii():
            fields["inlines"] = tuple(
                [Inline(kind, a - start, b - start, value) for kind, a, b, value in leaf.inlines]
            )
            fields["pieces"] = tuple([(a - start, b - start) for a, b in leaf.pieces])
            return
        chars = _characters(data, start, leaf)
        fields["inlines"] = tuple([Inline(kind, chars[a], chars[b], value) for kind, a, b, value in leaf.inlines])
        fields["pieces"] = tuple([(chars[a], chars[b]) for a, b in leaf.pieces])


def _characters(data: bytes, start: int, leaf: _Leaf) -> dict[int, int]:
    """Byte offset in the document -> character offset in the leaf; one sweep, since a line may hold a million."""
    offsets = {offset for _, a, b, _ in leaf.inlines for offset in (a, b)}
    offsets |= {offset for piece in leaf.pieces for offset in piece}
    table: dict[int, int] = {}
    before = count = 0
    for offset in sorted(offsets):
        count += len(decode(data[before : offset - start]))
        before = offset - start
        table[offset] = count
    return table


def _is_closed(text: str) -> bool:
    fence = _FENCE.match(text)
    if fence is None:
        return True
    lines = text.rstrip().rsplit("\n", 1)
    last = lines[-1].lstrip(" \t>") if len(lines) > 1 else ""
    return last.startswith(fence.group(1)) and not last.strip(fence.group(1)[0])
