"""A result with what the run's episodes say: calls, skills that were loaded, cost, outcome."""

from collections.abc import Sequence

import msgspec

from skillrt.runs.result import RunResult, SkillRow
from skillrt.store.traces.episode import Episode


def with_episodes(result: RunResult, episodes: Sequence[Episode]) -> RunResult:
    """The result, completed by the episodes of its run; those of sub-agents count like the others."""
    if not episodes:
        return result
    calls = tuple(call.tool for episode in episodes for turn in episode.turns for call in turn.calls)
    asked = [episode for episode in episodes if not episode.parent]
    last = asked[-1] if asked else episodes[-1]
    costs = [episode.cost for episode in episodes]
    evidence = last.outcome.evidence
    return msgspec.structs.replace(
        result,
        tool_calls=calls or result.tool_calls,
        cost=sum(cost for cost in costs if cost is not None) if None not in costs else None,
        skills=tuple(_with_use(row, episodes) for row in result.skills),
        outcome=last.outcome.kind + (f" ({last.outcome.failure})" if last.outcome.failure else ""),
        outcome_why=evidence[0].text if evidence else "",
    )


def _with_use(row: SkillRow, episodes: Sequence[Episode]) -> SkillRow:
    uses = [use for episode in episodes for use in episode.skills if use.name == row.name]
    return msgspec.structs.replace(row, loaded=any(use.loaded_at >= 0 for use in uses), listed=bool(uses))
