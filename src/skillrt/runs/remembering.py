"""The templates that may be used, and how an act or a prediction of one turned out."""

from collections.abc import Iterator

import msgspec

from skillrt.errors import MachineError
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.state import Kept, Spent, observed, observed_midway, under
from skillrt.runs.plan import Say
from skillrt.store.templates import Templates
from skillrt.wire.exchange import ToolSpec


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """How it turned out in the run called `run`, and what the model took where it did the work. `midway`: it was in
    the middle of the run. `instructions` is the digest of its standing instructions."""

    run: str
    right: bool
    why: str = ""
    spent: Spent | None = None
    midway: bool = False
    instructions: str = ""


def remember(
    store: Templates, name: str, conditions: Conditions, tool: ToolSpec | None, seen: Seen, say: Say
) -> Kept | None:
    """The template after it was counted. The record is read again: another run may have written it meanwhile."""
    with store.changing():
        kept = read_or_none(store, name)
        now = conditions.of(kept.template, tool) if kept and tool else None
        if kept is None or now is None:
            return kept
        kept = _counted(kept, now, seen)
        try:
            store.write(name, msgspec.json.encode(kept))
        except MachineError as error:
            say(f"what came of template {name} cannot be kept: {error.diagnostics[0].message}")
    return kept


def _counted(kept: Kept, now: tuple[str, ...], seen: Seen) -> Kept:
    told = f"run {seen.run}{': ' if seen.why else ''}{seen.why}"
    kept = under(kept, now)
    if seen.midway:
        return observed_midway(kept, right=seen.right, why=told, instructions=seen.instructions)
    return observed(kept, right=seen.right, why=told, spent=seen.spent, instructions=seen.instructions)


def in_use(store: Templates, say: Say, unread: set[str]) -> Iterator[Kept]:
    """Those that are not demoted. `say` hears which cannot be read, but for those in `unread`, where they are put."""
    for name in store.ids():
        kept = read_or_none(store, name)
        if kept is not None:
            if kept.state != "demoted":
                yield kept
        elif name not in unread:
            unread.add(name)
            say(f"the record of template {name} cannot be read; `skillrt jit forget {name}` removes it")


def read_or_none(store: Templates, name: str) -> Kept | None:
    """The template; None where its record cannot be read."""
    try:
        return msgspec.json.decode(store.read(name), type=Kept)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
