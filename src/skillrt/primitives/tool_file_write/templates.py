"""Blocks that show the content of a file, as templates that a command copies."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program, shell_word, uses_of
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import moved_fence, named
from skillrt.primitives.tool_file_write.contents import name_of_content
from skillrt.primitives.tool_file_write.named import WRITES
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

TEMPLATE: Final = "template-files"
COPY: Final = "copy-shown-files"
_FILL: Final = program("fill.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
# evidence that stands for a file each
_NAMED: Final = ("shows the content of a file", "has the agent write a file")
_SMALL: Final = 6
_FEW: Final = 2
# as many files that are still to be written ask for as much as before
_SEVERAL: Final = 3
_MANY: Final = 16
_PLAIN: Final = re.compile(r"[\w.][\w./<>{}\[\]-]*\Z")


class Shown(msgspec.Struct, frozen=True):
    """A block, the file that it shows, its template, and how many characters at its head are left out of that."""

    fence: Fence
    name: str
    file: DerivedFile
    skipped: int

    @property
    def command(self) -> str:
        """The command that copies it."""
        return f"sh {_FILL.path} {shell_word(self.file.path)} {shell_word(self.name)}"


def template_drafts(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Blocks that are to be written become templates; where content is only shown, a command behind it copies it."""
    shown = _shown(view, gap)
    moved = [item for item in shown if item.fence.path == view.skill_file and _is_to_be_written(item.fence)]
    if moved and _left(view, gap, moved) < _SEVERAL:
        yield _moved(moved)
    elif _FEW <= len(shown) <= _MANY and len(shown) * 2 >= _files(gap):
        yield _copied(shown)


def _shown(view: SkillView, gap: Gap) -> list[Shown]:
    wanted = {item.block for item in gap.detected.evidence}
    named_by = [(fence, name_of_content(fence)) for fence in view.fences if fence.block.id in wanted]
    names = [name for _, name in named_by]
    taken = set(view.module.paths)
    found: list[Shown] = []
    for fence, name in named_by:
        # several blocks for one file are ways to choose among, or stretches of it
        if not _PLAIN.match(name) or names.count(name) > 1 or not _is_whole(fence):
            continue
        path = data_path(name.rpartition("/")[2].replace(".", "-"), ".template", taken)
        taken.add(path)
        skipped = _name_line(fence)
        found.append(Shown(fence, name, DerivedFile(path, fence.text[skipped:], False, (fence.block.id,)), skipped))
    return found


def _moved(shown: Sequence[Shown]) -> Draft:
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_FILL]
    for item in shown:
        ending = "\n" if item.fence.block.text.endswith("\n") else ""
        new = (
            f"To make the file{named(item.fence)}, run `{item.command}` (`OLD=NEW` behind it changes a word), then "
            f"adapt it.{ending}"
        )
        paths = (_FILL.path, item.file.path)
        parts = moved_fence(item.fence, new, item.file.path, *paths, skipped=item.skipped)
        replacements += parts
        files += (item.file,) if parts else ()
    reason = "the files that the text shows are copied by a command and then adapted, not written anew"
    return Draft(TEMPLATE, reason, "removes", tuple(replacements), tuple(files), 0, _RUN)


def _copied(shown: Sequence[Shown]) -> Draft:
    replacements: list[Replacement] = []
    for item in shown:
        block = item.fence.block
        margin = " " * (block.column - 1)
        gap = "" if block.text.endswith("\n") else "\n"
        text = f"{gap}\n{margin}To make this file: `{item.command}` (`OLD=NEW` behind it changes a word).\n"
        size = len(block.text)
        replacements.append(Replacement(block.id, size, size, text, uses_of(text, _FILL.path, item.file.path)))
    reason = "each file that the text shows can be made by a command and then adapted, not written anew"
    files = (_FILL, *(msgspec.structs.replace(item.file, how="outlined") for item in shown))
    return Draft(COPY, reason, "supports", tuple(replacements), files, 1, _RUN)


def _files(gap: Gap) -> int:
    """How many files the evidence names, by blocks and by sentences."""
    return sum(item.reason in _NAMED for item in gap.detected.evidence)


def _left(view: SkillView, gap: Gap, moved: Sequence[Shown]) -> int:
    """How many of them are still to be written once the blocks are moved."""
    blocks = {item.fence.block.id for item in moved}
    bases = [item.name.rpartition("/")[2] for item in moved]
    left = 0
    for item in gap.detected.evidence:
        block = view.block(item.block)
        if item.reason in _NAMED and item.block not in blocks and block is not None:
            left += not any(base in block.text[item.start : item.end] for base in bases)
    return left


def _is_whole(fence: Fence) -> bool:
    """Whether the block can be a file as it stands: a sample with gaps is none."""
    usable = fence.role in ("code", "data") and fence.block.fenced and fence.block.closed
    return usable and not is_lowered(fence.block) and fence.lines >= _SMALL and "..." not in fence.text


def _is_to_be_written(fence: Fence) -> bool:
    return fence.lead is not None and WRITES.search(fence.lead.text) is not None


def _name_line(fence: Fence) -> int:
    """The length of a first line that only names the file, where the file could not hold it: JSON has no comments."""
    first = fence.text.partition("\n")[0]
    return len(first) + 1 if fence.language == "json" and first.lstrip().startswith(("//", "#")) else 0
