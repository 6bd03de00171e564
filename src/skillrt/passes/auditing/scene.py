"""The scene of an audit: the texts of a skill, each with what it is for and how to name a place in it."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final, Literal

import msgspec

from skillrt.errors import Place
from skillrt.ir import Block, Document, Module, place_in_text, place_of
from skillrt.passes.auditing.hosts import Said
from skillrt.passes.auditing.patterns import has_public_address, has_sign, talk_pattern
from skillrt.passes.auditing.warnings import forbids_what_follows, is_of_bad_things, marks_as_bad, warns_of
from skillrt.reading.fences import fences_of
from skillrt.reading.followed import is_followed
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
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9+/]{24}|(?:\\\\?x[0-9a-fA-F]{2}){8}")
_ENDINGS: Final = {".json": "json", ".jsonc": "json", ".yml": "yaml", ".yaml": "yaml", ".mk": "make"}
_BY_HOST: Final = frozenset({"audit.remote-code", "audit.download-run", "audit.sends-data"})
_COMMENT: Final = re.compile(r"\s*(?:#|//|--|REM\b|<!--)")


class Unit(msgspec.Struct, frozen=True):
    """A program text: a bundled script, a code block, or a command line in prose.

    `block` and `shift` say where in a document it stands; `lead` is the prose that introduces it; `warned`, that the
    text around it warns of it.
    """

    path: str
    kind: Kind
    language: str
    text: str
    lead: str = ""
    block: Block | None = None
    shift: int = -1
    warned: bool = False

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

    def is_talk(self, start: int, code: str) -> bool:
        """Whether the line at `start`, a comment right above it, or the text around says that this is what not to do.

        No text excuses what has no business in a warning: a payload in full, or the address of a real machine.
        """
        begin = self.text.rfind("\n", 0, start) + 1
        stop = self.text.find("\n", start)
        line = self.text[begin : stop if stop >= 0 else len(self.text)]
        if _COMMENT.match(line) and self.language != "prose":
            return True
        if (code == "audit.encoded-payload" and _PAYLOAD.search(line)) or (
            code in _BY_HOST and has_public_address(line)
        ):
            return False
        if self.warned:
            return True
        _, mark, comment = line.partition(" #")
        above = self.text[self.text.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)]
        return bool(mark and forbids_what_follows(comment)) or (
            _COMMENT.match(above) is not None and forbids_what_follows(above)
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
    lead: str = ""
    """The sentence before the list that it stands in."""

    def place(self) -> Place:
        """Where the sentence stands."""
        return place_of(
            self.block, self.sentence.start, min(self.sentence.end, self.sentence.start + len(self.sentence.text))
        )


class Scene:
    """A module as the audit sees it."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._beside: dict[str, Said] = {}

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
        prose = _prose(main) if main else ""
        whole = main.text if main else ""
        return Said(f"{self.about}\n{prose}".lower(), whole.lower())

    def said_beside(self, path: str) -> Said:
        """The same with the prose of one document."""
        said = self.said
        if path not in self._beside:
            document = next((item for item in self.module.documents[1:] if item.path == path), None)
            self._beside[path] = (
                Said(said.prose, said.whole, (_prose(document) + _comments(document)).lower()) if document else said
            )
        return self._beside[path]

    @cached_property
    def _sections(self) -> tuple[tuple[Document, tuple[Section, ...]], ...]:
        return tuple(
            (document, sections_of(document))
            for document in self.module.documents
            if is_followed(document.path) and not is_test(document.path) and _worth_reading(document)
        )

    def units(self) -> Iterator[Unit]:
        """Programs first in documents, then bundled ones; those of tests are left out."""
        for _, sections in self._sections:
            for section in sections:
                yield from _units_of(section, _titles(section, sections))
        for file in self.module.files:
            if file.text is None or is_test(file.path) or len(file.text) > MAX_TEXT:
                continue
            language = settings_language(file.path) or (file.language if file.kind == "script" else "")
            if language and has_sign("code", file.text):
                yield Unit(file.path, "script", language, file.text)

    def prose(self) -> Iterator[Prose]:
        """The sentences of the documents that are followed."""
        for _, sections in self._sections:
            for section in sections:
                blocks = {leaf.id: leaf for leaf in section.leaves}
                titles = _titles(section, sections)
                lead = ""
                for sentence in section.sentences:
                    listed = sentence.block in section.listed
                    lead = lead if listed else sentence.text
                    block = blocks.get(sentence.block)
                    if block is not None:
                        yield Prose(sentence, block, section.path, titles, lead if listed else "")


