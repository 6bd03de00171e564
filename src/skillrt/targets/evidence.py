"""From trials to capabilities: what was measured of a target, or of what is most like it, published or one's own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from skillrt.targets.capabilities import Bar, Capabilities, Count, Measured, Tier
from skillrt.targets.families import nearest
from skillrt.targets.profile import LEVELS, Published, published_profiles
from skillrt.targets.profile_file import Named, Primitives

_NOTHING: Final = (Count(), Count(), Count())
Cell = tuple[str, int]


class ProfileOptions(msgspec.Struct, frozen=True):
    """What a user may say about profiles: own ones, how to take doubt, and when a level is held."""

    own: tuple[Named, ...] = ()
    cautious: bool = False
    bar: Bar = Bar()


class Evidence(msgspec.Struct, frozen=True):
    """The trials of one profile: counts by primitive and level (0 to 2), weighted; `own` where a user measured."""

    model: str
    harness: str
    words: str
    own: bool
    counts: dict[Cell, Count]


def capabilities_of(
    model: str, harness: str, options: ProfileOptions | None = None, published: Published | None = None
) -> Capabilities:
    """What is known of MODEL@HARNESS.

    Primitive by primitive, the nearest evidence counts and what is further away does not: the target itself; the same
    model in other harnesses; the nearest model of its family, in this harness if it was measured in it.
    """
    asked = options or ProfileOptions()
    every = (*_own(asked.own), *_published(published or published_profiles()))
    found: dict[str, Measured] = {}
    sources: list[str] = []
    origin: Tier = "none"
    for tier, evidence in _tiers(every, model, harness):
        counts, used = _added(evidence, frozenset(found))
        found |= {primitive: Measured(primitive, row, tier) for primitive, row in counts.items()}
        sources += [_source(item, tier, model) for item in used]
        origin = tier if counts and origin == "none" else origin
    measured = tuple(found[primitive] for primitive in sorted(found))
    return Capabilities(origin, tuple(sources), asked.cautious, measured, asked.bar)


def _tiers(every: Sequence[Evidence], model: str, harness: str) -> Iterator[tuple[Tier, list[Evidence]]]:
    same = [item for item in every if item.model == model]
    yield "measured", [item for item in same if item.harness == harness]
    yield "other-harness", [item for item in same if item.harness != harness]
    cousin = nearest(model, {item.model for item in every} - {model})
    of_cousin = [item for item in every if item.model == cousin]
    yield "family", [item for item in of_cousin if item.harness == harness] or of_cousin


def _added(
    evidence: Sequence[Evidence], without: frozenset[str]
) -> tuple[dict[str, tuple[Count, Count, Count]], list[Evidence]]:
    """Counts by primitive, and the evidence that stands behind at least one of them.

    In a cell with at least as many trials of one's own as published ones, only one's own count; else both add up.
    """
    own, other = [item for item in evidence if item.own], [item for item in evidence if not item.own]
    own_counts, other_counts = _sum(own, without), _sum(other, without)
    rows: dict[str, tuple[Count, Count, Count]] = {}
    used: set[int] = set()
    for cell in sorted(own_counts | other_counts):
        mine, theirs = own_counts.get(cell, Count()), other_counts.get(cell, Count())
        alone = mine.trials >= theirs.trials
        used |= {id(item) for item in (own if alone else evidence) if cell in item.counts}
        row = list(rows.get(cell[0], _NOTHING))
        row[cell[1]] = mine if alone else mine.plus(theirs)
        rows[cell[0]] = (row[0], row[1], row[2])
    return rows, [item for item in evidence if id(item) in used]


def _sum(evidence: Iterable[Evidence], without: frozenset[str]) -> dict[Cell, Count]:
    total: dict[Cell, Count] = {}
    for item in evidence:
        for cell, count in item.counts.items():
            if cell[0] not in without:
                total[cell] = total.get(cell, Count()).plus(count)
    return total


def _own(profiles: Iterable[Named]) -> Iterator[Evidence]:
    for item in profiles:
        profile = item.profile
        counts = _counts(profile.primitives, 1.0)
        seen = profile.observed
        for cell, count in (_counts(seen.primitives, seen.weight) if seen else {}).items():
            counts[cell] = counts.get(cell, Count()).plus(count)
        by = f" ({profile.source})" if profile.source else ""
        steps = f", with {seen.episodes} recorded episodes whose steps count {seen.weight:g} each" if seen else ""
        words = f"own profile {item.file}, {profile.date}{by}{steps}"
        yield Evidence(profile.model, profile.harness, words, own=True, counts=counts)


def _counts(primitives: Primitives, weight: float) -> dict[Cell, Count]:
    return {
        (primitive, LEVELS.index(level)): Count(count.passes * weight, count.trials * weight)
        for primitive, levels in primitives.items()
        for level, count in levels.items()
    }


def _published(published: Published) -> Iterator[Evidence]:
    for profile in published.profiles:
        weak = published.weak_as(profile.harness)
        weight = weak.weight if weak else 1.0
        counts = {
            (primitive, index): Count(passed * weight, published.trials * weight)
            for primitive, row in profile.passes.items()
            for index, passed in enumerate(row)
            if passed is not None and not published.is_broken(primitive, LEVELS[index])
        }
        aside = f", weak evidence from {profile.harness}: each trial counts {weight:g}" if weak else ""
        words = f"published profile, {profile.profiled_at[:10]}{aside}"
        yield Evidence(profile.model, weak.like if weak else profile.harness, words, own=False, counts=counts)


def _source(item: Evidence, tier: Tier, model: str) -> str:
    about = {
        "measured": "",
        "other-harness": "another harness, ",
        "family": f"the nearest model of the family of {model}, ",
        "none": "",
    }
    return f"{item.model}@{item.harness}: {about[tier]}{item.words}"
