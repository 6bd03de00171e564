"""Put exchanges that belong together into episodes: threads, the episodes of each, sub-agents nested, side calls
apart."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from skillrt.gateway.assembly.building import episodes_of
from skillrt.gateway.assembly.exits import COMMANDS
from skillrt.gateway.assembly.nesting import episode_at, parent_of
from skillrt.gateway.assembly.threads import Thread, TrafficOf, threads_of
from skillrt.store.traces import Episode, ExchangeRecord, RunRecord, SideCall, SkillUse, Turn
from skillrt.targets import Harness, shipped_harnesses
from skillrt.targets.traffic import all_traffic
from skillrt.wire.exchange import Usage

RULES: Final = "2"  # raised when the same exchanges would give other episodes: what is stored is put together anew


def assemble(
    records: Iterable[ExchangeRecord], run: RunRecord | None = None, harnesses: Mapping[str, Harness] | None = None
) -> list[Episode]:
    """The episodes in the exchanges of one run, session or day, by when they began. Outcomes are not judged yet."""
    known = shipped_harnesses() if harnesses is None else harnesses
    other = all_traffic(tuple(harness.traffic for harness in known.values()))
    traffic_of = TrafficOf({name: harness.traffic for name, harness in known.items()}, other)
    threads = threads_of(records, traffic_of)
    working = [thread for thread in threads if not _beside(thread, threads)]
    built: dict[int, list[Episode]] = {}
    parents: dict[int, Thread | None] = {}
    for thread in working:
        first = thread.steps[0].record
        harness, traffic = known.get(first.harness), traffic_of(first)
        parent = parent_of(thread, working, harness, traffic)
        parents[id(thread)] = parent
        built[id(thread)] = episodes_of(thread, harness, traffic, whole_thread=parent is not None)
    episodes = [episode for thread in working for episode in _nested(thread, built, parents)]
    episodes.sort(key=lambda episode: (episode.started, episode.id))
    episodes = _with_side_calls(episodes, [thread for thread in threads if _beside(thread, threads)])
    return _with_run(_awaited(episodes), run) if run else _awaited(episodes)


def _beside(thread: Thread, threads: list[Thread]) -> str:
    """What a thread is for where it is beside the work: by the descriptor, or because it alone has no tools."""
    if thread.side:
        return thread.side
    calls = any(item.kind == "call" for step in thread.steps for item in step.answer)
    if thread.has_tools or calls or (thread.agent != thread.session and thread.parent_agent):
        return ""
    same = [item for item in threads if item.session == thread.session and item.has_tools]
    return "unknown" if same and len(thread.steps) == 1 else ""


def _nested(thread: Thread, built: dict[int, list[Episode]], parents: dict[int, Thread | None]) -> list[Episode]:
    episodes = built[id(thread)]
    parent = parents[id(thread)]
    above = episode_at(built[id(parent)], thread.started // 1_000_000) if parent else None
    if above is None:
        return episodes
    return [msgspec.structs.replace(episode, parent=above.id) for episode in episodes]


def _awaited(episodes: list[Episode]) -> list[Episode]:
    """An episode is whole when every sub-agent that it started is; what they took is part of it."""
    open_parents = {episode.parent for episode in episodes if episode.parent and not episode.whole}
    return [
        msgspec.structs.replace(episode, whole=False) if episode.id in open_parents else episode
        for episode in episodes
    ]


def _with_side_calls(episodes: list[Episode], beside: list[Thread]) -> list[Episode]:
    found: dict[str, list[SideCall]] = {}
    roots = [episode for episode in episodes if not episode.parent]
    for thread in beside:
        for step in thread.steps:
            same = [episode for episode in roots if episode.session == step.record.session] or roots
            owner = episode_at(same, step.record.started // 1_000_000)
            if owner:
                usage = step.record.response.usage if step.record.response else None
                call = SideCall(exchange=step.record.id, kind=thread.side or "unknown", usage=usage or Usage())
                found.setdefault(owner.id, []).append(call)
    return [
        msgspec.structs.replace(episode, side_calls=tuple(found[episode.id])) if episode.id in found else episode
        for episode in episodes
    ]


def _with_run(episodes: list[Episode], run: RunRecord) -> list[Episode]:
    """What only the run knows: variants, how commands ended that the model is not told of, and the files before the
    first and after the last request of the user."""
    exits = dict(run.exits)
    roots = [episode.id for episode in episodes if not episode.parent]
    finished: list[Episode] = []
    for episode in episodes:
        skills = tuple(_of_run(skill, episode, run) for skill in episode.skills)
        finished.append(
            msgspec.structs.replace(
                episode,
                skills=skills,
                turns=tuple(_with_exits(turn, exits) for turn in episode.turns) if exits else episode.turns,
                before=run.before if roots and episode.id == roots[0] else (),
                changes=run.changes if roots and episode.id == roots[-1] else (),
            )
        )
    return finished


def _with_exits(turn: Turn, exits: Mapping[str, int]) -> Turn:
    calls = tuple(
        msgspec.structs.replace(call, exit=exits[call.id])
        if call.exit is None and call.answered and call.operation in COMMANDS and call.id in exits
        else call
        for call in turn.calls
    )
    return msgspec.structs.replace(turn, calls=calls) if calls != turn.calls else turn


def _of_run(skill: SkillUse, episode: Episode, run: RunRecord) -> SkillUse:
    """The skill with the variant that the episode's model had of it."""
    installed = next((item.variant for item in run.skills if item.name == skill.name), skill.variant)
    wanted = (skill.name, episode.model)
    mine = next((item for item in run.fitted if (item.name, item.model) == wanted), None)
    if skill.loaded_at < 0 or mine is None:
        return msgspec.structs.replace(skill, variant=installed)
    return msgspec.structs.replace(skill, variant=mine.variant, fitted=f"{mine.model}@{run.harness}")
