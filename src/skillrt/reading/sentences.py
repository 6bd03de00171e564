"""Sentences: the prose of a skill cut into what is said at once, each with its place and the words in it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

import msgspec

from skillrt.ir import Block
from skillrt.reading.phrases import words_of

Kind = Literal["heading", "paragraph", "item", "row", "quote"]
# a full stop that ends a sentence: not in `e.g.`, not in a file name
_STOP: Final = re.compile(r"[.!?]([\"'”’)*_`]*\s+(?=[\"'“‘(*_`\[]*[A-Z0-9❌✅]))|(\n[ \t]*\n)|[。！？]()")
_ABBREVIATION: Final = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|approx|no|fig)\.\s*\Z", re.IGNORECASE)
# what stands before what is said: list marks, check boxes, `**Label**:`, `Step 2:`, `1.`
_LEAD: Final = re.compile(
    r"\A\s*(?:[#>|]+\s*)?(?:(?:[-*+•]|\d{1,3}[.)]|\[[ xX]\]|[✅❌⚠️✓✗→]+)\s+)*"
    r"(?:(?:\*\*|__)[^*_\n]{1,60}?(?::(?:\*\*|__)|(?:\*\*|__)\s*[:：—–-])\s*)?"
    r"(?:(?:step|phase)\s+\d{1,2}\s*[:.)—–-]\s*)?(?:\d{1,3}[.)]\s+)?[*_`\"'(\[]*",
    re.IGNORECASE,
)
_MANY: Final = 4000  # characters of one sentence that are looked at


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """One sentence, heading, list item or table row.

    `start:end` are characters of the block's present text. `words` leave out what only leads in (list marks, labels),
    so that the first word of an instruction is its verb; `label` is the bold label before it, with words of its own.
    """

    block: str
    kind: Kind
    text: str
    start: int
    end: int
    words: tuple[str, ...]
    label: str = ""
    label_words: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The first word, lower case; empty where there is none."""
        return self.words[0] if self.words else ""


def sentences_of(block: Block, kind: Kind) -> tuple[Sentence, ...]:
    """The sentences of a leaf block that holds prose."""
    return _cut(block.text, kind, block.id)


@lru_cache(maxsize=20_000)
def _cut(text: str, kind: Kind, block: str) -> tuple[Sentence, ...]:
    if kind == "row":
        return tuple(_rows(text, block))
    return tuple([_sentence(text, start, end, kind, block) for start, end in _ranges(text)])


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _STOP.finditer(text):
        end = found.start(found.lastindex or 0)
        if _ABBREVIATION.search(text, max(start, end - 12), end):
            continue
        if text[start:end].strip():
            yield start, end
        start = found.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def _rows(text: str, block: str) -> Iterator[Sentence]:
    """The rows of a table, without the line of dashes and without the head."""
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        if number > 1 and line.strip(" |\t\r\n:-"):
            yield _sentence(text, start, start + len(line), "row", block)
        start += len(line)


def _sentence(text: str, start: int, end: int, kind: Kind, block: str) -> Sentence:
    shown = text[start : min(end, start + _MANY)]
    lead = _LEAD.match(shown)
    skipped = lead.end() if lead else 0
    label = shown[:skipped].strip(" \t\n-*+>#:_|") if skipped else ""
    words = words_of(shown[skipped:])
    return Sentence(block, kind, shown, start, end, words, label, words_of(label) if label else ())
