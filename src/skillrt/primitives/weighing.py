"""From evidence to a verdict: what detectors share."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from skillrt.primitives.base import Detected, Evidence, Level, level_of, rank
from skillrt.primitives.view.view import Found, SkillView, at_sentence
from skillrt.reading.sections import Section

NEED: Final = 1.0
_STRENGTHS: Final = {"strong": 1.0, "usual": 0.5, "weak": 0.25}
_KEPT: Final = 40
_DENIALS: Final = frozenset(
    {"not", "never", "don't", "don’t", "cannot", "without", "no", "avoid", "instead", "won't"}
)
_NEAR: Final = 3
# what stands in a reference that is read on demand counts less than what stands in SKILL.md
_ELSEWHERE: Final = 0.5


def is_denied(found: Found) -> bool:
    """Whether the words right before a phrase forbid it: `never create`, `do not add`."""
    at = found.hit.first
    return any(word in _DENIALS for word in found.sentence.words[max(0, at - _NEAR) : at])


def phrase_evidence(
    view: SkillView, primitive: str, label: str, reason: str, *, allowed: bool = False
) -> Iterator[Evidence]:
    """Evidence from the phrases `LEVEL STRENGTH` of a primitive (`L2 usual`), one a sentence. With `allowed`, phrases
    that the words before them forbid do not count.

    Headings count half: they name a subject, and what is to be done stands below. The heading of a step is an
    instruction.
    """
    level, _, strength = label.partition(" ")
    seen: set[tuple[str, int]] = set()
    for found in view.hits(f"{primitive}:{label}"):
        place = (found.sentence.block, found.sentence.start)
        if place in seen or (allowed and is_denied(found)):
            continue
        seen.add(place)
        weight = _STRENGTHS[strength]
        if found.sentence.kind == "heading" and not found.sentence.label.lower().startswith(("step", "phase")):
            weight /= 2
        if found.section.path != view.skill_file:
            weight *= _ELSEWHERE
        yield at_sentence(found, level_of(rank(level)), weight, reason)


def at_most(evidence: Iterable[Evidence], weight: float) -> tuple[Evidence, ...]:
    """The evidence, scaled down so that it weighs no more than `weight`: hints that count beside something else."""
    items = tuple(evidence)
    whole = total(items)
    if whole <= weight:
        return items
    return tuple(msgspec.structs.replace(item, weight=item.weight * weight / whole) for item in items)


def beside(
    evidence: Iterable[Evidence], level: Level, reason: str, share: float, most: float
) -> tuple[Evidence, ...]:
    """Evidence of another primitive as a hint that this one is asked for too: a share of its weight, up to `most`."""
    hints = (
        msgspec.structs.replace(item, level=level, weight=item.weight * share, reason=reason) for item in evidence
    )
    return at_most(hints, most)


def all_phrases(view: SkillView, primitive: str, reasons: Mapping[str, str]) -> Iterator[Evidence]:
    """Evidence from every phrase of a primitive that is labelled `LEVEL STRENGTH`, one a sentence: the strongest.

    `reasons` says by level what a phrase of it means.
    """
    best: dict[tuple[str, int], Evidence] = {}
    for level, reason in reasons.items():
        for strength in _STRENGTHS:
            label = f"{level} {strength}"
            for item in phrase_evidence(view, primitive, label, reason) if view.hits(f"{primitive}:{label}") else ():
                old = best.get((item.block, item.start))
                if old is None or (item.weight, item.level) > (old.weight, old.level):
                    best[(item.block, item.start)] = item
    yield from best.values()


def description_evidence(
    view: SkillView, primitive: str, label: str, level: Level, weight: float, reason: str
) -> Iterator[Evidence]:
    """Evidence from the front matter's description, where a phrase with the label stands in it."""
    front = view.front_matter
    if front is not None and f"{primitive}:{label}" in view.described:
        yield Evidence(front.id, 0, len(front.text), level, weight, reason)


def sections_titled(view: SkillView, label: str) -> tuple[Section, ...]:
    """The sections whose heading has a phrase with the label (`ID:LABEL`), with the sections below them."""
    named = {
        (found.section.path, found.section.index) for found in view.hits(label) if found.sentence.kind == "heading"
    }
    if not named:
        return ()
    return tuple(
        section
        for section in view.sections
        if (section.path, section.index) in named or any((section.path, index) in named for index in section.parents)
    )


def total(evidence: Iterable[Evidence], level: Level = "L1") -> float:
    """The weight of the evidence for `level` or above."""
    least = rank(level)
    return sum([item.weight for item in evidence if rank(item.level) >= least])


def verdict(
    evidence: Sequence[Evidence], reason: str, level: Level | None = None, need: float = NEED, most: float = math.inf
) -> Detected | None:
    """The requirement that the evidence speaks for: fully, where it weighs `need`; `most` is what it can weigh of it
    for another reason.

    Without a given level it is the highest whose own evidence weighs `need`, else the lowest that there is evidence
    for.
    """
    if not evidence:
        return None
    if level is None:
        reached = [step for step in ("L3", "L2") if total(evidence, step) >= need]
        level = level_of(rank(reached[0])) if reached else level_of(min(rank(item.level) for item in evidence))
    strongest = sorted(range(len(evidence)), key=lambda at: (-evidence[at].weight, at))[:_KEPT]
    strength = min(total(evidence) / need, most)
    return Detected(level, reason, tuple(evidence[at] for at in sorted(strongest)), strength)


def need_in(view: SkillView, base: float = NEED) -> float:
    """What evidence must weigh in this skill: more in a long one, which mentions nearly everything somewhere.

    `base` is for about a hundred sentences; it grows with the root of their number.
    """
    return base * min(3.0, max(0.55, ((view.sentence_count + 30) / 130) ** 0.5))


def in_main(view: SkillView, evidence: Iterable[Evidence]) -> float:
    """The weight of the evidence that stands in SKILL.md itself, its front matter included."""
    blocks = view.once("weighing:main", _main_blocks)
    return sum([item.weight for item in evidence if item.block in blocks])


def _main_blocks(view: SkillView) -> frozenset[str]:
    front = view.front_matter
    inside = (name for section in view.main for name in (section.heading, *(leaf.id for leaf in section.leaves)))
    return frozenset((*inside, *((front.id,) if front is not None else ())))


def code_share(view: SkillView) -> float:
    """Lines of code, commands and data for every 1000 characters of a skill: 0 to about 30."""
    lines = sum(fence.lines for fence in view.fences if fence.role in ("code", "commands", "data"))
    return lines * 1000 / (view.size + 1)
