"""Where a skill states rules that the agent has to keep to."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence, Level
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import need_in, sections_titled, total, verdict

_ID: Final = "follow.constraint"
_SHOUTED: Final = (
    "NEVER",
    "ALWAYS",
    "MUST",
    "DO NOT",
    "DON'T",
    "NOT ",
    "NO ",
    "ONLY",
    "STOP",
    "REQUIRED",
    "MANDATORY",
)
_LISTED: Final = frozenset({"item", "row"})
_BAN: Final = "forbids something"
_DUTY: Final = "demands or limits something"
_RULE: Final = "is a rule of a list"
_SAID: Final[tuple[tuple[str, Level, float, str], ...]] = (
    ("L3 ban", "L3", 1.0, _BAN),
    ("L2 duty", "L2", 0.5, _DUTY),
)
_REFERENCE: Final = 0.33
# weight of rules for a sentence; so many sentences more, that a short text is not dense by one rule
_DENSE: Final = 0.04
_SOME_SENTENCES: Final = 10
_NEED: Final = 0.2
_NEED_OF_LONG: Final = 0.25
_LEAST: Final = 1.3
# points of a list, many or few, make no text dense by themselves: most are advice
_POINTS_COUNTED: Final = 1.0


def detect(view: SkillView) -> Detected | None:
    """Rules are bans, duties, and what is listed under a heading such as "Rules" or "Best practices".

    Level 1 is a single rule. Level 3 is a text dense with rules, or with bans and rules in capitals, which go against
    what models do by habit.
    """
    evidence = list(_rules(view))
    level: Level = "L1" if len(evidence) == 1 else "L3" if _is_dense(view, evidence) else "L2"
    return verdict(
        evidence, f"keeps to rules: {_counted(evidence)}", level, max(_NEED, _NEED_OF_LONG * need_in(view))
    )


def _is_dense(view: SkillView, evidence: list[Evidence]) -> bool:
    """Whether SKILL.md, which is read whole, is full of rules; what references demand is met when it is needed."""
    blocks = {name for section in view.main for name in (section.heading, *(leaf.id for leaf in section.leaves))}
    main = [item for item in evidence if item.block in blocks]
    points = min(total(item for item in main if item.reason == _RULE), _POINTS_COUNTED)
    weight = total(item for item in main if item.reason != _RULE) + points
    said = sum(len(section.sentences) for section in view.main)
    return weight >= max(_LEAST, _DENSE * (said + _SOME_SENTENCES))


def _rules(view: SkillView) -> Iterator[Evidence]:
    found: dict[tuple[str, int], Evidence] = {}
    for label, level, weight, reason in _SAID:
        for hit in view.hits(f"{_ID}:{label}"):
            sentence = hit.sentence
            place = (sentence.block, sentence.start)
            if place in found or sentence.kind == "heading":
                continue
            loud = any(word in sentence.text for word in _SHOUTED)
            share = (1.0 if loud else weight) * (1.0 if hit.section.path == view.skill_file else _REFERENCE)
            found[place] = Evidence(*place, sentence.end, "L3" if loud else level, share, reason)
    for section in sections_titled(view, f"{_ID}:rules"):
        for sentence in section.sentences:
            place = (sentence.block, sentence.start)
            if sentence.kind in _LISTED and place not in found:
                share = 0.2 * (1.0 if section.path == view.skill_file else _REFERENCE)
                found[place] = Evidence(*place, sentence.end, "L2", share, _RULE)
    yield from found.values()


def _counted(evidence: list[Evidence]) -> str:
    bans = sum(item.reason == _BAN for item in evidence)
    duties = sum(item.reason == _DUTY for item in evidence)
    listed = len(evidence) - bans - duties
    parts = (
        (bans, f"{bans} ban{_s(bans)}"),
        (duties, f"{duties} dut{'y' if duties == 1 else 'ies'}"),
        (listed, f"{listed} point{_s(listed)} of lists of rules"),
    )
    return ", ".join(text for count, text in parts if count)


def _s(count: int) -> str:
    return "" if count == 1 else "s"
