"""What may act: a template is in shadow until it has been right often enough; one that was wrong acts no more."""

from typing import Final, Literal

import msgspec

from skillrt.errors import Diagnostic, MachineError
from skillrt.jit.template import Template
from skillrt.store.templates import Templates

State = Literal["shadow", "promoted", "demoted"]
PROMOTE_AFTER: Final = 3
"""Predictions that came true, without one that did not, before a template acts."""
DEMOTE_AFTER: Final = 2
"""Failures after which a template acts no more."""
_MOST_SPENT: Final = 5
_MOST_EVENTS: Final = 200


class Event(msgspec.Struct, frozen=True):
    """Something that happened to a template: what, and why or on which episode."""

    what: Literal["learnt", "right", "wrong", "promoted", "demoted", "shadow"]
    why: str = ""


class Spent(msgspec.Struct, frozen=True):
    """What the model took for a request that the template had predicted: its answers, tokens, milliseconds."""

    turns: int
    tokens: int
    millis: int


class Kept(msgspec.Struct, frozen=True):
    """A template with its state. `right` counts since the last failure, `wrong` since the last promotion; `under` is
    what it was observed under (skill, variant, tool and environment): with anything else it is in shadow again.
    `spent` is what the model took for the last requests that it predicted right, oldest first. `midway` and
    `midway_wrong` count the same in the middle of runs, which is proven by itself."""

    template: Template
    state: State = "shadow"
    right: int = 0
    wrong: int = 0
    under: tuple[str, ...] = ()
    history: tuple[Event, ...] = ()
    spent: tuple[Spent, ...] = ()
    midway: int = 0
    midway_wrong: int = 0

    @property
    def acts_midway(self) -> bool:
        """Whether it may act in the middle of a run, too, where it may act at all."""
        return self.midway >= PROMOTE_AFTER and self.midway_wrong < DEMOTE_AFTER


def learnt(template: Template) -> Kept:
    """A new template: in shadow."""
    return Kept(template, history=(Event("learnt", f"proven on {', '.join(template.proofs)}"),))


def observed(
    kept: Kept, *, right: bool, why: str = "", promote_after: int = PROMOTE_AFTER, spent: Spent | None = None
) -> Kept:
    """After a prediction in shadow, or an act, turned out right or wrong. A demoted template stays so. `spent` is
    what the model took where it did the same itself."""
    kept = _with(kept, Event("right" if right else "wrong", why))
    if right and spent is not None:
        kept = msgspec.structs.replace(kept, spent=(*kept.spent, spent)[-_MOST_SPENT:])
    if right:
        kept = msgspec.structs.replace(kept, right=kept.right + 1)
        if kept.state == "shadow" and kept.right >= promote_after:
            return promoted(kept, f"right {kept.right} times in shadow")
        return kept
    kept = msgspec.structs.replace(kept, right=0, wrong=kept.wrong + 1)
    if kept.state == "promoted" and kept.wrong >= DEMOTE_AFTER:
        return demoted(kept, f"wrong {kept.wrong} times")
    return kept


def observed_midway(kept: Kept, *, right: bool, why: str = "") -> Kept:
    """The same for a prediction, or an act, in the middle of a run: it says nothing of those at the beginning."""
    kept = _with(kept, Event("right" if right else "wrong", f"in the middle of {why}"))
    if right:
        return msgspec.structs.replace(kept, midway=kept.midway + 1)
    return msgspec.structs.replace(kept, midway=0, midway_wrong=kept.midway_wrong + 1)


def promoted_by_hand(kept: Kept) -> Kept:
    """It may act wherever a template can."""
    return promoted(msgspec.structs.replace(kept, midway=PROMOTE_AFTER, midway_wrong=0), "by hand")


def promoted(kept: Kept, why: str) -> Kept:
    """It may act."""
    return _with(msgspec.structs.replace(kept, state="promoted", wrong=0), Event("promoted", why))


def demoted(kept: Kept, why: str) -> Kept:
    """It acts no more, whatever it predicts, until somebody promotes it."""
    return _with(msgspec.structs.replace(kept, state="demoted", right=0), Event("demoted", why))


def under(kept: Kept, now: tuple[str, ...]) -> Kept:
    """The template as it stands for what is installed now: in shadow again, with nothing counted, where that is not
    what it was. One that was never observed, or was promoted by hand, takes what is now as its own."""
    if kept.under == now:
        return kept
    changed = msgspec.structs.replace(kept, under=now)
    if not kept.under or kept.state == "demoted" or (kept.state == "shadow" and not kept.right):
        return changed
    fresh = msgspec.structs.replace(changed, state="shadow", right=0, wrong=0, midway=0, midway_wrong=0)
    return _with(fresh, Event("shadow", "skill, variant, tool or environment changed"))


def read_kept(store: Templates, name: str) -> Kept:
    """A template with its state. Raises MachineError where its record cannot be read."""
    try:
        return msgspec.json.decode(store.read(name), type=Kept)
    except msgspec.MsgspecError as error:
        message = f"the record of template `{name}` cannot be read: {error}; `skillrt jit forget {name}` removes it"
        raise MachineError(Diagnostic.of("machine.io", message)) from error


def _with(kept: Kept, event: Event) -> Kept:
    """With the event at the end; of a long history the beginning and the end are kept."""
    history = (*kept.history, event)
    if len(history) > _MOST_EVENTS:
        history = (history[0], *history[2:])
    return msgspec.structs.replace(kept, history=history)
