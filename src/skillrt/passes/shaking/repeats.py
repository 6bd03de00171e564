"""Blocks that stand word for word earlier, in the same document or in SKILL.md, which was read before."""

import re
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
_NAME_WORD: Final = re.compile(r"[a-z]+")
_SPAN: Final = re.compile(r"`[^`\n]*`")
# what somebody puts something else in for: `<!-- name -->`, `[Metric 1]`, `{{name}}`, `<name>`, a line to write on
_PLACE: Final = re.compile(
    r"<!--|\[[A-Za-z][^\[\]\n]{0,60}\](?![(\[:])|\{\{[^{}\n]{1,60}\}\}|\{\w{1,40}\}|<[A-Za-z][^<>\n]{0,60}>|_{4}"
)
_FORMS: Final = frozenset({"", "text", "txt", "plaintext", "markdown", "md", "html", "template"})
_OWN_WORLD: Final = phrase_pattern(shake_words().keep["own_world"])


class _Held(msgspec.Struct, frozen=True):
    """A block, the title it stands under, and how many like it stand there."""

    document: str
    title: str
    alone: bool


def repeats(module: Module, taken: frozenset[str] = frozenset()) -> Iterator[Removal]:
    """Every later copy, in reading order; blocks in `taken` go anyway and are nobody's first copy. In a document that
    is copied and filled in nothing is one: it has to be whole."""
    documents = module.documents
    pages = [_Page(item, taken) for item in documents if item is documents[0] or not _is_copied(item.path)]
    counted = Counter(text for page in pages for _, text, _ in page.rows)
    twice = frozenset(text for text, count in counted.items() if count > 1)
    if not twice:
        return
    main = pages[0]
    first = main.held(twice)
    yield from _copies(main, {}, twice)
    led_to = {
        fact.target
        for fact in module.facts
        if isinstance(fact, Reference) and fact.span.file == main.path and fact.status in {"resolved", "mended"}
    }
    for page in pages[1:]:
        folders = page.path.lower().split("/")[:-1]
        apart = any(name in shake_words().context["handed_over"] for name in folders)
        yield from _copies(page, first if page.path in led_to and not apart else {}, twice)


class _Page:
    """A document's blocks that are long enough to repeat: (block, text, section)."""

    def __init__(self, document: Document, taken: frozenset[str]) -> None:
        self.path = document.path
        self.sections = sections_of(document)
        every = list(_blocks_under(document, self.sections))
        self.kinds = Counter((section.start if section else -1, block.kind) for block, section in every)
        texts = ((block, _text(block), section) for block, section in every if block.id not in taken)
        self.rows = [row for row in texts if len(row[1]) >= SHORTEST]

    def held(self, wanted: frozenset[str]) -> dict[str, _Held]:
        """Text -> where it first stands, for the texts that are wanted."""
        titles = Counter(section.title.lower() for section in self.sections)
        found: dict[str, _Held] = {}
        for block, text, section in self.rows:
            if section is None or text not in wanted or text in found:
                continue
            plain = titles[section.title.lower()] == 1 and 0 < len(section.title) <= _LONGEST_TITLE
            world = any(_OWN_WORLD.search(title) for title in section.titles)
            alone = plain and not world and self.kinds[(section.start, block.kind)] == 1
            found[text] = _Held(self.path, section.title, alone)
        return found


def _copies(page: _Page, before: Mapping[str, _Held], twice: frozenset[str]) -> Iterator[Removal]:
    seen = dict(before)
    own = page.held(twice)
    for block, text, section in page.rows:
        if text not in twice:
            continue
        held = seen.get(text)
        if held is None:
            if text in own:
                seen[text] = own[text]
            continue
        pointer = _pointer(held, page.path)
        if held.alone and len(pointer) + _GAIN <= len(text) and _may_go(block, text, section):
            where = f"under “{held.title}” in {held.document}"
            yield Removal(page.path, (block,), "repeat", f"it stands word for word {where}", pointer)


def _blocks_under(document: Document, sections: Sequence[Section]) -> Iterator[tuple[Block, Section | None]]:
    """Top-level blocks with something to repeat, each with the section that it stands in."""
    starts: dict[int, Section | None] = {section.start: section for section in sections}
    section: Section | None = None
    for index, block in enumerate(document.blocks):
        section = starts.get(index, section)
        if block.kind in _KINDS:
            yield block, section


def _may_go(block: Block, text: str, section: Section | None) -> bool:
    """Not what binds or warns, leads over to the next block, is part of an example, or has places to fill in."""
    if text.rstrip().endswith((":", "：")) or keeps(text, "binding", "trouble") or _is_form(block, text):
        return False
    if section is None or any(_OWN_WORLD.search(title) for title in section.titles):
        return False
    return not any(leaf.derivations for leaf in leaves((block,)))


def _is_copied(path: str) -> bool:
    *folders, name = path.lower().split("/")
    context = shake_words().context
    return not context["copied_folders"].isdisjoint(folders) or not context["copied_names"].isdisjoint(
        _NAME_WORD.findall(name)
    )


def _is_form(block: Block, text: str) -> bool:
    """Whether places to fill in stand in it; braces and brackets of code are none."""
    if block.kind == "code":
        return block.language in _FORMS and bool(_PLACE.search(text))
    return bool(_PLACE.search(_SPAN.sub("", text)))


def _text(block: Block) -> str:
    return (block.text if block.is_leaf else "".join([leaf.text for leaf in leaves((block,))])).strip()


def _pointer(held: _Held, path: str) -> str:
    where = "above" if held.document == path else f"in {held.document}"
    return f"(As under “{held.title}” {where}.)"