def settings_language(path: str) -> str:
    """The language of a file of settings that can hold commands, by its name; '' for any other."""
    name = path.rpartition("/")[2].lower()
    if name.startswith(("dockerfile", "containerfile")) or name.endswith(".dockerfile"):
        return "dockerfile"
    if name in ("makefile", "gnumakefile"):
        return "make"
    dot = name.rfind(".")
    return _ENDINGS.get(name[dot:], "") if dot >= 0 else ""


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
    warned = any(is_of_bad_things(title) for title in titles.split("\n"))
    for fence in fences_of(section):
        if not has_sign("code", fence.text):
            continue
        lead = fence.lead.text if fence.lead else ""
        first = fence.text.lstrip()[:200].partition("\n")[0]
        bad = (
            warned or forbids_what_follows(lead[-240:]) or (_COMMENT.match(first) is not None and marks_as_bad(first))
        )
        language = fence.language or fence.block.language
        yield Unit(section.path, "document", language, fence.text, lead, fence.block, warned=bad)
    for leaf in section.leaves:
        if leaf.kind in ("paragraph", "table"):
            yield from _spans(section, leaf, warned=warned)


def _spans(section: Section, leaf: Block, *, warned: bool) -> Iterator[Unit]:
    """Command lines in code spans."""
    for inline in leaf.inlines:
        if inline.kind != "code" or " " not in inline.value or not has_sign("code", inline.value):
            continue
        start = leaf.text.find(inline.value, inline.start, inline.end)
        if start < 0:
            continue
        low, high = _around(section, leaf, inline.start)
        bad = warned or warns_of(leaf.text[low : inline.start], leaf.text[inline.end : high])
        if leaf.kind == "table":
            row = leaf.text[low : inline.start] + leaf.text[inline.end : high]
            bad = bad or talk_pattern("rows").search(row) is not None
        yield Unit(section.path, "document", "shell", inline.value, "", leaf, start, warned=bad)


def _around(section: Section, leaf: Block, at: int) -> tuple[int, int]:
    """The sentence or the row in which a character of a block stands."""
    if leaf.kind == "table":
        end = leaf.text.find("\n", at)
        return leaf.text.rfind("\n", 0, at) + 1, end if end >= 0 else len(leaf.text)
    for item in section.sentences:
        if item.block == leaf.id and item.start <= at < item.end:
            return item.start, item.end
    return max(0, at - 200), min(len(leaf.text), at + 200)


def _prose(document: Document) -> str:
    return "".join([leaf.text for leaf in document.every_leaf if leaf.kind not in ("code", "front-matter", "html")])


def _comments(document: Document) -> str:
    """The comment lines of the code of a document: a reader of the code sees them."""
    blocks = "\n".join([leaf.text for leaf in document.every_leaf if leaf.kind == "code"])
    return "\n".join([line for line in blocks.split("\n") if line.lstrip().startswith(("# ", "// "))])


def _titles(section: Section, sections: tuple[Section, ...]) -> str:
    by_index = {item.index: item.title for item in sections if item.index in section.parents}
    return "\n".join((*(by_index[index] for index in sorted(by_index)), section.title))


def _pairs(text: str) -> bool:
    return re.search("[\ud800-\udc7f\udd00-\udfff]", text) is not None
