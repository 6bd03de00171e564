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
ANY: Final = "any"
"""Stands for the next standing instructions, whatever they are: a template that was promoted by hand takes them."""
_MOST_SPENT: Final = 5
_MOST_INSTRUCTIONS: Final = 50
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
    `midway_wrong` count the same in the middle of runs, which is proven by itself. `instructions` are the predictions
    that came true by the digest of the standing instructions that they were made under, since the last that did not:
    each is proven by itself, the latest last. Records of before have none: such a template predicts again first."""

    template: Template
    state: State = "shadow"
    right: int = 0
    wrong: int = 0
    under: tuple[str, ...] = ()
    history: tuple[Event, ...] = ()
    spent: tuple[Spent, ...] = ()
    midway: int = 0
    midway_wrong: int = 0
    instructions: dict[str, int] = {}

    def acts_under(self, instructions: str) -> bool:
        """Whether it may act under these standing instructions, where it may act at all."""
        return max(self.instructions.get(name, 0) for name in (instructions, ANY)) >= PROMOTE_AFTER

    @property
    def acts_midway(self) -> bool:
        """Whether it may act in the middle of a run, too, where it may act at all."""
        return self.midway >= PROMOTE_AFTER and self.midway_wrong < DEMOTE_AFTER


def learnt(template: Template) -> Kept:
    """A new template: in shadow."""
    return Kept(template, history=(Event("learnt", f"proven on {', '.join(template.proofs)}"),))


def observed(
    kept: Kept,
    *,
    right: bool,
    why: str = "",
    promote_after: int = PROMOTE_AFTER,
    spent: Spent | None = None,
    instructions: str = "",
) -> Kept:
    """After a prediction in shadow, or an act, turned out right or wrong. A demoted template stays so. `spent` is
    what the model took where it did the same itself, `instructions` the digest of what it was told besides."""
    kept = _with(kept, Event("right" if right else "wrong", why))
    if not right and _is_foreign(kept, instructions):
        return _counted(kept, instructions, right=False)
    kept = _counted(kept, instructions, right=right)
    if right and spent is not None:
        kept = msgspec.structs.replace(kept, spent=(*kept.spent, spent)[-_MOST_SPENT:])
    if right:
        kept = msgspec.structs.replace(kept, right=kept.right + 1)
        found = kept.instructions[instructions]
        if kept.state == "shadow" and found >= promote_after:
            return promoted(kept, f"right {found} times in shadow")
        return kept
    kept = msgspec.structs.replace(kept, right=0, wrong=kept.wrong + 1)
    if kept.state == "promoted" and kept.wrong >= DEMOTE_AFTER:
        return demoted(kept, f"wrong {kept.wrong} times")
    return kept


def observed_midway(kept: Kept, *, right: bool, why: str = "", instructions: str = "") -> Kept:
    """The same for a prediction, or an act, in the middle of a run: it says nothing of those at the beginning."""
    is_foreign = _is_foreign(kept, instructions)
    kept = _with(kept, Event("right" if right else "wrong", f"in the middle of {why}"))
    if right:
        return msgspec.structs.replace(kept, midway=kept.midway + 1)
    if is_foreign:
        return kept
    return msgspec.structs.replace(kept, midway=0, midway_wrong=kept.midway_wrong + 1)


def promoted_by_hand(kept: Kept) -> Kept:
    """It may act wherever a template can, under the standing instructions that it was right under; where there are
    none, under those of the next request."""
    known = [name for name, right in kept.instructions.items() if right]
    instructions = dict.fromkeys(known or [ANY], PROMOTE_AFTER)
    fresh = msgspec.structs.replace(kept, midway=PROMOTE_AFTER, midway_wrong=0, instructions=instructions)
    return promoted(fresh, "by hand")


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
    if not kept.under:
        return msgspec.structs.replace(kept, under=now)
    changed = msgspec.structs.replace(kept, under=now, instructions={})
    if kept.state == "demoted" or (kept.state == "shadow" and not kept.right):
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


def _is_foreign(kept: Kept, instructions: str) -> bool:
    """Whether a failure says nothing of where the template acts: the model was told something else there."""
    return kept.state == "promoted" and not kept.acts_under(instructions)


def _counted(kept: Kept, instructions: str, *, right: bool) -> Kept:
    """With the prediction counted under its instructions. What acts under them does so until it is demoted."""
    found = dict(kept.instructions)
    before = max(found.pop(instructions, 0), found.pop(ANY, 0))
    acts = kept.state == "promoted" and before >= PROMOTE_AFTER
    found[instructions] = before + 1 if right else before if acts else 0
    latest = list(found.items())[-_MOST_INSTRUCTIONS:]
    return msgspec.structs.replace(kept, instructions=dict(latest))


def _with(kept: Kept, event: Event) -> Kept:
    """With the event at the end; of a long history the beginning and the end are kept."""
    history = (*kept.history, event)
    if len(history) > _MOST_EVENTS:
        history = (history[0], *history[2:])
    return msgspec.structs.replace(kept, history=history)
