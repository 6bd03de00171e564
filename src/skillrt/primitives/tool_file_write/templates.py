"""Blocks that show the content of a file that is to be created: a command behind them makes it.

The block stays in sight, so that it is seen what stands in the file and which words are to be put in.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program, shell_word
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import note_behind
from skillrt.primitives.tool_file_write.contents import file_to_create
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

TEMPLATE: Final = "template-files"
_FILL: Final = program("fill.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
# evidence that stands for a file each
_NAMED: Final = ("shows the content of a file", "has the agent write a file")
_SMALL: Final = 6
# as many files that are still to be written ask for as much as before
_SEVERAL: Final = 3


class Shown(msgspec.Struct, frozen=True):
    """A block, the file that it shows, and the template that holds its content."""

    fence: Fence
    name: str
    file: DerivedFile

    @property
    def command(self) -> str:
        """The command that makes the file; in JSON words are put in as that wants them."""
        option = " --json" if self.fence.language == "json" else ""
        return f"sh {_FILL.path} {shell_word(self.file.path)} {shell_word(self.name)}{option}"


def template_drafts(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """One draft for all of them, where few files are then left to be written."""
    shown = list(_shown(view))
    left = _left(view, gap, shown)
    if shown and left < _SEVERAL:
        reason = "each file that the text shows is made by a command, not written anew"
        files = (_FILL, *(item.file for item in shown))
        to = 2 if left else 1
        yield Draft(TEMPLATE, reason, "supports", tuple(map(_behind, shown)), files, to, _RUN)


def _shown(view: SkillView) -> Iterator[Shown]:
    named_by = [(fence, file_to_create(view, fence)) for fence in view.fences if fence.path == view.skill_file]
    leads = [fence.lead.text for fence, _ in named_by if fence.lead is not None]
    taken = set(view.module.paths)
    for fence, name in named_by:
        # several blocks for one file are ways to choose among, or stretches of it
        if not name or sum(name in lead for lead in leads) > 1 or not _is_whole(fence):
            continue
        path = data_path(name.rpartition("/")[2].replace(".", "-"), ".template", taken)
        taken.add(path)
        yield Shown(fence, name, DerivedFile(path, fence.text, False, (fence.block.id,), (), "outlined"))


def _behind(item: Shown) -> Replacement:
    text = f"To make this file: `{item.command}`; `OLD=NEW` behind it changes a word of it."
    return note_behind(item.fence, text, _FILL.path, item.file.path)


def _left(view: SkillView, gap: Gap, shown: Sequence[Shown]) -> int:
    """How many files, by blocks and by sentences, are then still to be written."""
    blocks = {item.fence.block.id for item in shown}
    bases = [item.name.rpartition("/")[2] for item in shown]
    left = 0
    for item in gap.detected.evidence:
        block = view.block(item.block)
        if item.reason in _NAMED and item.block not in blocks and block is not None:
            left += not any(base in block.text[item.start : item.end] for base in bases)
    return left


def _is_whole(fence: Fence) -> bool:
    """Whether the block can be a file as it stands: a sample with gaps is none."""
    usable = fence.role in ("code", "data") and fence.block.fenced and fence.block.closed
    gaps = "..." in fence.text or "…" in fence.text
    return usable and not gaps and not is_lowered(fence.block) and fence.lines >= _SMALL
