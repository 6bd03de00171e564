"""Blocks that stand word for word earlier, in the same document or in SKILL.md, which was read before."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from skillrt.ir import Block, Document, Module, Reference, leaves
from skillrt.passes.shaking.removal import Removal
from skillrt.passes.shaking.units import Section, sections_of
from skillrt.passes.shaking.words import keeps, phrase_pattern, shake_words

SHORTEST: Final = 80  # characters
_GAIN: Final = 40  # characters that a pointer has to be shorter
_LONGEST_TITLE: Final = 60
_KINDS: Final = frozenset({"paragraph", "code", "list", "table"})
_OWN_WORLD: Final = phrase_pattern(shake_words().keep["own_world"])


class _Held(msgspec.Struct, frozen=True):
    """A block, the title it stands under, and how many like it stand there."""

    document: str
    title: str
    alone: bool


def repeats(module: Module, taken: frozenset[str] = frozenset()) -> Iterator[Removal]:
    """Every later copy, in reading order; blocks in `taken` go anyway and are nobody's first copy."""
    if not module.documents:
        return
    main = module.documents[0]
    first = dict(_held(main, taken))
    yield from _copies(main, {}, taken)
    led_to = {
        fact.target
        for fact in module.facts
        if isinstance(fact, Reference) and fact.span.file == main.path and fact.status in {"resolved", "mended"}
    }
    for document in module.documents[1:]:
        folders = document.path.lower().split("/")[:-1]
        apart = any(name in shake_words().context["handed_over"] for name in folders)
        yield from _copies(document, first if document.path in led_to and not apart else {}, taken)


def _copies(document: Document, before: Mapping[str, _Held], taken: frozenset[str]) -> Iterator[Removal]:
    sections = sections_of(document)
    seen = dict(before)
    own = dict(_held(document, taken))
    for block, section in _blocks_under(document, sections):
        text = _text(block)
        if block.id in taken or len(text) < SHORTEST or not _may_go(block, text, section):
            continue
        held = seen.get(text)
        if held is None:
            if text in own:
                seen[text] = own[text]
            continue
        pointer = _pointer(held, document)
        if held.alone and len(pointer) + _GAIN <= len(text):
            where = f"under “{held.title}” in {held.document}"
            yield Removal(document.path, (block,), "repeat", f"it stands word for word {where}", pointer)


def _held(document: Document, taken: frozenset[str]) -> Iterator[tuple[str, _Held]]:
    """Text -> where it first stands, for blocks that a pointer can name without doubt."""
    sections = sections_of(document)
    titles = Counter(section.title.lower() for section in sections)
    kinds = Counter(
        (section.start if section else -1, block.kind) for block, section in _blocks_under(document, sections)
    )
    seen: set[str] = set()
    for block, section in _blocks_under(document, sections):
        text = _text(block)
        if section is None or block.id in taken or text in seen or len(text) < SHORTEST:
            continue
        seen.add(text)
        plain = titles[section.title.lower()] == 1 and 0 < len(section.title) <= _LONGEST_TITLE
        world = any(_OWN_WORLD.search(title) for title in section.titles)
        alone = plain and not world and kinds[(section.start, block.kind)] == 1
        yield text, _Held(document.path, section.title, alone)


def _blocks_under(document: Document, sections: Sequence[Section]) -> Iterator[tuple[Block, Section | None]]:
    """Top-level blocks with something to repeat, each with the section that it stands in."""
    starts: dict[int, Section | None] = {section.start: section for section in sections}
    section: Section | None = None
    for index, block in enumerate(document.blocks):
        section = starts.get(index, section)
        if block.kind in _KINDS:
            yield block, section


def _may_go(block: Block, text: str, section: Section | None) -> bool:
    """Not what binds or warns, not what leads over to the next block, not a part of an example."""
    if text.rstrip().endswith((":", "：")) or keeps(text, "binding", "trouble"):
        return False
    if section is None or any(_OWN_WORLD.search(title) for title in section.titles):
        return False
    return not any(leaf.derivations for leaf in leaves((block,)))


def _text(block: Block) -> str:
    return "".join(leaf.text for leaf in leaves((block,))).strip()


def _pointer(held: _Held, document: Document) -> str:
    where = "above" if held.document == document.path else f"in {held.document}"
    return f"(As under “{held.title}” {where}.)"
