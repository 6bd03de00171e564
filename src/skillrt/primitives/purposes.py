"""Purposes: the jobs of a skill, each a part of it, with the ways to each where there are several."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.primitives.view.view import SkillView
from skillrt.primitives.ways import Way, are_ways, offers_choice, ways_of
from skillrt.reading.sections import Section
from skillrt.reading.steps import is_about_steps

# headings of what is no job wherever the words stand in them
_NO_JOB: Final = re.compile(
    r"\b(?:overview|introduction|when (?:not )?to use|use this skill when|prerequisites?|related|see also|"
    r"further|faq|best practices?|tips|limitations?|pitfalls|mistakes|anti-?patterns?|guidelines?|principles|license|"
    r"contents|next steps|red flags|philosophy|reminders|quick reference|output formats?|iron law|file structure|"
    r"directory structure|considerations|concepts?|commands reference|tech stack|"
    r"reference documentation|knowledge base|behavioral traits|common issues|rationalizations?|why)\b",
    re.I,
)
# and of what is none if they are all there is
_NO_JOB_ALONE: Final = re.compile(
    r"\A\W*(?:purpose|requirements?|setup|set up|install(?:ation|ing)?(?: .*)?|references?|dependencies|"
    r"(?:additional )?resources?|notes?|examples?|rules|constraints|checklist|summary|about|key .*|"
    r"configuration|integrations?|how it works|architecture|usage|"
    r"quick start(?: guide)?|getting started|core (?:mission|philosophy|principle)|instructions|background|"
    r"inputs?|outputs?|environment|authentication setup|validation checklist|troubleshooting|cli reference|"
    r"api reference|initial setup|project structure|capabilities|available tools|known .*)\W*\Z",
    re.I,
)
# headings that only hold jobs, those that say so most plainly first
_HOLDERS: Final = (
    re.compile(r"\b(?:capabilities|core workflows|operations|frameworks)\b", re.I),
    re.compile(r"\b(?:workflows|use cases|tasks|features|recipes|modes|invocation|scenarios)\b", re.I),
    re.compile(r"\b(?:patterns|templates|examples|how to use|tools|guides)\b", re.I),
)
_BESIDE: Final = re.compile(
    r"\b(?:quick ?start|getting started|patterns?|workflows?|use cases|commands|performance|debugging|scripts?|"
    r"tools?|integration|testing|helper|reference|advanced|common|error|data|optimi[sz]ation|features|utilities)\b",
    re.I,
)
_STEP: Final = re.compile(r"\A(?:step|phase|stage)\b", re.I)
_NUMBER: Final = re.compile(r"\A\d{1,2}[.):]?\s")
_MARKED: Final = ("❌", "✗", "🚫")  # what not to do
_LAST_HOLDER: Final = 2
Group = list[Section]


class Job(msgspec.Struct, frozen=True):
    """A purpose before it is a fact. `sections` are all of its sections, those of its ways included."""

    id: str
    title: str
    sections: tuple[Section, ...]
    ways: tuple[Way, ...] = ()


def jobs_of(view: SkillView) -> tuple[Job, ...]:
    """The purposes of a skill in order; a single one for a skill with one workflow.

    They are the parts of SKILL.md that show how to do something; where it only leads to its references, theirs.
    """
    return view.once("jobs", _find)


def _find(view: SkillView) -> tuple[Job, ...]:
    main = view.main
    if not main:
        return ()
    groups = _groups(main)
    jobs = [] if _is_one_workflow(groups) else _jobs(groups)
    if len(jobs) < 2 and not has_steps(view):
        jobs = _elsewhere(view) or jobs
    if len(jobs) == 1 and jobs[0][0].path != view.skill_file:
        return (_job(0, jobs[0][0].title, jobs[0], view),)
    if len(jobs) < 2:
        return (_job(0, view.module.name, main, view),)
    return tuple(_job(index, group[0].title, group, view) for index, group in enumerate(jobs))


def _jobs(groups: Sequence[Group]) -> list[Group]:
    """The parts that do something. What a heading such as "Capabilities" holds comes in its place."""
    holders: list[tuple[int, Group, list[Group]]] = []
    for group in groups:
        rank = next((at for at, holder in enumerate(_HOLDERS) if holder.search(group[0].title)), None)
        parts = [part for part in _parts(group) if not _is_no_job(part[0].title)] if rank is not None else []
        if rank is not None and len(parts) > 1 and not _STEP.match(parts[0][0].title):
            holders.append((rank, group, [group] if _is_choice(rank, group, parts) else parts))
    best = min((rank for rank, _, _ in holders), default=None)
    held = {id(group): parts for rank, group, parts in holders if rank == best}
    passed = {id(group) for rank, group, _ in holders if rank != best}
    found: list[Group] = []
    for group in groups:
        if id(group) in held:
            found += [part for part in held[id(group)] if _says_something(part)]
        elif id(group) in passed or _is_no_job(group[0].title):
            continue
        elif _does_something(group) and not (held and _BESIDE.search(group[0].title)):
            found.append(group)
    return found


def _is_choice(rank: int, group: Group, parts: Sequence[Group]) -> bool:
    """Whether the parts are ways to one job, not jobs."""
    loose = rank == _LAST_HOLDER and offers_choice(group[0].title)
    return loose or are_ways([part[0].title for part in parts])


def _elsewhere(view: SkillView) -> list[Group]:
    """The jobs in the references of a skill whose SKILL.md has none: those of the only one, or each a job."""
    by_path: dict[str, Group] = {}
    for section in view.sections:
        if section.path != view.skill_file and not section.path.lower().endswith("readme.md"):
            by_path.setdefault(section.path, []).append(section)
    if len(by_path) == 1:
        (only,) = by_path.values()
        return _jobs(_groups(only))
    beside = [group for path, group in by_path.items() if path.count("/") <= 1]
    return beside if 2 <= len(beside) <= 12 and all(_says_something(group) for group in beside) else []


def _groups(sections: Sequence[Section]) -> list[Group]:
    """The sections below the title, each with the deeper ones under it."""
    levels = sorted({section.level for section in sections if section.level})
    titles = [section for section in sections if section.level == levels[0]] if levels else []
    top = levels[1] if len(titles) == 1 and len(levels) > 1 else levels[0] if levels else 0
    return _cut(sections, top)


def _parts(group: Group) -> list[Group]:
    """What stands under a heading, part by part."""
    levels = sorted({section.level for section in group[1:]})
    return _cut(group[1:], levels[0]) if levels else []


def _cut(sections: Sequence[Section], top: int) -> list[Group]:
    found: list[Group] = []
    for section in sections:
        if section.level and section.level <= top:
            found.append([section])
        elif found and section.level > top:
            found[-1].append(section)
    return [group for group in found if group[0].level == top]


def _is_no_job(title: str) -> bool:
    return bool(title.startswith(_MARKED) or _NO_JOB.search(title) or _NO_JOB_ALONE.match(_NUMBER.sub("", title)))


def _is_one_workflow(groups: Sequence[Group]) -> bool:
    """Whether most parts of the skill are steps."""
    jobs = [group for group in groups if not _is_no_job(group[0].title)]
    steps = sum(bool(_STEP.match(group[0].title) or _NUMBER.match(group[0].title)) for group in jobs)
    inner = sum(bool(_STEP.match(part[0].title)) for group in jobs for part in _parts(group)[:1])
    return (steps >= 2 and steps * 2 >= len(jobs)) or (inner == 1 and len(jobs) < 4)


def has_steps(view: SkillView) -> bool:
    """Whether SKILL.md prescribes steps: what stands in references then serves them."""
    return any(
        item.path == view.skill_file
        and (_STEP.match(item.steps[0].title) or (len(item.steps) > 3 and is_about_steps(item.title)))
        for item in view.procedures
    )


def _does_something(group: Sequence[Section]) -> bool:
    """Whether the part shows how to do a job: code, commands or steps."""
    return any(leaf.kind == "code" for section in group for leaf in section.leaves) or any(
        len(items) > 2 for section in group for items in section.numbered
    )


def _says_something(group: Sequence[Section]) -> bool:
    return _does_something(group) or sum(len(section.sentences) for section in group) > 2


def _job(index: int, title: str, group: Sequence[Section], view: SkillView) -> Job:
    name = f"p{index + 1}"
    return Job(name, title, tuple(group), ways_of(name, group, view))
