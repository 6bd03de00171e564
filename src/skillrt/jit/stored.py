"""Episodes of the trace store that templates can be learnt from, with their workspaces laid out as folders."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from skillrt.jit.recorded import Recorded, recorded_of
from skillrt.store.traces import Episode, Episodes, FileChange, RunRecord, TraceReader, Wanted
from skillrt.store.traces.files import sha256_of
from skillrt.store.traces.sharing import write_folder
from skillrt.targets import shipped_harnesses

MOST: Final = 120
"""How many episodes are read: each is compared with all others."""
_MOST_SEEN: Final = 1_000
_DONE_HERE: Final = ("act ", "answer ")


class Stored(msgspec.Struct, frozen=True):
    """The episodes that can teach, oldest first, and for each other one why it cannot. `variants` are the digests of
    the skills' variants that the newest of them read, by the skills' names."""

    episodes: tuple[Recorded, ...]
    left_out: dict[str, str]
    variants: dict[str, str]


def stored_episodes(
    reader: TraceReader,
    folder: Path,
    *,
    skill: str = "",
    most: int = MOST,
    wanted: Callable[[Episode], bool] = lambda _: True,
) -> Stored:
    """The newest episodes of the store that can teach and are `wanted`, at most `most`; their files are laid out
    below `folder`.

    Episodes must have been put together before (`gateway.episodes.refresh`). Raises MachineError where the store
    cannot be read.
    """
    found: list[Recorded] = []
    left_out: dict[str, str] = {}
    variants: dict[str, str] = {}
    for episode in Episodes(reader.connection).find(Wanted(skill=skill, limit=_MOST_SEEN)):
        if not wanted(episode):
            continue
        run = reader.run(episode.run) if episode.run else None
        why = unfit(episode, run) or unkept(reader, episode)
        if why:
            left_out[episode.id] = why
        elif len(found) < most:
            found.append(_laid_out(reader, folder, episode, run))
            for use in episode.skills:
                if use.variant:
                    variants.setdefault(use.name, use.variant)
        else:
            left_out[episode.id] = f"only the newest {most} are read"
    return Stored(tuple(reversed(found)), left_out, variants)


def unfit(episode: Episode, run: RunRecord | None) -> str:
    """Why nothing can be learnt from an episode, empty where it can: its request must tell the whole job, done by a
    model in one workspace that was looked at before and after."""
    steps = episode.turns
    if episode.outcome.kind == "failed":
        return "it failed"
    if episode.parent:
        return "it is the work of a sub-agent"
    if not episode.whole or not episode.final.strip():
        return "its end was not seen"
    if episode.run and run is None:
        return "nothing is known of its run"
    if run is not None and run.replayed:
        return "a recording was played in it"
    if not episode.run and not (episode.before or episode.changes):
        return "its workspace was not looked at"
    if any(turn.said for turn in steps):
        return "the user said more while it went on"
    if any(told.startswith(_DONE_HERE) for told in (episode.jit, *(turn.jit for turn in steps))):
        return "a template did a part of it"
    if not any(turn.calls for turn in steps):
        return "no tool was called"
    return ""


def unkept(reader: TraceReader, episode: Episode) -> str:
    """Which file of its workspace the store does not have as it was; empty where it has all."""
    wanted = [(item.path, item.before) for item in episode.before]
    wanted += [(item.path, item.after) for item in episode.changes if item.after]
    for path, digest in wanted:
        data = reader.file(digest)
        if data is None:
            return f"the content of `{path}` was not kept"
        if sha256_of(data) != digest:
            return f"`{path}` held a secret, which was not kept"
    return ""


def _laid_out(reader: TraceReader, folder: Path, episode: Episode, run: RunRecord | None) -> Recorded:
    place = folder / re.sub(r"[^\w.-]", "_", episode.id)
    harness = shipped_harnesses().get(episode.harness)
    own = harness.own_folders if harness else frozenset[str]()
    episode = msgspec.structs.replace(
        episode, before=_outside(episode.before, own), changes=_outside(episode.changes, own)
    )
    write_folder(place, episode, reader.file)
    if run is not None and run.prompt:
        episode = msgspec.structs.replace(episode, prompt=run.prompt)
    return recorded_of(episode, place, run.workspace if run else "")


def _outside(changes: tuple[FileChange, ...], own: frozenset[str]) -> tuple[FileChange, ...]:
    """Without what lies in the harness's own folders."""
    return tuple(item for item in changes if not own & set(item.path.split("/")[:-1]))
