"""The scene of an audit: the texts of a skill, each with what it is for and how to name a place in it."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final, Literal

import msgspec

from skillrt.errors import Place
from skillrt.ir import Block, Document, Module, place_in_text, place_of
from skillrt.passes.auditing.hosts import Said
from skillrt.passes.auditing.patterns import has_sign, talk_pattern
from skillrt.reading.fences import Fence, fences_of
from skillrt.reading.sections import Section, sections_of
from skillrt.reading.sentences import Sentence

Kind = Literal["document", "script"]
MAX_TEXT: Final = 400_000
"""Characters of one program or document that are looked at; what is longer was made by a machine."""
_TESTS: Final = re.compile(
    r"(?:^|/)(?:tests?|test-\w{1,20}|__tests__|fixtures?|testdata|specs?|evals?|node_modules|vendor)/"
    r"|(?:^|/)test_|_test\.|\.(?:test|spec)\.|\.min\.js\Z",
    re.I,
)
_NOT_FOLLOWED: Final = ("license", "licence", "changelog", "notice", "contributing", "code_of_conduct")
_COMMENT: Final = re.compile(r"\s*(?:#|//|--|REM\b|<!--)")


class Unit(msgspec.Struct, frozen=True):
    """A program text: a bundled script, a code block, or a command line in prose.

    `block` and `shift` say where in a document it stands; `lead` is the prose that introduces it.
    """

    path: str
    kind: Kind
    language: str
    text: str
    lead: str = ""
    block: Block | None = None
    shift: int = -1

    def place(self, start: int, end: int) -> Place:
        """The place of the characters `start:end` of the text."""
        if self.block is None:
            return place_in_text(self.path, self.text, start, end)
        if self.shift >= 0:
            return place_of(self.block, self.shift + start, self.shift + end)
        first, last = self.block.offset_of_content(start), self.block.offset_of_content(max(end - 1, start)) + 1
        return place_of(self.block, first, last)

    def character(self, byte: int) -> int:
        """The character at a byte offset."""
        if self.text.isascii():
            return byte
        return len(
            self.text.encode("utf-8", "surrogatepass" if _pairs(self.text) else "surrogateescape")[:byte].decode(
                "utf-8", "replace"
            )
        )

    def is_talk(self, start: int) -> bool:
        """Whether the line at `start`, or a comment right above it, says that this is what not to do."""
        begin = self.text.rfind("\n", 0, start) + 1
        stop = self.text.find("\n", start)
        line = self.text[begin : stop if stop >= 0 else len(self.text)]
        _, mark, comment = line.partition(" #")
        above = self.text[self.text.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)]
        spoken = talk_pattern("sentence")
        return bool(
            (mark and spoken.search(comment))
            or (_COMMENT.match(line) and self.language != "prose")
            or (_COMMENT.match(above) and spoken.search(above))
        )


class Found(msgspec.Struct, frozen=True):
    """A finding before it is written down."""

    code: str
    message: str
    place: Place


class Prose(msgspec.Struct, frozen=True):
    """A sentence with its section and the block it stands in."""

    sentence: Sentence
    block: Block
    path: str
    titles: str

    def place(self) -> Place:
        """Where the sentence stands."""
        return place_of(
            self.block, self.sentence.start, min(self.sentence.end, self.sentence.start + len(self.sentence.text))
        )


class Scene:
    """A module as the audit sees it."""

    def __init__(self, module: Module) -> None:
        self.module = module

    @cached_property
    def about(self) -> str:
        """Name and description of the skill."""
        description = self.module.front_matter.get("description")
        return f"{self.module.name} {description if isinstance(description, str) else ''}"

    @cached_property
    def is_about_attacks(self) -> bool:
        """Whether the skill itself looks for, or teaches about, what an audit looks for."""
        return talk_pattern("subjects").search(self.about) is not None

    @cached_property
    def said(self) -> Said:
        """What a user reads of the skill before it runs."""
        main = self.module.documents[0] if self.module.documents else None
        leaves = main.every_leaf if main else ()
        prose = "".join([leaf.text for leaf in leaves if leaf.kind not in ("code", "front-matter", "html")])
        whole = main.text if main else ""
        return Said(f"{self.about}\n{prose}".lower(), whole.lower())

    @cached_property
    def _sections(self) -> tuple[tuple[Document, tuple[Section, ...]], ...]:
        return tuple(
            (document, sections_of(document))
            for document in self.module.documents
            if not _name(document.path).startswith(_NOT_FOLLOWED)
            and not is_test(document.path)
            and _worth_reading(document)
        )

    def units(self) -> Iterator[Unit]:
        """Programs first in documents, then bundled ones; those of tests are left out."""
        for _, sections in self._sections:
            for section in sections:
                yield from _units_of(section, _titles(section, sections))
        for file in self.module.files:
            if file.kind != "script" or file.text is None or is_test(file.path) or len(file.text) > MAX_TEXT:
                continue
            if has_sign("code", file.text):
                yield Unit(file.path, "script", file.language, file.text)

    def prose(self) -> Iterator[Prose]:
        """The sentences of the documents that are followed."""
        for _, sections in self._sections:
            for section in sections:
                blocks = {leaf.id: leaf for leaf in section.leaves}
                titles = _titles(section, sections)
                for sentence in section.sentences:
                    block = blocks.get(sentence.block)
                    if block is not None:
                        yield Prose(sentence, block, section.path, titles)


def is_test(path: str) -> bool:
    """Whether a file tests programs, or was made by a machine: nothing of it is done when the skill is used."""
    return _TESTS.search(path) is not None


def _worth_reading(document: Document) -> bool:
    """Whether a block of a document holds anything that the rooms could find."""
    if sum(len(leaf.text) for leaf in document.leaves()) > MAX_TEXT:
        return False
    if has_sign("prose", document.text):
        return True
    return any(has_sign("code", leaf.text) for leaf in document.leaves() if leaf.kind == "code" or "`" in leaf.text)


def _units_of(section: Section, titles: str) -> Iterator[Unit]:
    spoken_title = talk_pattern("titles").search(titles) is not None
    if spoken_title:
        return
    for fence in fences_of(section):
        if fence.role == "wrong" or fence.language not in ("shell", "console", "python", "javascript", "powershell"):
            continue
        lead = fence.lead.text if fence.lead else ""
        if has_sign("code", fence.text) and not _leads_to_talk(fence, lead):
            yield Unit(section.path, "document", fence.language, fence.text, lead, fence.block)
    for leaf in section.leaves:
        if leaf.kind in ("paragraph", "table"):
            yield from _spans(section, leaf)


def _leads_to_talk(fence: Fence, lead: str) -> bool:
    # what a heading says counts for all under it and was looked at; a long sentence before is about something else
    return (len(lead) < 240 and fence.role != "commands" and talk_pattern("sentence").search(lead) is not None) or (
        len(lead) < 160 and talk_pattern("sentence").search(lead[-100:]) is not None
    )


def _spans(section: Section, leaf: Block) -> Iterator[Unit]:
    """Command lines in code spans, except where the sentence or the row warns of them."""
    for inline in leaf.inlines:
        if inline.kind != "code" or " " not in inline.value or not has_sign("code", inline.value):
            continue
        around = next(
            (
                item.text
                for item in section.sentences
                if item.block == leaf.id and item.start <= inline.start < item.end
            ),
            leaf.text,
        )
        start = leaf.text.find(inline.value, inline.start, inline.end)
        if start < 0 or talk_pattern("sentence").search(around.replace(inline.value, " ")):
            continue
        yield Unit(section.path, "document", "shell", inline.value, around, leaf, start)


def _titles(section: Section, sections: tuple[Section, ...]) -> str:
    by_index = {item.index: item.title for item in sections if item.index in section.parents}
    return "\n".join((*(by_index[index] for index in sorted(by_index)), section.title))


def _name(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _pairs(text: str) -> bool:
    return re.search("[\ud800-\udc7f\udd00-\udfff]", text) is not None
