"""Where a lowering puts a sentence of its own: at the end of the paragraph that asks, else below its heading."""

import re
from collections.abc import Sequence
from typing import Final

from skillrt.code.outlining.holding import holds
from skillrt.ir import Block
from skillrt.primitives.base import Evidence
from skillrt.primitives.bundling import uses_of
from skillrt.primitives.draft import Replacement
from skillrt.primitives.view.fences import Fence
from skillrt.primitives.view.reading import is_lowered
from skillrt.primitives.view.sections import Section
from skillrt.primitives.view.view import SkillView

_SENTENCE_END: Final = re.compile(r"(?:[.!?][)*_\"'”]{0,3}|。)\Z")


def note_near(view: SkillView, evidence: Sequence[Evidence], text: str, *paths: str) -> Replacement | None:
    """`text` at the first of the evidence, that in SKILL.md first; None where no block there can take it. `paths` are
    the bundled files that it names."""
    owners = {name: section for section in view.sections for name in _names(section)}
    places = [(owners[item.block], item.block) for item in evidence if item.block in owners]
    places.sort(key=lambda place: place[0].path != view.skill_file)
    for section, name in places:
        found = note_in(view, section, name, text, *paths)
        if found is not None:
            return found
    return None


def note_in(view: SkillView, section: Section, name: str, text: str, *paths: str) -> Replacement | None:
    """`text` behind the paragraph `name`: as its last sentence where it ends with one, else as a paragraph; under the
    section's heading where it can stand at neither place."""
    block = view.block(name)
    if block is not None and block.kind == "paragraph" and _takes(block, len(block.text.rstrip())):
        end = len(block.text.rstrip())
        if _SENTENCE_END.search(block.text[:end]):
            return Replacement(name, end, end, f" {text}", uses_of(text, *paths))
        if _stands_free(section, block):
            return Replacement(name, end, end, f"\n\n{text}", uses_of(text, *paths))
    return note_below(view, section, text, *paths)


def note_below(view: SkillView, section: Section, text: str, *paths: str) -> Replacement | None:
    """`text` as a paragraph right below the section's heading; behind its first paragraph where it has none."""
    heading = view.block(section.heading) if section.heading else None
    if heading is not None and _takes(heading, len(heading.text)):
        gap = "\n" if heading.text.endswith("\n") else "\n\n"
        size = len(heading.text)
        return Replacement(heading.id, size, size, f"{gap}{text}\n", uses_of(text, *paths))
    for leaf in section.leaves:
        block = view.block(leaf.id)
        end = len(block.text.rstrip()) if block is not None else 0
        if block is not None and block.kind == "paragraph" and _takes(block, end) and _stands_free(section, block):
            return Replacement(block.id, end, end, f"\n\n{text}", uses_of(text, *paths))
    return None


def note_above(view: SkillView, name: str, text: str, *paths: str) -> Replacement | None:
    """`text` as a paragraph before the block `name`."""
    block = view.block(name)
    if block is None or not _takes(block, 0) or block.column != 1:
        return None
    return Replacement(name, 0, 0, f"{text}\n\n", uses_of(text, *paths))


def note_at_end(view: SkillView, text: str, *paths: str) -> Replacement | None:
    """`text` as the last paragraphs of SKILL.md; None where its last block cannot take them."""
    document = view.module.documents[0] if view.module.documents else None
    leaves = [leaf for leaf in document.leaves() if leaf.text.strip()] if document else []
    last = leaves[-1] if leaves else None
    if last is None or last.kind in ("front-matter", "html", "opaque") or not last.closed or is_lowered(last):
        return None
    end = len(last.text.rstrip())
    if not _takes(last, end):
        return None
    return Replacement(last.id, end, end, f"\n\n{text}", uses_of(text, *paths))


def moved_fence(fence: Fence, new: str, path: str, *paths: str, skipped: int = 0) -> tuple[Replacement, ...]:
    """`new` in the place of a fenced block whose content the derived file `path` now holds, the first `skipped`
    characters left out; of these and of its fence lines, `new` holds the words. Nothing where one would be lost."""
    block = fence.block
    if not block.pieces or not fence.text.strip():
        return ()
    start, end = block.offset_of_content(skipped), block.pieces[-1][1]
    if not holds(new, block.text[:start]) or not holds(fence.text[skipped:], block.text[start:end]):
        return ()
    return (
        Replacement(block.id, 0, start, new, uses_of(new, *paths)),
        Replacement(block.id, start, end, "", (), path),
        *((Replacement(block.id, end, len(block.text), ""),) if end < len(block.text) else ()),
    )


def named(fence: Fence) -> str:
    """The words of a block's info string in brackets, for text that stands in its place."""
    info = " ".join(fence.block.info.split())
    return f" ({info})" if info else ""


def section_of(view: SkillView, block: str) -> Section | None:
    """The section that a block stands in."""
    return next((item for item in view.sections if block in _names(item)), None)


def _names(section: Section) -> tuple[str, ...]:
    return (
        (section.heading, *(leaf.id for leaf in section.leaves))
        if section.heading
        else tuple(leaf.id for leaf in section.leaves)
    )


def _takes(block: Block, at: int) -> bool:
    """Whether text may be put in here: no lowering wrote the block, and no other pass changed the words right there,
    whose record would be joined with ours."""
    return not is_lowered(block) and not any(
        item.start <= at + 1 and item.end >= at - 1 for item in block.derivations
    )


def _stands_free(section: Section, block: Block) -> bool:
    """Whether another paragraph may follow the block: it stands in no list and no quote, and leads to nothing."""
    return block.id not in section.listed and block.column == 1 and not block.text.rstrip("*_ \n").endswith(":")
