"""Where a skill has the agent decide by conditions: which way to take, which tool, which parameter."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.ask_user.detect import detect as asks
from skillrt.primitives.base import Detected, Evidence, sure
from skillrt.primitives.purposes import jobs_of
from skillrt.primitives.reason_analysis.detect import detect as analysis
from skillrt.primitives.reason_logic.asides import is_aside
from skillrt.primitives.view.view import SkillView, at_sentence
from skillrt.primitives.weighing import all_phrases, beside, description_evidence, need_in, total, verdict

_ID: Final = "reason.logic"
_REASONS: Final = {
    "L1": "states what to do if something holds",
    "L2": "has the agent choose by several conditions",
    "L3": "has the agent find the best choice under constraints",
}
_CHOICE: Final = "is a section on what to choose"
_PART: Final = "is one of several parts to choose from"
_CHOICES_COUNTED: Final = 2.0
_BRANCHES_COUNTED: Final = 0.25
_PARTS_COUNTED: Final = 6
_LEAST: Final = 0.9
# where the user is not asked, the agent decides
_ALONE: Final = 0.6
_ABOUT: Final = "is about choosing"
_FINDS: Final = "has the agent go by what it finds"
_FINDS_COUNTED: Final = 0.25


def detect(view: SkillView) -> Detected | None:
    """Logic is asked for where the text tells how to choose, and in a skill of many jobs: the agent picks one.

    Single conditions make level 1 and count little: most are branches of a procedure. What weighs several conditions
    against each other is level 2.
    """
    need = need_in(view)
    aside = _asides(view)
    said = [item for item in all_phrases(view, _ID, _REASONS) if (item.block, item.start) not in aside]
    choices = [*_first(_CHOICES_COUNTED * need, [item for item in said if item.level != "L1"]), *_sections(view)]
    evidence = [*description_evidence(view, _ID, "subject", "L2", 1.5 * need, _ABOUT), *choices]
    evidence += [*_jobs(view, need), *_first(_BRANCHES_COUNTED * need, [item for item in said if item.level == "L1"])]
    level = "L3" if total(said, "L3") >= 2 * need else "L2" if total(evidence, "L2") >= 0.6 * need else "L1"
    found = sure(analysis(view))
    finds = beside(found.evidence if found else (), "L1", _FINDS, 1.0, _FINDS_COUNTED * need)
    least = _LEAST * need * (1 if sure(asks(view)) else _ALONE)
    return verdict([*evidence, *finds], "decides by conditions", level, least)


def _first(most: float, items: list[Evidence]) -> Iterator[Evidence]:
    """The evidence up to a weight: the tenth table of choices says no more than the third."""
    weight = 0.0
    for item in items:
        if weight < most:
            yield item
        weight += item.weight


def _asides(view: SkillView) -> frozenset[tuple[str, int]]:
    """The sentences with a phrase that say when the skill itself is to be used."""
    labels = [f"{_ID}:{level} {strength}" for level in _REASONS for strength in ("strong", "usual")]
    hits = (found for label in labels for found in view.hits(label))
    return frozenset((found.sentence.block, found.sentence.start) for found in hits if is_aside(found, view))


def _sections(view: SkillView) -> Iterator[Evidence]:
    for found in view.hits(f"{_ID}:choice"):
        main = found.sentence.kind == "heading" and found.section.path == view.skill_file
        if main and not is_aside(found, view):
            yield at_sentence(found, "L2", 0.5, _CHOICE)


def _jobs(view: SkillView, need: float) -> Iterator[Evidence]:
    """The jobs of a skill with several and code for each, and the ways to one: the agent picks by what is wanted."""
    jobs = jobs_of(view)
    code = {(fence.path, fence.section) for fence in view.fences if fence.role in ("code", "commands", "data")}
    parts = [job for job in jobs if any((section.path, section.index) in code for section in job.sections)]
    shown = [job.sections[0] for job in parts] if len(jobs) > 2 else []
    shown += [way.sections[0] for job in jobs for way in job.ways if way.sections]
    for section in shown[:_PARTS_COUNTED]:
        if section.heading:
            yield Evidence(section.heading, 0, len(section.title), "L2", 0.25 * need, _PART)
