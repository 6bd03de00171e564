"""What recorded work says of a target: steps whose primitive and success are known, by observed_steps.toml."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec

from skillrt.gateway.acting import HELD_BACK
from skillrt.gateway.outcomes import cause_of
from skillrt.store.traces import Call, Episode
from skillrt.targets import OwnProfile
from skillrt.targets.profile_file import Observed, Primitives, Trials

_LEVEL = "L1"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule: calls of `operations` (empty: all) show the primitive; causes of `failed` show that it is lacking."""

    primitive: str
    operations: tuple[str, ...]
    failed: frozenset[str]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of observed_steps.toml."""

    date: str
    weight: float
    step: tuple[Step, ...]


def observed_in(episodes: Iterable[Episode], since: int = 0) -> Observed:
    """What the episodes that began after `since` (ms since the epoch) say.

    Those that a template took part in are left out: it is not the model that acted. One that did not act is no part.
    """
    counts: dict[str, list[bool]] = {}
    until, seen = since, 0
    for episode in episodes:
        if episode.started <= since or (episode.jit and not episode.jit.startswith(HELD_BACK)):
            continue
        until = max(until, episode.started)
        shown = shown_by(episode)
        seen += bool(shown)
        for name, passed in shown.items():
            counts.setdefault(name, []).append(passed)
    primitives: Primitives = {
        name: {_LEVEL: Trials(sum(passed), len(passed))} for name, passed in sorted(counts.items())
    }
    return Observed(weight=rules().weight, until=until, episodes=seen, primitives=primitives)


def shown_by(episode: Episode) -> dict[str, bool]:
    """By primitive, whether all its steps in the episode that say something went well."""
    found: dict[str, bool] = {}
    calls = [call for turn in episode.turns if not turn.error for call in turn.calls if call.answered]
    for step in rules().step:
        said = [passed for call in calls if (passed := _said(step, call)) is not None]
        if said:
            found[step.primitive] = all(said)
    return found


def with_observed(profile: OwnProfile, more: Observed) -> OwnProfile:
    """The profile with what was observed besides. What was counted with another weight is counted anew with this."""
    old = profile.observed
    if old is None:
        return msgspec.structs.replace(profile, observed=more)
    primitives = {
        name: {_LEVEL: _plus(old.primitives.get(name, {}).get(_LEVEL), more.primitives.get(name, {}).get(_LEVEL))}
        for name in sorted({*old.primitives, *more.primitives})
    }
    both = Observed(
        weight=more.weight,
        until=max(old.until, more.until),
        episodes=old.episodes + more.episodes,
        primitives=primitives,
    )
    return msgspec.structs.replace(profile, observed=both)


@cache
def rules() -> Rules:
    """The rules that are shipped."""
    text = (resources.files("skillrt.profiler") / "observed_steps.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Rules)


def _said(step: Step, call: Call) -> bool | None:
    if step.operations and call.operation not in step.operations:
        return None
    cause = cause_of(call)
    if cause is None:
        return True
    return False if cause.kind in step.failed else None


def _plus(one: Trials | None, other: Trials | None) -> Trials:
    known = [item for item in (one, other) if item]
    return Trials(sum(item.passes for item in known), sum(item.trials for item in known))
