"""Analysis is done point by point: the skill's own criteria, or the files that matter, one a turn, with the evidence
kept in a table from which the conclusion is drawn."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Evidence, rank
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.item_lists import NEXT, RUNS, points_listed
from skillrt.primitives.notes import note_near, section_of
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import sections_titled
from skillrt.reading.present import is_lowered
from skillrt.reading.sections import Section

POINTS: Final = "point-by-point"
FILES: Final = "file-by-file"
_FEW: Final = 3
_CRITERIA: Final = re.compile(
    r"\b(?:check ?lists?|criteria|red flags?|look for|smells?|symptoms?|signs|indicators?|anti-?patterns?|rubric|"
    r"review (?:areas?|points?|dimensions?|focus)|common (?:mistakes|issues|problems|vulnerabilities)|"
    r"severity|pitfalls?)\b",
    re.I,
)
_OTHER: Final = re.compile(
    r"\b(?:when (?:not )?to|use cases?|overview|features?|documentation|resources?|references?|related|support|"
    r"install\w*|set ?up|usage|commands?|tools?|examples?|output|format|table of contents)\b|"
    r"\A\W*(?:\d|step\b|phase\b|stage\b)",
    re.I,
)
_VERB: Final = (
    r"\b(?:read|go through|analy[sz]e|review|inspect|examine|audit|trace|scan|check|investigate|search|explore)\b"
)
_READS: Final = re.compile(_VERB, re.I)
# the verb, at most six words, several files
_SEVERAL: Final = re.compile(
    _VERB + r"(?:\s+[\w/'’*.-]+){0,6}?\s+(?:all|each|every|several|multiple|many|relevant|changed|modified|affected|"
    r"related|source|matching|listed|involved)\s+(?:[\w-]+\s+){0,2}?(?:files?|modules?|documents?)\b",
    re.I,
)
_GLOB: Final = re.compile(r"\*{1,2}\.[a-z]{1,5}\b|\w/\*\*?(?:/|`)", re.I)
_PRINCIPLES: Final = re.compile(
    r"\b(?:principles?|philosophy|rules?|guidelines?|best practices|controls?|constraints?|notes?|tips|pitfalls?)\b",
    re.I,
)


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where something short can be understood at all: many points become one, many files become one."""
    if gap.held < 1:
        return
    wide = list(_files(view, gap)) if rank(gap.required) > 2 else []
    # points do not make several files fewer
    yield from wide or _points(view, gap, rank(gap.required) - 1)


def _points(view: SkillView, gap: Gap, to: int) -> Iterator[Draft]:
    notes, files = points_listed(view, _sections(view, gap), "points", _words)
    if notes:
        reason = "the skill's own points are judged one at a time, and a program keeps the evidence for each"
        yield Draft(POINTS, reason, "supports", notes, files, to, RUNS)


def _words(path: str, count: int) -> str:
    return (
        f"Take the {count} points one a turn: `sh {NEXT.path} {path} start` prints the first; "
        f"`sh {NEXT.path} {path} done 'WHAT YOU FOUND, WHERE'` keeps that and prints the "
        "next (`skip`: nothing to it). At the end `status` shows all of it; conclude from that."
    )


def _sections(view: SkillView, gap: Gap) -> list[Section]:
    """The sections that ask for analysis, those with most of the evidence first."""
    weights: dict[tuple[str, int], float] = {}
    found: dict[tuple[str, int], Section] = {}
    held: dict[tuple[str, int], set[str]] = {}
    for item in gap.detected.evidence:
        section = section_of(view, item.block)
        if section is not None:
            key = (section.path, section.index)
            found[key] = section
            weights[key] = weights.get(key, 0.0) + item.weight
            held.setdefault(key, set()).add(item.block)
    named = {(section.path, section.index) for section in sections_titled(view, "reason.analysis:trouble")}
    asking = [key for key in found if _is_to_judge_by(found[key], held[key], named=key in named)]
    return [found[key] for key in sorted(asking, key=lambda key: (key[0] != view.skill_file, -weights[key], key))]


def _is_to_judge_by(section: Section, held: set[str], *, named: bool) -> bool:
    """Whether the section's points are what to look for: it is called so, or at least three of them, and half, ask
    for analysis themselves. Steps in order and lists of uses, features or files are not."""
    if section.numbered or _OTHER.search(section.title) or any(leaf.kind == "code" for leaf in section.leaves):
        return False
    if any(item.kind == "row" for item in section.sentences):
        return False  # a table of causes and remedies is looked up
    points = {item.block for item in section.sentences if item.kind == "item"}
    several = len(points & held)
    return named or _CRITERIA.search(section.title) is not None or (several >= _FEW and 2 * several >= len(points))


def _goes_through_files(view: SkillView, item: Evidence) -> bool:
    """Whether the agent has several files to read there: the sentence has it read them, or a list or a pattern right
    there holds them. Principles are kept in mind, not gone through."""
    section = section_of(view, item.block)
    block = view.block(item.block)
    if block is None or section is None or _PRINCIPLES.search(section.title) or is_lowered(block):
        return False
    text = block.text[item.start : item.end]
    return _SEVERAL.search(text) is not None or (_READS.search(text) is not None and _GLOB.search(text) is not None)


def _files(view: SkillView, gap: Gap) -> Iterator[Draft]:
    text = (
        "With several files: write those that matter to a list, one line `== PATH` each. "
        f"`sh {NEXT.path} LIST start` names the first; read that one only, keep what bears on the question with "
        f"`sh {NEXT.path} LIST done 'LINE: what it does'`, and follow a cause by adding its file at the end of the "
        "list. At the end `status` shows the notes; conclude from them."
    )
    wide = [item for item in gap.detected.evidence if item.level == "L3"]
    note = note_near(view, [item for item in wide if _goes_through_files(view, item)], text, NEXT.path)
    if note is not None:
        reason = "files are understood one at a time, and a program keeps what was found in each"
        yield Draft(FILES, reason, "supports", (note,), (NEXT,), 2, (*RUNS, ("tool.file.write", "L1")))
