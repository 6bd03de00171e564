"""Where a skill has the agent decide by conditions: which way to take, which tool, which parameter."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.purposes import jobs_of
from skillrt.primitives.view.view import SkillView, at_sentence
from skillrt.primitives.weighing import all_phrases, description_evidence, need_in, total, verdict

_ID: Final = "reason.logic"
_REASONS: Final = {
    "L1": "states what to do if something holds",
    "L2": "has the agent choose by several conditions",
    "L3": "has the agent find the best choice under constraints",
}
_CHOICE: Final = "is a section on what to choose"
_ABOUT: Final = "is about choosing"


def detect(view: SkillView) -> Detected | None:
    """Logic is asked for where the text tells how to choose, and by a skill of many jobs, among which the agent picks.

    A few single conditions are level 1; what weighs several conditions against each other is level 2.
    """
    evidence = [
        *description_evidence(view, _ID, "subject", "L2", 0.5, _ABOUT),
        *all_phrases(view, _ID, _REASONS),
        *_sections(view),
        *_jobs(view),
    ]
    need = need_in(view)
    level = "L3" if total(evidence, "L3") >= 2 * need else "L2" if total(evidence, "L2") >= need else "L1"
    return verdict(evidence, "decides by conditions", level, need)


def _sections(view: SkillView) -> Iterator[Evidence]:
    for found in view.hits(f"{_ID}:choice"):
        if found.sentence.kind == "heading" and found.section.path == view.skill_file:
            yield at_sentence(found, "L2", 0.5, _CHOICE)


def _jobs(view: SkillView) -> Iterator[Evidence]:
    """The jobs of a skill with several, and the ways to one: the agent picks by what the user wants."""
    jobs = jobs_of(view)
    parts = [job.sections[0] for job in jobs] if len(jobs) > 2 else []
    parts += [way.sections[0] for job in jobs for way in job.ways]
    for section in parts[:8]:
        if section.heading:
            yield Evidence(
                section.heading, 0, len(section.title), "L2", 0.25, "is one of several parts to choose from"
            )
