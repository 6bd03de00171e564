"""Where a lowering puts a sentence of its own: at the end of the paragraph that tells to do the thing, or
below a section's heading where it is about the whole section."""

import re
from collections.abc import Sequence
from typing import Final

from skillrt.code.outlining.holding import holds
from skillrt.ir import Block
from skillrt.primitives.base import Evidence
from skillrt.primitives.bundling import uses_of
from skillrt.primitives.draft import Replacement
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.instructions import is_aside, is_instruction
from skillrt.reading.present import is_lowered
from skillrt.reading.sections import Section

_SENTENCE_END: Final = re.compile(r"(?:[.!?][)*_\"'”]{0,3}|。)\Z")


def note_near(
    view: SkillView, evidence: Sequence[Evidence], text: str, *paths: str, stated: bool = False
) -> Replacement | None:
    """`text` at the first of the evidence that is an instruction of SKILL.md; None where there is none that can take
    it. With `stated`, a sentence that only states a thing will do. `paths` are the bundled files that it names."""
    owners = {name: section for section in view.main for name in _names(section) if not is_aside(section, view.main)}
    for item in evidence:
        section = owners.get(item.block)
        if section is None or not (stated or _instructs(section, item)):
            continue
        found = note_in(view, section, item.block, text, *paths)
        if found is not None:
            return found
    return None


def note_in(view: SkillView, section: Section, name: str, text: str, *paths: str) -> Replacement | None:
    """`text` behind the paragraph `name`: as its last sentence where it ends with one, else as a paragraph. None
    where it can stand at neither place: a note on an action means nothing elsewhere."""
    block = view.block(name)
    end = len(block.text.rstrip()) if block is not None else 0
    if block is None or block.kind != "paragraph" or not _takes(block, end):
        return None
    if _SENTENCE_END.search(block.text[:end]):
        return Replacement(name, end, end, f" {text}", uses_of(text, *paths))
    if _stands_free(section, block):
        return Replacement(name, end, end, f"\n\n{text}{_gap_behind(view, block)}", uses_of(text, *paths))
    return None


def note_below(view: SkillView, section: Section, text: str, *paths: str) -> Replacement | None:
    """`text` as a paragraph right below the section's heading, for what is about the whole section; behind its first
    paragraph where it has none."""
    heading = view.block(section.heading) if section.heading else None
    if heading is not None and _takes(heading, len(heading.text)):
        gap = "\n" if heading.text.endswith("\n") else "\n\n"
        size = len(heading.text)
        made = f"{gap}{text}\n{_gap_behind(view, heading)}"
        return Replacement(heading.id, size, size, made, uses_of(text, *paths))
    for leaf in section.leaves:
        block = view.block(leaf.id)
        end = len(block.text.rstrip()) if block is not None else 0
        if block is not None and block.kind == "paragraph" and _takes(block, end) and _stands_free(section, block):
            made = f"\n\n{text}{_gap_behind(view, block)}"
            return Replacement(block.id, end, end, made, uses_of(text, *paths))
    return None


def note_above(view: SkillView, name: str, text: str, *paths: str) -> Replacement | None:
    """`text` as a paragraph before the block `name`."""
    block = view.block(name)
    if block is None or not _takes(block, 0) or block.column != 1:
        return None
    return Replacement(name, 0, 0, f"{text}\n\n", uses_of(text, *paths))


def note_behind(fence: Fence, text: str, *paths: str) -> Replacement:
    """`text` as a paragraph right behind a fenced block, in its column; the block stays in sight."""
    block = fence.block
    gap = "" if block.text.endswith("\n") else "\n"
    size = len(block.text)
    return Replacement(block.id, size, size, f"{gap}\n{' ' * (block.column - 1)}{text}\n", uses_of(text, *paths))


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


def _instructs(section: Section, item: Evidence) -> bool:
    """Whether a sentence that the evidence lies in tells the agent to do something."""
    return any(
        sentence.block == item.block
        and sentence.start < item.end
        and item.start < sentence.end
        and is_instruction(sentence)
        for sentence in section.sentences
    )


def _gap_behind(view: SkillView, block: Block) -> str:
    """A line's end where the next block follows without a blank line: what is put between would be joined with it."""
    leaves = [leaf for document in view.module.documents for leaf in document.leaves()]
    at = next((number for number, leaf in enumerate(leaves) if leaf.id == block.id), None)
    following = leaves[at + 1] if at is not None and at + 1 < len(leaves) else None
    if following is None or block.text.endswith("\n\n") or not following.text.strip(" \t\n"):
        return ""
    return "\n"


def _takes(block: Block, at: int) -> bool:
    """Whether text may be put in here: no lowering wrote the block, and no other pass changed the words right there,
    whose record would be joined with ours."""
    return not is_lowered(block) and not any(
        item.start <= at + 1 and item.end >= at - 1 for item in block.derivations
    )


def _stands_free(section: Section, block: Block) -> bool:
    """Whether another paragraph may follow the block: it stands in no list and no quote, and leads to nothing."""
    return block.id not in section.listed and block.column == 1 and not block.text.rstrip("*_ \n").endswith(":")
