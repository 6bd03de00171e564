"""Procedures: steps that a skill prescribes in order, by headings, numbered lists or check lists."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.ir import Block, leaves
from skillrt.reading.sections import Section

_STEP_TITLE: Final = re.compile(
    r"\A(?:[^\w\s]+\s*)?(?:(?:step|phase|stage)\s*(\d{1,2}|[A-Z]|one|two|three|four)\b|(\d{1,2})[.):]?(?:\d{1,2}[.)]?)?\s)",
    re.I,
)
_ABOUT_STEPS: Final = re.compile(
    r"\b(?:workflow|process|procedure|steps?|how (?:it works|to)|"
    r"instructions?|pipeline|protocol|checklist|quick ?start|getting started|usage|phase)\b",
    re.I,
)
BRANCH: Final = re.compile(r"\b(?:if|unless|otherwise|else|when(?:ever)?|depending on|in case)\b", re.I)
LOOP: Final = re.compile(
    r"\b(?:repeat|iterate|iteration|until|loop|re-?run|again|go back|return to (?:step|phase)|"
    r"retry|for each|each (?:file|item|time|of)|every (?:file|item)|continue until|while)\b",
    re.I,
)
CHECK: Final = re.compile(
    r"\b(?:verify|validate|check|confirm|ensure|make sure|test|review|double-check|inspect)\b", re.I
)


class Step(msgspec.Struct, frozen=True):
    """One step: its first block, and the text of everything in it."""

    block: str
    title: str
    text: str
    line: int
    end_line: int


class Procedure(msgspec.Struct, frozen=True):
    """Steps in order. `by` says what they are: headings of sections or items of a list."""

    path: str
    section: int
    title: str
    by: str
    steps: tuple[Step, ...]

    @property
    def branches(self) -> int:
        """Steps with a condition."""
        return sum(bool(BRANCH.search(step.text)) for step in self.steps)

    @property
    def loops(self) -> int:
        """Steps that repeat something."""
        return sum(bool(LOOP.search(step.text)) for step in self.steps)

    @property
    def checks(self) -> int:
        """Steps that verify something."""
        return sum(bool(CHECK.search(step.text)) for step in self.steps)


def procedures_of(sections: Sequence[Section]) -> Iterator[Procedure]:
    """Every procedure in the sections, document by document."""
    by_path: dict[str, list[Section]] = {}
    for section in sections:
        by_path.setdefault(section.path, []).append(section)
    for group in by_path.values():
        yield from _by_headings(group)
        for section in group:
            yield from _by_lists(section)


def _by_headings(sections: Sequence[Section]) -> Iterator[Procedure]:
    """Sections of one level whose headings are numbered."""
    runs: dict[tuple[int, ...], list[Section]] = {}
    for section in sections:
        if section.level and _STEP_TITLE.match(section.title):
            around = tuple(index for index in section.parents if sections[index].level < section.level)
            runs.setdefault((section.level, *around[-1:]), []).append(section)
    for run in runs.values():
        if len(run) >= 2:
            parent = sections[run[0].parents[-1]].title if run[0].parents else ""
            steps = tuple(_section_step(section, sections) for section in run)
            yield Procedure(run[0].path, run[0].index, parent, "headings", steps)


def _section_step(section: Section, sections: Sequence[Section]) -> Step:
    inside = [section, *(item for item in sections if section.index in item.parents)]
    text = "\n".join(sentence.text for item in inside for sentence in item.sentences)
    return Step(section.heading, section.title, text, section.line, max(item.end_line for item in inside))


def _by_lists(section: Section) -> Iterator[Procedure]:
    """Numbered lists of at least three items."""
    for items in section.numbered:
        if len(items) >= 3:
            yield Procedure(
                section.path, section.index, section.title, "list", tuple(_item_step(item) for item in items)
            )


def _item_step(item: Block) -> Step:
    inside = [leaf for leaf in leaves((item,)) if leaf.kind not in ("trivia", "marker")]
    text = "\n".join(leaf.text for leaf in inside)
    first = inside[0] if inside else item
    return Step(first.id, " ".join(first.text.split())[:100], text, item.span.line, item.span.end_line)


def is_about_steps(title: str) -> bool:
    """Whether a heading announces steps."""
    return bool(_ABOUT_STEPS.search(title))
