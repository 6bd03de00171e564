"""Where install lines stand in a skill: code blocks of any language, programs, code spans, the front matter."""

import re
from collections.abc import Iterator
from typing import Final, cast

import msgspec

from skillrt.code import Offsets
from skillrt.code.alternatives import LETTERS, one_of
from skillrt.environment.finding.install_lines import Install, install_lines
from skillrt.environment.finding.passages import Passage, manner_of_file
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.tone import manner_of_fence, manner_of_section
from skillrt.environment.sighting import Manner, Place
from skillrt.errors import Span
from skillrt.ir import Block
from skillrt.reading.sections import Section

_MEMO: Final = "environment.installs"
_DOCUMENTS: Final = frozenset({"markdown", "md", "mdx"})
_WORTHY: Final = "install add uvx npx bunx pnpx dlx exec run create download inject init x i"
_WORTH: Final = re.compile(rf"(?:{one_of(_WORTHY.split(), not_after=LETTERS)})[ \"']")


class PlacedInstall(msgspec.Struct, frozen=True):
    """An install line with its place and how it is said."""

    install: Install
    span: Span
    place: Place
    manner: Manner
    block: str = ""


def installs_of(scene: Scene) -> tuple[PlacedInstall, ...]:
    """Every install line of a skill, worked out once."""
    memo = scene.module.memo
    known = memo.get(_MEMO)
    if known is None:
        known = memo[_MEMO] = tuple(_installs(scene))
    return cast("tuple[PlacedInstall, ...]", known)


def _installs(scene: Scene) -> Iterator[PlacedInstall]:
    front = scene.module.front_matter_block
    if front is not None:
        yield from _in_text(front, front.text, 0, "main", "install")
    sections = {(item.path, item.index): item for item in scene.sections}
    for section in scene.sections:
        yield from _in_spans(section)
    for fence in scene.fences:
        if _WORTH.search(fence.text):
            manner = manner_of_fence(fence, sections[fence.path, fence.section], plain="install")
            # a document to write is about the user's project
            manner = "example" if fence.block.language in _DOCUMENTS else manner
            passage = Passage(
                fence.text, "", place_of_file(fence.path), manner, fence.path, fence.block.text, fence.block
            )
            yield from _in_passage(passage)
    for file in scene.scripts:
        if file.text is not None and _WORTH.search(file.text):
            # in other programs they are messages about what is missing
            plain: Manner = "install" if file.language in ("shell", "powershell", "batch") else "told"
            manner = plain if manner_of_file(file.path) == "use" else "example"
            yield from _in_passage(Passage(file.text, "", "script", manner, file.path, file.text))


def _in_passage(passage: Passage) -> Iterator[PlacedInstall]:
    for item in install_lines(passage.text):
        span = passage.span(item.start, item.end)
        # a bundled program that installs a tool for developers goes on to use it
        manner = passage.manner if passage.place == "script" else _with_dev(item, passage.manner)
        yield PlacedInstall(item, span, passage.place, manner, passage.id)


def _in_spans(section: Section) -> Iterator[PlacedInstall]:
    """Install lines in code spans of prose: elsewhere in prose, where they end is anybody's guess."""
    for leaf in section.leaves:
        for inline in leaf.inlines:
            if inline.kind == "code" and _WORTH.search(inline.value):
                manner = manner_of_section(section, leaf.text[max(0, inline.start - 200) : inline.start], "install")
                base = leaf.text.find(inline.value, inline.start)
                yield from _in_text(leaf, inline.value, max(base, inline.start), place_of_file(section.path), manner)


def _in_text(block: Block, text: str, base: int, place: Place, manner: Manner) -> Iterator[PlacedInstall]:
    for item in install_lines(text):
        low, high = base + item.start, min(base + item.end, len(block.text))
        offsets, line = Offsets(block.text), block.span.line + block.text.count("\n", 0, low)
        span = Span(
            block.span.file,
            block.span.start + offsets.byte(low),
            block.span.start + offsets.byte(high),
            line,
            line + block.text.count("\n", low, high),
        )
        yield PlacedInstall(item, span, place, _with_dev(item, manner), block.id)


def _with_dev(item: Install, manner: Manner) -> Manner:
    return "optional" if item.dev and manner == "install" else manner
