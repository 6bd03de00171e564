"""From trials to capabilities: what was measured of a target, or of what is most like it, published or one's own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

import msgspec

from skillrt.targets.capabilities import Bar, Capabilities, Count, Measured, Settled, Tier
from skillrt.targets.families import nearest
from skillrt.targets.profile import LEVELS, Published, published_profiles
from skillrt.targets.profile_file import MeasuredRun, Named, OwnProfile, Primitives, Promise

_NOTHING: Final = (Count(), Count(), Count())
_UNSAID: Final[tuple[Settled, Settled, Settled]] = ("", "", "")
_ALMOST: Final = 1e-9  # 1 - 0.8 is a little less than 0.2
_T = TypeVar("_T")
Cell = tuple[str, int]
_Row = tuple[tuple[Count, Count, Count], tuple[Settled, Settled, Settled]]


class Answer(msgspec.Struct, frozen=True):
    """What the sequential test of one run said of a level, from so many trials."""

    said: Settled
    trials: float


class ProfileOptions(msgspec.Struct, frozen=True):
    """What a user may say about profiles: own ones, how to take doubt, and when a level is held."""

    own: tuple[Named, ...] = ()
    cautious: bool = False
    bar: Bar = Bar()


class Evidence(msgspec.Struct, frozen=True):
    """The trials of one profile: counts by primitive and level (0 to 2), weighted, and what tests said of them; `own`
    where a user measured."""

    model: str
    harness: str
    words: str
    own: bool
    counts: dict[Cell, Count]
    answers: dict[Cell, tuple[Answer, ...]] = {}


def capabilities_of(
    model: str, harness: str, options: ProfileOptions | None = None, published: Published | None = None
) -> Capabilities:
    """What is known of MODEL@HARNESS.

    Primitive by primitive, the nearest evidence counts and what is further away does not: the target itself; the same
    model in other harnesses; the nearest model of its family, in this harness if it was measured in it.
    """
    asked = options or ProfileOptions()
    every = (*_own(asked.own, asked.bar), *_published(published or published_profiles()))
    found: dict[str, Measured] = {}
    sources: list[str] = []
    origin: Tier = "none"
    for tier, evidence in _tiers(every, model, harness):
        rows, used = _added(evidence, frozenset(found))
        found |= {name: Measured(name, counts, tier, said) for name, (counts, said) in rows.items()}
        sources += [_source(item, tier, model) for item in used]
        origin = tier if rows and origin == "none" else origin
    measured = tuple(found[primitive] for primitive in sorted(found))
    return Capabilities(origin, tuple(sources), asked.cautious, measured, asked.bar)


def _tiers(every: Sequence[Evidence], model: str, harness: str) -> Iterator[tuple[Tier, list[Evidence]]]:
    same = [item for item in every if item.model == model]
    yield "measured", [item for item in same if item.harness == harness]
    yield "other-harness", [item for item in same if item.harness != harness]
    cousin = nearest(model, {item.model for item in every} - {model})
    of_cousin = [item for item in every if item.model == cousin]
    yield "family", [item for item in of_cousin if item.harness == harness] or of_cousin


def _added(evidence: Sequence[Evidence], without: frozenset[str]) -> tuple[dict[str, _Row], list[Evidence]]:
    """Counts and answers by primitive, and the evidence that stands behind at least one of them.

    In a cell with at least as many trials of one's own as published ones, or that a test of one's own has decided,
    only one's own count; else both add up.
    """
    own, other = [item for item in evidence if item.own], [item for item in evidence if not item.own]
    own_counts, other_counts = _sum(own, without), _sum(other, without)
    answers = {cell: said for cell, said in _answers(own).items() if cell[0] not in without}
    rows: dict[str, _Row] = {}
    used: set[int] = set()
    for cell in sorted({*own_counts, *other_counts, *answers}):
        mine, theirs = own_counts.get(cell, Count()), other_counts.get(cell, Count())
        said = _settled(answers.get(cell, ()), mine)
        alone = said in {"held", "missing"} or mine.trials >= theirs.trials
        used |= {id(item) for item in (own if alone else evidence) if cell in item.counts}
        counts, settled = rows.get(cell[0], (_NOTHING, _UNSAID))
        rows[cell[0]] = (
            _with(counts, cell[1], mine if alone else mine.plus(theirs)),
            _with(settled, cell[1], said if alone else ""),
        )
    return rows, [item for item in evidence if id(item) in used]


def _with(row: tuple[_T, _T, _T], at: int, value: _T) -> tuple[_T, _T, _T]:
    one, two, three = (value if index == at else item for index, item in enumerate(row))
    return one, two, three


def _answers(evidence: Iterable[Evidence]) -> dict[Cell, tuple[Answer, ...]]:
    found: dict[Cell, tuple[Answer, ...]] = {}
    for item in evidence:
        for cell, said in item.answers.items():
            found[cell] = (*found.get(cell, ()), *said)
    return found


def _settled(answers: Sequence[Answer], count: Count) -> Settled:
    """What the tests say together: empty where two of them differ, or where most trials of the cell are in none."""
    decided = [item for item in answers if item.said != "doubtful"] or answers
    if len({item.said for item in decided}) != 1 or 2 * sum(item.trials for item in answers) < count.trials:
        return ""
    return decided[0].said


def _sum(evidence: Iterable[Evidence], without: frozenset[str]) -> dict[Cell, Count]:
    total: dict[Cell, Count] = {}
    for item in evidence:
        for cell, count in item.counts.items():
            if cell[0] not in without:
                total[cell] = total.get(cell, Count()).plus(count)
    return total


def _own(profiles: Iterable[Named], bar: Bar) -> Iterator[Evidence]:
    for item in profiles:
        profile = item.profile
        counts = _counts(profile.primitives, 1.0)
        seen = profile.observed
        for cell, count in (_counts(seen.primitives, seen.weight) if seen else {}).items():
            counts[cell] = counts.get(cell, Count()).plus(count)
        by = f" ({profile.source})" if profile.source else ""
        steps = f", with {seen.episodes} recorded episodes whose steps count {seen.weight:g} each" if seen else ""
        words = f"own profile {item.file}, {profile.date}{by}{steps}"
        yield Evidence(profile.model, profile.harness, words, True, counts, _answers_in(profile, bar))


def _answers_in(profile: OwnProfile, bar: Bar) -> dict[Cell, tuple[Answer, ...]]:
    """What the tests of its runs said, where they promise what the bar asks for."""
    found: dict[Cell, tuple[Answer, ...]] = {}
    for run in profile.runs:
        if run.promise and _is_kept(run.promise, bar):
            for cell, answer in _answers_of(run):
                found[cell] = (*found.get(cell, ()), answer)
    return found


def _is_kept(promise: Promise, bar: Bar) -> bool:
    """Whether a test with this promise tells rates on both sides of the bar apart, as surely as the bar wants it."""
    return promise.missing < bar.rate <= promise.held and promise.error <= 1 - bar.certainty + _ALMOST


def _answers_of(run: MeasuredRun) -> Iterator[tuple[Cell, Answer]]:
    for primitive, levels in run.verdicts.items():
        for level, verdict in levels.items():
            if verdict.status != "unmeasured":
                count = run.primitives.get(primitive, {}).get(level)
                yield (primitive, LEVELS.index(level)), Answer(verdict.status, count.trials if count else 0)


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
