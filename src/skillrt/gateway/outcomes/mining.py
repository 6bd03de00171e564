"""What failed in many episodes: by class and cause, with evidence; what different tasks share comes first."""

from collections.abc import Iterable

import msgspec

from skillrt.gateway.outcomes.failing import cause_of
from skillrt.gateway.outcomes.recoveries import Recovery, recoveries_of
from skillrt.store.traces import Episode, Evidence, FailureClass

NOT_THE_SKILLS: frozenset[FailureClass] = frozenset({"provider", "harness"})


class Failure(msgspec.Struct, frozen=True):
    """One failure in one episode. `decisive`: the episode failed by it; `recovery`: the variation that worked."""

    episode: str
    failure: FailureClass
    cause: str
    evidence: Evidence
    decisive: bool
    recovery: Recovery | None = None


class FailureGroup(msgspec.Struct, frozen=True):
    """The failures with one cause. `systematic`: it comes up in different tasks. `counts`: it may count against the
    skill (faults of provider and harness never do)."""

    failure: FailureClass
    cause: str
    skills: tuple[str, ...]
    tasks: int
    episodes: tuple[str, ...]
    decisive: int
    recovered: int
    systematic: bool
    counts: bool
    failures: tuple[Failure, ...]


def failures_in(episode: Episode) -> list[Failure]:
    """All failures of an episode: calls that failed, and what it failed by in the end."""
    recovered = {(item.failed_turn, item.failed): item for item in recoveries_of(episode)}
    found: list[Failure] = []
    outcome = episode.outcome
    decisive = {item.text for item in outcome.evidence} if outcome.kind == "failed" else set[str]()
    for at, turn in enumerate(episode.turns):
        for call in turn.calls:
            cause = cause_of(call)
            if cause:
                evidence = Evidence(source="tool", text=cause.evidence, turn=at)
                recovery = recovered.get((at, call.arguments))
                is_decisive = recovery is None and cause.evidence in decisive
                found.append(Failure(episode.id, cause.failure, cause.key, evidence, is_decisive, recovery))
    if outcome.kind == "failed" and outcome.failure and not any(item.decisive for item in found):
        evidence = outcome.evidence[0] if outcome.evidence else Evidence(source="harness", text="")
        found.append(Failure(episode.id, outcome.failure, f"{evidence.source}:{outcome.failure}", evidence, True))
    return found


def grouped(episodes: Iterable[Episode], skill: str = "") -> list[FailureGroup]:
    """Failures by cause, systematic ones first, then by how many tasks they touch; only those of a skill's episodes
    where one is named (it was loaded in them)."""
    listed = [episode for episode in episodes if not skill or skill in loaded_skills(episode)]
    by_id = {episode.id: episode for episode in listed}
    groups: dict[tuple[FailureClass, str], list[Failure]] = {}
    for episode in listed:
        for failure in failures_in(episode):
            groups.setdefault((failure.failure, failure.cause), []).append(failure)
    built = [_group(key, failures, by_id) for key, failures in groups.items()]
    return sorted(
        built, key=lambda group: (not group.systematic, not group.counts, -group.tasks, -group.decisive, group.cause)
    )


def loaded_skills(episode: Episode) -> list[str]:
    """The skills that were loaded in an episode."""
    return [skill.name for skill in episode.skills if skill.loaded_at >= 0]


def _group(key: tuple[FailureClass, str], failures: list[Failure], episodes: dict[str, Episode]) -> FailureGroup:
    ids = tuple(dict.fromkeys(failure.episode for failure in failures))
    tasks = {_task(episodes[id]) for id in ids}
    skills = sorted({name for id in ids for name in loaded_skills(episodes[id])})
    return FailureGroup(
        failure=key[0],
        cause=key[1],
        skills=tuple(skills),
        tasks=len(tasks),
        episodes=ids,
        decisive=sum(failure.decisive for failure in failures),
        recovered=sum(failure.recovery is not None for failure in failures),
        systematic=len(tasks) > 1,
        counts=key[0] not in NOT_THE_SKILLS,
        failures=tuple(failures),
    )


def _task(episode: Episode) -> str:
    """What two requests for the same thing have in common: their words."""
    return " ".join(episode.prompt.lower().split())
