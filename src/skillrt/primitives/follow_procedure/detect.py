"""Where a skill prescribes steps in order."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence, Level, level_of
from skillrt.primitives.view.steps import Procedure
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.view.sections import Section
from skillrt.primitives.weighing import all_phrases, need_in, sections_titled, total, verdict

_ID: Final = "follow.procedure"


def detect(view: SkillView) -> Detected | None:
    """Steps count where their heading announces a workflow, or where they are called steps or phases.

    Lists of principles, types or examples are numbered too, but nobody carries them out in order. Level 3 is a
    procedure that repeats until a check passes.
    """
    evidence = list(_procedures(view))
    evidence += [*all_phrases(view, _ID, {"L2": "tells what comes after what"})]
    loops = [*view.hits(f"{_ID}:L3 loop")]
    checks = len(view.hits(f"{_ID}:L3 check"))
    level = _level(evidence, len(loops), checks, need_in(view))
    return verdict(evidence, "follows steps in order", level, need_in(view))


def _level(evidence: list[Evidence], loops: int, checks: int, need: float) -> Level:
    if total(evidence, "L3") >= 1 or (loops + checks / 3 >= 2 * need and total(evidence, "L2") >= 1):
        return "L3"
    return "L2" if total(evidence, "L2") >= 1 else "L1"


def _procedures(view: SkillView) -> Iterator[Evidence]:
    none = {(section.path, section.index) for section in sections_titled(view, f"{_ID}:no steps")}
    flow = {(section.path, section.index) for section in sections_titled(view, f"{_ID}:workflow")}
    sections = {(section.path, section.index): section for section in view.sections}
    for item in view.procedures:
        place = (item.path, item.section)
        named = _is_named(item)
        announced = place in flow
        if not named and (not announced or (place in none and item.by == "list")):
            continue
        weight = 1.0 if item.path == view.skill_file else 0.4
        yield _evidence(item, weight, sections[place])


def _is_named(item: Procedure) -> bool:
    first = item.steps[0].title.lower()
    return first.startswith(("step", "phase", "stage"))


def _evidence(item: Procedure, weight: float, section: Section) -> Evidence:
    count = len(item.steps)
    level = 1 if count <= 3 and not item.branches else 2
    if count >= 4 and item.loops and item.checks and item.branches:
        level = 3
    block = item.steps[0].block or section.heading
    reason = f"prescribes {count} steps in order"
    return Evidence(block, 0, len(item.steps[0].title), level_of(level), weight, reason)
