"""Where a parallel region stands: its block, the words of it, what leads to it."""

from typing import Final

import msgspec

from skillrt.ir import Block, Module, ParallelRegion, Step, present_range, span_of
from skillrt.reading.fences import Fence, fences_of
from skillrt.reading.followed import is_followed
from skillrt.reading.present import is_lowered
from skillrt.reading.sections import Section, sections_of
from skillrt.reading.sentences import Sentence

_LONGEST: Final = 20_000
"""Characters of a code block that is looked at."""


class Edit(msgspec.Struct, frozen=True, order=True):
    """Put `new` in the place of the characters `start:end` of a block's present text."""

    block: str
    start: int
    end: int
    new: str


class Place(msgspec.Struct, frozen=True):
    """A region in its section: `at` is the index of its block among the section's leaves; the sentence that it is, or
    the code block with the characters of its content. `steps` are those that it belongs to."""

    region: ParallelRegion
    block: Block
    section: Section
    at: int
    sentence: Sentence | None
    fence: Fence | None
    start: int
    end: int
    steps: tuple[Step, ...]

    @property
    def lead(self) -> Block | None:
        """The paragraph right before the block; for prose none that stands in the same list."""
        before = self.section.leaves[self.at - 1] if self.at else None
        if before is None or before.kind != "paragraph" or is_lowered(before):
            return None
        return before if self.fence is not None or before.id not in self.section.listed else None

    @property
    def following(self) -> Block | None:
        """The block right behind."""
        leaves = self.section.leaves
        return leaves[self.at + 1] if self.at + 1 < len(leaves) else None

    @property
    def text(self) -> str:
        """The words of the region."""
        if self.fence is not None:
            return self.fence.text[self.start : self.end]
        return self.sentence.text if self.sentence is not None else self.block.text

    @property
    def around(self) -> str:
        """All that is said about the region: its heading, its lead, its block."""
        lead = self.lead
        words = [sentence.text for sentence in self.section.sentences if lead and sentence.block == lead.id]
        return "\n".join([self.section.title, *words[-1:], self.block.text])


class Scene:
    """The documents of one module that instruct."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.steps = {fact.id: fact for fact in module.facts if isinstance(fact, Step)}
        self.scripts = {file.path: file.text or "" for file in module.files if file.kind == "script"}
        wanted = {fact.span.file for fact in module.facts if isinstance(fact, ParallelRegion)}
        self.homes: dict[str, tuple[Section, int]] = {}
        main = module.documents[0].text.lower() if module.documents else ""
        for document in module.documents:
            if document.path in wanted and _instructs(document.path, main):
                for section in sections_of(document):
                    self.homes.update({leaf.id: (section, at) for at, leaf in enumerate(section.leaves)})

    def place(self, region: ParallelRegion) -> Place | None:
        """Where a region stands; None where it stands in no text that can be edited."""
        home = self.homes.get(region.blocks[0]) if region.blocks else None
        if home is None:
            return None
        section, at = home
        block = section.leaves[at]
        if is_lowered(block):
            return None
        steps = tuple(self.steps[name] for name in region.steps if name in self.steps)
        if block.kind == "code":
            return _in_code(region, block, section, at, steps)
        said = [item for item in section.sentences if item.block == block.id]
        sentence = next((item for item in said if span_of(block, item.start, item.end) == region.span), None)
        return Place(region, block, section, at, sentence, None, 0, 0, steps)


def _instructs(path: str, main: str) -> bool:
    """Whether an agent follows the document; a README only where the instructions name it."""
    name = path.rpartition("/")[2].lower()
    return name in main if name.startswith("readme") else is_followed(path)


def _in_code(
    region: ParallelRegion, block: Block, section: Section, at: int, steps: tuple[Step, ...]
) -> Place | None:
    fence = next((item for item in fences_of(section) if item.block.id == block.id), None)
    if fence is None or len(fence.text) > _LONGEST:
        return None
    low, high = present_range(block, region.span)
    # where in the content the range begins and ends: content is the text without fences and indentation
    start = _content(block, low)
    end = max(start, _content(block, high))
    # a region's last character is outside of its span
    end += fence.text[end : end + 1] not in ("", "\n")
    return Place(region, block, section, at, None, fence, start, end, steps)


def _content(block: Block, offset: int) -> int:
    """The offset in the content of an offset in the block's text."""
    passed = 0
    for start, end in block.pieces:
        if offset < end:
            return passed + max(0, offset - start)
        passed += end - start
    return passed
