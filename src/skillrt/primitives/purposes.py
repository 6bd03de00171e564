"""Purposes: the jobs of a skill, each a part of SKILL.md, with the ways to each where there are several."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.primitives.view.sections import Section
from skillrt.primitives.view.view import SkillView

_NO_JOB: Final = re.compile(
    r"\b(?:overview|introduction|when (?:not )?to use|purpose|prerequisites?|requirements?|setup|set up|"
    r"install(?:ation|ing)?|"
    r"references?|resources?|related|see also|further|troubleshooting|faq|best practices?|tips|notes?|limitations?|"
    r"pitfalls|mistakes|anti-?patterns?|examples?|guidelines?|principles|rules|constraints|checklist|summary|about|"
    r"license|contents|next steps|red flags|key|concepts?|philosophy|configuration|output format|integration)\b",
    re.I,
)
_STEP: Final = re.compile(r"\A(?:step|phase|stage)\b|\A\d{1,2}[.):]?\s", re.I)
_OTHER_WAY: Final = re.compile(
    r"\b(?:option|method|approach|alternative(?:ly)?|variant|path|route)\b|\b(?:using|via|with)\s+[`\w]|\(recommended\)|\bor\b",
    re.I,
)


class Way(msgspec.Struct, frozen=True):
    """One way to a purpose: the sections that tell it."""

    id: str
    title: str
    sections: tuple[Section, ...]


class Job(msgspec.Struct, frozen=True):
    """A purpose before it is a fact. `sections` are all of its sections, those of its ways included."""

    id: str
    title: str
    sections: tuple[Section, ...]
    ways: tuple[Way, ...] = ()


def jobs_of(view: SkillView) -> tuple[Job, ...]:
    """The purposes of a skill in order; a single one for a skill with one workflow."""
    main = view.main
    tops = [group for group in _groups(main) if not _NO_JOB.search(group[0].title)]
    jobs = [group for group in tops if _does_something(group)]
    if len(jobs) < 2 or sum(bool(_STEP.search(group[0].title)) for group in jobs) * 2 >= len(jobs):
        return (_job(0, view.module.name, main),) if main else ()
    return tuple(_job(index, group[0].title, group) for index, group in enumerate(jobs))


def _groups(sections: Sequence[Section]) -> list[list[Section]]:
    """The sections below the title, each with the deeper ones under it."""
    levels = sorted({section.level for section in sections if section.level})
    titles = [section for section in sections if section.level == levels[0]] if levels else []
    top = levels[1] if len(titles) == 1 and len(levels) > 1 else levels[0] if levels else 0
    found: list[list[Section]] = []
    for section in sections:
        if section.level and section.level <= top:
            found.append([section])
        elif found and section.level > top:
            found[-1].append(section)
    return [group for group in found if group[0].level == top]


def _does_something(group: Sequence[Section]) -> bool:
    """Whether the part shows how to do a job: code, commands or steps."""
    return any(leaf.kind == "code" for section in group for leaf in section.leaves) or any(
        len(items) > 2 for section in group for items in section.numbered
    )


def _job(index: int, title: str, group: Sequence[Section]) -> Job:
    name = f"p{index + 1}"
    return Job(name, title, tuple(group), tuple(_ways(name, group)))


def _ways(name: str, group: Sequence[Section]) -> Iterator[Way]:
    """Sections below the job's own that say that they are one way of several."""
    top = group[0].level
    below = [section for section in group if section.level == top + 1]
    ways = [section for section in below if _OTHER_WAY.search(section.title)]
    if len(ways) < 2:
        return
    for number, section in enumerate(ways):
        inside = tuple(item for item in group if item is section or section.index in item.parents)
        yield Way(f"{name}{'abcdefghijklmnopqrstuvwxyz'[number % 26]}", section.title, inside)
