"""The view of a skill that detectors and lowerings share: sections, sentences, code blocks, phrases, scripts.

Made once a module; what is costly is made when first asked for, and remembered by text, so that a view of a module in
which one block changed costs little.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeVar, cast

import msgspec

from skillrt.ir import Block, BundledFile, CallSite, Document, HarnessUse, Module, Reference
from skillrt.primitives.base import Evidence, Level
from skillrt.reading.fences import Fence, fences_of
from skillrt.reading.followed import is_followed
from skillrt.reading.phrases import Hit, Lexicon, words_of
from skillrt.reading.present import is_made_document, made_document, present_document
from skillrt.reading.sections import Section, sections_of
from skillrt.reading.sentences import Sentence
from skillrt.reading.steps import Procedure, procedures_of


class Found(msgspec.Struct, frozen=True):
    """A phrase found in a sentence of a section, or in its label."""

    hit: Hit
    sentence: Sentence
    section: Section


_Made = TypeVar("_Made")


class SkillView:
    """What a skill says, as far as detectors need it. SKILL.md comes first; other documents follow in order."""

    def __init__(self, module: Module, lexicon: Lexicon) -> None:
        self.module = module
        self.lexicon = lexicon
        self._made: dict[str, object] = {}

    def once(self, name: str, make: "Callable[[SkillView], _Made]") -> _Made:
        """What `make` gives, made when first asked for under this name: for what several detectors look at."""
        if name not in self._made:
            self._made[name] = make(self)
        return cast("_Made", self._made[name])

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents with what was rewritten in them read again, and those that passes made."""
        source = [present_document(item) for item in self.module.documents if is_followed(item.path)]
        return (*source, *(made_document(file) for file in self.module.files if is_made_document(file)))

    @cached_property
    def size(self) -> int:
        """Characters of all documents."""
        return sum(len(leaf.text) for document in self.documents for leaf in document.leaves())

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all documents."""
        return tuple(section for document in self.documents for section in sections_of(document))

    @cached_property
    def main(self) -> tuple[Section, ...]:
        """The sections of SKILL.md."""
        first = self.module.documents[0].path if self.module.documents else ""
        return tuple(section for section in self.sections if section.path == first)

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """Every code block."""
        return tuple(fence for section in self.sections for fence in fences_of(section))

    @cached_property
    def _hits(self) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = {}
        for section in self.sections:
            for sentence in section.sentences:
                # `**Never guess**: ...` says what it says in its label
                for hit in self.lexicon.find_once(sentence.text, sentence.words, sentence.label_words):
                    found.setdefault(hit.label, []).append(Found(hit, sentence, section))
        return found

    @cached_property
    def procedures(self) -> tuple[Procedure, ...]:
        """Steps that the skill prescribes in order, those of SKILL.md first."""
        return tuple(procedures_of(self.sections))

    def hits(self, label: str) -> list[Found]:
        """Where the phrases of a label stand, in reading order."""
        return self._hits.get(label, [])

    def sentences(self) -> Iterator[tuple[Section, Sentence]]:
        """Every sentence with its section."""
        for section in self.sections:
            for sentence in section.sentences:
                yield section, sentence

    @cached_property
    def calls(self) -> tuple[CallSite, ...]:
        """Commands of the text that run a bundled script."""
        return tuple(fact for fact in self.module.facts if isinstance(fact, CallSite))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Mentions of bundled files that are there."""
        return tuple(fact for fact in self.module.facts if isinstance(fact, Reference) and fact.target)

    @cached_property
    def scripts(self) -> tuple[BundledFile, ...]:
        """Bundled programs."""
        return tuple(file for file in self.module.files if file.kind == "script")

    @cached_property
    def uses(self) -> tuple[HarnessUse, ...]:
        """Tools, commands and variables of harnesses that the text names."""
        return tuple(fact for fact in self.module.facts if isinstance(fact, HarnessUse))

    @cached_property
    def description(self) -> str:
        """The front matter's description."""
        value = self.module.front_matter.get("description")
        return value if isinstance(value, str) else ""

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The labels of the phrases in the skill's name and description."""
        words = words_of(f"{self.module.name.replace('-', ' ')} . {self.description}")
        return frozenset(hit.label for hit in self.lexicon.find(words))

    @cached_property
    def sentence_count(self) -> int:
        """How many sentences all documents have."""
        return sum(len(section.sentences) for section in self.sections)

    @cached_property
    def described(self) -> frozenset[str]:
        """The labels of the phrases in the description."""
        return frozenset(hit.label for hit in self.lexicon.find(words_of(self.description)))

    @cached_property
    def front_matter(self) -> Block | None:
        """The block of SKILL.md's front matter."""
        blocks = self.module.documents[0].blocks if self.module.documents else ()
        return next((block for block in blocks if block.kind == "front-matter"), None)

    @property
    def skill_file(self) -> str:
        """The path of SKILL.md as it is spelled."""
        return self.module.documents[0].path if self.module.documents else ""

    def block(self, name: str) -> Block | None:
        """A block of the module by its id."""
        return self.module.blocks.get(name)


def at_sentence(found: Found, level: Level, weight: float, reason: str) -> Evidence:
    """Evidence at a phrase's sentence."""
    sentence = found.sentence
    return Evidence(sentence.block, sentence.start, sentence.end, level, weight, reason)


def at_fence(fence: Fence, level: Level, weight: float, reason: str) -> Evidence:
    """Evidence at a code block."""
    return Evidence(fence.block.id, 0, len(fence.block.text), level, weight, reason)
