"""Analysis is done point by point: the skill's own criteria, or the files that matter, one a turn, with the evidence
kept in a table from which the conclusion is drawn."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import rank
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.item_lists import NEXT, RUNS, list_file, points_of
from skillrt.primitives.notes import note_below, note_near, section_of
from skillrt.primitives.view.sections import Section
from skillrt.primitives.view.view import SkillView

POINTS: Final = "point-by-point"
FILES: Final = "file-by-file"
_FEW: Final = 3
_MOST_LISTS: Final = 3


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where something short can be understood at all: many points become one, many files become one."""
    if gap.held < 1:
        return
    to = rank(gap.required) - 1
    yield from _points(view, gap, to)
    if rank(gap.required) > 2:
        yield from _files(view, gap)


def _points(view: SkillView, gap: Gap, to: int) -> Iterator[Draft]:
    notes: list[Replacement] = []
    files: list[DerivedFile] = [NEXT]
    taken = set(view.module.paths)
    for section in _sections(view, gap):
        points = points_of(section)
        if len(points) < _FEW or len(notes) == _MOST_LISTS:
            continue
        file = list_file(section.title or "points", ".points", [(point, "") for point in points], taken)
        text = (
            f"Take the {len(points)} points one a turn: `sh {NEXT.path} {file.path} start` prints the first; "
            f"`sh {NEXT.path} {file.path} done 'FILE:LINE and what stands there'` keeps what you found and prints the "
            "next (`skip`: nothing to it). At the end `status` shows all of it; conclude from that."
        )
        note = note_below(view, section, text, NEXT.path, file.path)
        if note is not None:
            taken.add(file.path)
            notes.append(note)
            files.append(file)
    if notes:
        reason = "the skill's own points are judged one at a time, and a program keeps the evidence for each"
        yield Draft(POINTS, reason, "supports", tuple(notes), tuple(files), to, RUNS)


def _sections(view: SkillView, gap: Gap) -> list[Section]:
    """The sections that ask for analysis, those with most of the evidence first."""
    weights: dict[tuple[str, int], float] = {}
    found: dict[tuple[str, int], Section] = {}
    for item in gap.detected.evidence:
        section = section_of(view, item.block)
        if section is not None:
            key = (section.path, section.index)
            found[key] = section
            weights[key] = weights.get(key, 0.0) + item.weight
    return [found[key] for key in sorted(found, key=lambda key: (-weights[key], key))]


def _files(view: SkillView, gap: Gap) -> Iterator[Draft]:
    text = (
        "With several files: write those that matter to a list, one line `== PATH` each. "
        f"`sh {NEXT.path} LIST start` names the first; read that one only, keep what bears on the question with "
        f"`sh {NEXT.path} LIST done 'LINE: what it does'`, and follow a cause by adding its file to the list. At the "
        "end `status` shows the notes; conclude from them."
    )
    wide = [item for item in gap.detected.evidence if item.level == "L3"] or list(gap.detected.evidence)
    note = note_near(view, wide, text, NEXT.path)
    if note is not None:
        reason = "files are understood one at a time, and a program keeps what was found in each"
        yield Draft(FILES, reason, "supports", (note,), (NEXT,), 2, (*RUNS, ("tool.file.write", "L1")))
