"""Node packages by import: `import`, `require` in bundled programs, code blocks and what commands carry along."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code import facts_of
from skillrt.environment.finding.node_names import package_of
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.subjects import subject_words
from skillrt.environment.sighting import Manner, Sighting

_TRIED: Final = re.compile(r"\btry\s*\{[^{}]{0,200}\Z")
_TYPES: Final = re.compile(r"\bimport[ \t]+type\b[^;]{0,300}\Z")


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package and import, in order of place."""
    for passage in passages_of(scene):
        if passage.language == "javascript" and ("import" in passage.text or "require" in passage.text):
            yield from _of_passage(passage, subject_words(scene))


def _of_passage(passage: Passage, subjects: frozenset[str]) -> Iterator[Sighting]:
    text = passage.text
    raw = b"" if text.isascii() else text.encode("utf-8", "surrogateescape")
    for item in facts_of("passage.js", text).imports:
        name = package_of(item.module)
        if not name:
            continue
        start, end = _chars(raw, item.start, item.end)
        manner = passage.manner if passage.manner != "use" else _manner(text, start)
        # a module of JavaScript is written into a project that has its packages: where the agent has to bring one,
        # the text says how to install it, or that it is what the skill is for
        if passage.block is not None and manner == "use" and not _is_subject(name, subjects):
            manner = "example"
        span = passage.span(start, end)
        yield Sighting("node", name, span, passage.place, manner, "import", passage.id, item.module)


def _is_subject(name: str, subjects: frozenset[str]) -> bool:
    return name in subjects or name.rpartition("/")[2] in subjects or name.lstrip("@").partition("/")[0] in subjects


def _chars(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Characters for bytes; both are the same where the text is ASCII (`raw` is empty)."""
    if not raw:
        return start, end
    low = len(raw[:start].decode("utf-8", "replace"))
    return low, low + len(raw[start:end].decode("utf-8", "replace"))


def _manner(text: str, start: int) -> Manner:
    before = text[max(0, start - 300) : start]
    if "try" in before and _TRIED.search(before):
        return "guarded"
    return "optional" if "import type" in before and _TYPES.search(before) else "use"
