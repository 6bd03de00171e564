"""The files, folders and addresses that a sentence names, and whether the step reads or writes them."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.ir import Block, Resource, span_of
from skillrt.passes.concurrency.words import words
from skillrt.reading.phrases import WORD
from skillrt.reading.sentences import Sentence

_FILE: Final = re.compile(r"[\w~$.@*<>{}\[\]-][\w~$.@*<>{}\[\]/-]{0,160}\.[A-Za-z][A-Za-z0-9]{0,7}\Z")
_FOLDER: Final = re.compile(r"[\w~$.@*<>{}-][\w~$.@*<>{}/-]{0,160}/\Z")
_URL: Final = re.compile(r"https?://[^\s`\"'<>)\]]{3,200}")
_BACK: Final = 9


def named_paths(block: Block, sentence: Sentence) -> Iterator[tuple[Resource, bool]]:
    """Every path in code or in a link of the sentence, with whether it is written."""
    if "`" not in sentence.text and "](" not in sentence.text and "://" not in sentence.text:
        return
    for inline in block.inlines:
        if inline.start < sentence.start or inline.end > sentence.end:
            continue
        if inline.kind == "code":
            yield from _of(block, sentence, inline.value, inline.start, inline.end)
        elif inline.kind == "link" and not inline.value.startswith(("#", "mailto:")):
            yield from _of(block, sentence, inline.value.partition("#")[0], inline.start, inline.end)


def _of(block: Block, sentence: Sentence, value: str, start: int, end: int) -> Iterator[tuple[Resource, bool]]:
    value = value.strip()
    if url := _URL.match(value):
        yield Resource("url", url.group(), span_of(block, start, end)), False
        return
    kind = "directory" if _FOLDER.match(value) else "file" if _FILE.match(value) else None
    if kind is not None:
        written = _is_written(sentence.text[: max(0, start - sentence.start)])
        yield Resource(kind, value.removeprefix("./"), span_of(block, start, end)), written


def _is_written(before: str) -> bool:
    """The nearest verb before the path decides; without one it is read."""
    for word in reversed([found.group().lower() for found in WORD.finditer(before[-120:])][-_BACK:]):
        if word in words("step", "writes"):
            return True
        if word in words("step", "reads"):
            return False
    return False
