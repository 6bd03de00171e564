"""Blocks of patterns become a file of named patterns that a program applies."""

import json
from collections.abc import Iterable, Iterator
from typing import Final, cast

from skillrt.code.outlining import outline
from skillrt.code.outlining.holding import holds
from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program, shell_word
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import moved_fence, named
from skillrt.primitives.outlining import snippet_of
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

NAMED: Final = "named-patterns"
_MATCH: Final = program("match.sh")
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_INFOS: Final = ("regex", "regexp", "re")


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Patterns that are there need not be written, whatever is held."""
    yield from _named(view, gap)


def _named(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """The blocks of patterns among the evidence that the file holds word for word."""
    wanted = {item.block for item in gap.detected.evidence}
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_MATCH]
    for fence in view.fences:
        rows = _rows(fence, view) if fence.block.id in wanted and fence.path == view.skill_file else ""
        if not rows:
            continue
        section = next(part for part in view.sections if (part.path, part.index) == (fence.path, fence.section))
        path = data_path(section.title or "text", ".patterns", taken)
        taken.add(path)
        files.append(DerivedFile(path, rows, False, (fence.block.id,)))
        names = ", ".join(f"`{row.partition(chr(9))[0]}`" for row in rows.splitlines())
        ending = "\n" if fence.block.text.endswith("\n") else ""
        new = (
            f"Patterns{named(fence)} {names}: `sh {_MATCH.path} {shell_word(path)} NAME FILE` prints what one "
            f"matches.{ending}"
        )
        replacements += moved_fence(fence, new, path, _MATCH.path, path)
    if replacements:
        reason = "the patterns are in a file and have names, so that none has to be written"
        yield Draft(NAMED, reason, "removes", tuple(replacements), tuple(files), 0, _RAISES)


def _rows(fence: Fence, view: SkillView) -> str:
    """The file for a block, a name and a pattern a line; empty where it would not hold all of the block."""
    block = fence.block
    if block.info.strip().lower() not in _INFOS or not block.fenced or not block.closed or is_lowered(block):
        return ""
    programs = outline("regex", (snippet_of(fence, view),)).programs
    if not programs:
        return ""
    found = cast("dict[str, list[str]]", json.loads(programs[0].files[0][1]))
    # in the order of the block, so that its words keep theirs; a flag stands before its pattern
    listed = sorted(found.items(), key=lambda item: max(0, fence.text.find(item[1][0])))
    rows = "".join(f"{name}\t{f'(?{flags})' if flags else ''}{pattern}\n" for name, (pattern, flags) in listed)
    return rows if holds(rows, fence.text) else ""
