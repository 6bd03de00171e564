"""Keep what was learnt among what is kept already: a template that has a history is known again, and no second one is
put beside it for the same job."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from skillrt.jit.learn import Learnt, Workshop
from skillrt.jit.parts import learn_parts
from skillrt.jit.replay import Replayer
from skillrt.jit.state import Kept, learnt, read_kept
from skillrt.jit.stored import MOST, stored_episodes
from skillrt.jit.template import Template
from skillrt.store.templates import Templates
from skillrt.store.traces import TraceReader
from skillrt.store.variants import kept_variants

_RANK: Final = {"promoted": -2, "shadow": -1, "demoted": 1}


class Shelved(msgspec.Struct, frozen=True):
    """The templates that were learnt or learnt anew, and for each episode that serves none the reason."""

    templates: tuple[Kept, ...]
    reasons: dict[str, str]


def learn_from_traces(
    reader: TraceReader, data: Path, replayer: Replayer, *, skill: str = "", most: int = MOST, jobs: int = 2
) -> Shelved:
    """Learn from the trace store, whose episodes must have been put together, and keep what comes of it in SkillRT's
    folder `data`, in which the variants of skills are too.

    Raises MachineError where a store cannot be used, Unavailable where nothing can be replayed.
    """
    with tempfile.TemporaryDirectory(prefix="skillrt-learn-") as name:
        found = stored_episodes(reader, Path(name), skill=skill, most=most)
        replayer.folders = {**kept_variants(data, found.variants), **replayer.folders}
        shelved = shelve(Templates(data), Workshop(found.episodes, replayer, jobs))
    return Shelved(shelved.templates, {**found.left_out, **shelved.reasons})


def shelve(store: Templates, workshop: Workshop) -> Shelved:
    """Learn from the workshop's episodes and keep what comes of it; states and histories stay, as they are when it is
    kept: learning takes long, and templates are counted, demoted and forgotten meanwhile."""
    known = {name: read_kept(store, name) for name in store.ids()}
    found = workshop.learn(rank={name: _RANK[kept.state] for name, kept in known.items()})
    kept: list[Kept] = []
    for template in (*found.templates, *_parts(workshop, found)):
        others = [item for item in _acting(known, found) if template.partial or not item.template.partial]
        if template.id not in known and any(_same_job(template, other.template) for other in others):
            continue
        item = _put(store, template, forgettable=template.id in known)
        if item is not None:
            kept.append(item)
    return Shelved(tuple(kept), found.reasons)


def _put(store: Templates, template: Template, *, forgettable: bool) -> Kept | None:
    """Keep the template with the state that it has now; None where it was there and is forgotten."""
    with store.changing():
        now = read_kept(store, template.id) if template.id in store.ids() else None
        if now is None and forgettable:
            return None
        item = msgspec.structs.replace(now, template=template) if now else learnt(template)
        store.write(template.id, msgspec.json.encode(item))
    return item


def _parts(workshop: Workshop, found: Learnt) -> tuple[Template, ...]:
    """What does a part of the job, where nothing does all of it."""
    served = {name for template in found.templates for name in (template.source, *template.proofs)}
    parts = learn_parts(workshop, [name for name in workshop.episodes if name not in served])
    return tuple(part for part in parts if not any(_same_job(part, template) for template in found.templates))


def _acting(known: Mapping[str, Kept], found: Learnt) -> list[Kept]:
    """Those kept that were not learnt anew: their own episodes may be gone from the store."""
    again = {template.id for template in found.templates}
    return [kept for name, kept in known.items() if name not in again and kept.state != "demoted"]


def _same_job(one: Template, other: Template) -> bool:
    mine, theirs = {one.source, *one.proofs}, {other.source, *other.proofs}
    words = {wording.words for wording in one.wordings} & {wording.words for wording in other.wordings}
    return one.skill == other.skill and bool(mine & theirs or words)
