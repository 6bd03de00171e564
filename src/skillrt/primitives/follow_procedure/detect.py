"""Where a skill prescribes steps in order."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.ask_user.detect import detect as asks
from skillrt.primitives.base import Detected, Evidence, Level, level_of, rank, sure
from skillrt.primitives.kinds import kind_of
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import beside, sections_titled, total, verdict
from skillrt.reading.sections import Section
from skillrt.reading.steps import Procedure

_ID: Final = "follow.procedure"
_NUMBERED: Final = re.compile(r"(?:\*\*|__)(?:step |phase )?\d{1,2}[.):]", re.I)
# points for what loops and verification show by, and how many make level 3
_LOOPS_COUNTED: Final = 2
_SEVERAL: Final = 3
_POINTS: Final = 4
_NEED: Final = 0.35
# points under a heading of which few are orders are no steps by themselves
_BULLETS: Final = 0.3
# a step, as titles begin in English, Chinese and Japanese
_STEPS: Final = ("step", "phase", "stage", "步骤", "阶段", "ステップ", "手順", "フェーズ")
_NUMBERED_LINES: Final = re.compile(r"^[ \t]{0,3}\d{1,2}[.)][ \t]+\S", re.M)


def detect(view: SkillView) -> Detected | None:
    """Steps count where their heading announces a workflow, or where they are called steps or phases.

    Lists of principles, types or examples are numbered too, but nobody carries them out in order. Level 3 is a
    procedure that repeats until a check passes.
    """
    evidence = [*_procedures(view), *_bullets(view), *_bold_steps(view), *_forms(view), *_dialogue(view)]
    return verdict(evidence, "follows steps in order", _level(view, evidence), _NEED)


def _level(view: SkillView, evidence: list[Evidence]) -> Level:
    """Level 3 by points: two for each sentence that repeats something (two count), for a skill that is a procedure as
    a whole and for one that asks the user again and again; one each for several sentences that check something and
    for several steps with a condition."""
    points = 2 * min(_said(view, "L3 loop"), _LOOPS_COUNTED)
    asked = sure(asks(view))
    points += 2 * (kind_of(view) == "procedure") + 2 * (asked is not None and rank(asked.level) > 1)
    points += (_said(view, "L3 check") >= _SEVERAL) + (_branches(view) >= _SEVERAL)
    if points >= _POINTS:
        return "L3"
    return "L2" if total(evidence, "L2") >= _NEED else "L1"


def _dialogue(view: SkillView) -> tuple[Evidence, ...]:
    """A skill that has the agent ask the user goes on by the answers, step by step."""
    found = sure(asks(view))
    return beside(found.evidence if found else (), "L2", "goes on by what the user answers", 1.0, _NEED)


def _branches(view: SkillView) -> int:
    """The steps of SKILL.md with a condition, those of lists of advice left out."""
    none = {(section.path, section.index) for section in sections_titled(view, f"{_ID}:no steps")}
    main = [item for item in view.procedures if item.path == view.skill_file]
    return sum(item.branches for item in main if _is_named(item) or (item.path, item.section) not in none)


def _said(view: SkillView, label: str) -> int:
    """How many sentences of SKILL.md have a phrase of the label."""
    found = view.hits(f"{_ID}:{label}")
    return len({(item.sentence.block, item.sentence.start) for item in found if item.section.path == view.skill_file})


def _procedures(view: SkillView) -> Iterator[Evidence]:
    none = {(section.path, section.index) for section in sections_titled(view, f"{_ID}:no steps")}
    flow = {(section.path, section.index) for section in sections_titled(view, f"{_ID}:workflow")}
    orders = {found.sentence.block for found in view.hits(f"{_ID}:do")}
    sections = {(section.path, section.index): section for section in view.sections}
    for item in view.procedures:
        place = (item.path, item.section)
        if _is_named(item) or (place in flow and not (place in none and item.by == "list")):
            weight = 1.0
        elif place not in none and 2 * sum(step.block in orders for step in item.steps) >= len(item.steps):
            weight = 0.7
        else:
            continue
        yield _evidence(item, weight if item.path == view.skill_file else 0.4 * weight, sections[place])


def _is_named(item: Procedure) -> bool:
    return item.steps[0].title.lower().startswith(_STEPS)


def _evidence(item: Procedure, weight: float, section: Section) -> Evidence:
    count = len(item.steps)
    level = 1 if count <= 3 and item.branches < 2 else 2
    if count >= 4 and item.loops and item.checks and item.branches:
        level = 3
    block = item.steps[0].block or section.heading
    reason = f"prescribes {count} steps in order"
    return Evidence(block, 0, len(item.steps[0].title), level_of(level), weight, reason)


def _bullets(view: SkillView) -> Iterator[Evidence]:
    """Bulleted lists right under a heading that announces a workflow."""
    orders = {(found.sentence.block, found.sentence.start) for found in view.hits(f"{_ID}:do")}
    for found in view.hits(f"{_ID}:workflow"):
        section = found.section
        if found.sentence.kind != "heading" or section.numbered or section.path != view.skill_file:
            continue
        items = [item for item in section.sentences if item.kind == "item"]
        if len(items) >= 3:
            reason = f"lists {len(items)} points of a workflow"
            ordered = 2 * sum((item.block, item.start) in orders for item in items) >= len(items)
            weight = _NEED if ordered else _BULLETS
            yield Evidence(section.heading, 0, len(section.title), "L2", weight, reason)


def _bold_steps(view: SkillView) -> Iterator[Evidence]:
    """Paragraphs that begin with a number, as in `**1. Collect the files**`."""
    none = {(section.path, section.index) for section in sections_titled(view, f"{_ID}:no steps")}
    for section in view.sections:
        if (section.path, section.index) in none:
            continue
        first = [leaf for leaf in section.leaves if leaf.kind == "paragraph" and _NUMBERED.match(leaf.text)]
        if len(first) >= 3:
            weight = 0.7 if section.path == view.skill_file else 0.3
            reason = f"prescribes {len(first)} numbered parts"
            yield Evidence(first[0].id, 0, len(first[0].text), "L2", weight, reason)


def _forms(view: SkillView) -> Iterator[Evidence]:
    """Numbered lines in a block that is no code: steps written as a form."""
    for fence in view.fences:
        lines = len(_NUMBERED_LINES.findall(fence.text)) if fence.role == "form" else 0
        if lines >= 4 and fence.path == view.skill_file:
            yield at_fence(fence, "L2", 0.5, f"prescribes {lines} steps in a block")
