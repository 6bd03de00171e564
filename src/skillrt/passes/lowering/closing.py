"""Closing one gap: try the drafts, cheapest first, and take those that help and open no other gap."""

import msgspec

from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.infer_requirements import demands_of
from skillrt.passes.lowering.apply import CannotApply, apply
from skillrt.passes.lowering.cost import cost
from skillrt.passes.lowering.gaps import Demands, opened, unmet, weighs_less
from skillrt.passes.lowering.substitute import substitute_drafts
from skillrt.primitives import Draft, Gap, NoDraft, SkillView, lexicon, primitive
from skillrt.primitives.base import Level, rank
from skillrt.targets import Capabilities


class Closing(msgspec.Struct, frozen=True):
    """How far a gap was closed: the module and its demands afterwards, the rules taken, the level with support
    (None: no support was added), and what stood in the way."""

    gap: Gap
    module: Module
    demands: Demands
    rules: tuple[str, ...] = ()
    carried: int | None = None
    why: str = ""


def close_gap(module: Module, gap: Gap, demands: Demands, ctx: PassContext) -> Closing:
    """Take drafts until the gap is closed or none is left. After each that is taken they are asked for again. Where
    the gap stays open, none is kept."""
    target = ctx.target
    assert target is not None
    state = Closing(gap, module, demands)
    refused: list[str] = []
    tried: set[tuple[str, frozenset[str]]] = set()
    waiting = _drafts(state, target.capabilities, refused) if not _is_closed(state) else []
    while waiting:
        draft = waiting.pop(0)
        if _key(draft) in tried:
            continue
        tried.add(_key(draft))
        taken = _tried(state, draft, target.capabilities, refused)
        if taken is not None:
            state = taken
            waiting = _drafts(state, target.capabilities, refused) if not _is_closed(state) else []
    why = "; ".join(dict.fromkeys(refused))
    if state.rules and not _is_closed(state):
        # where the target still cannot do it, nothing is won by a change of the author's text
        state, why = Closing(gap, module, demands), why or f"`{state.rules[0]}` would leave too much to be done"
    return msgspec.structs.replace(state, why=why or _no_lowering(gap))


def _is_closed(state: Closing) -> bool:
    now = state.demands.get(state.gap.primitive)
    held = state.gap.held
    return now is None or rank(now.level) <= held or (state.carried is not None and state.carried <= held)


def _level_now(state: Closing) -> int:
    """The level that is asked for, with the support that was added so far."""
    now = state.demands.get(state.gap.primitive)
    asked = rank(now.level) if now is not None else 0
    return asked if state.carried is None else min(asked, state.carried)


def _key(draft: Draft) -> tuple[str, frozenset[str]]:
    return draft.rule, frozenset(item.block for item in draft.replacements)


def _drafts(state: Closing, capabilities: Capabilities, refused: list[str]) -> list[Draft]:
    """Every draft, those of the primitive and substitutions, cheapest first; why rules draft nothing is `refused`."""
    view = SkillView(state.module, lexicon())
    now = state.demands.get(state.gap.primitive)
    gap = msgspec.structs.replace(state.gap, required=now.level, detected=now) if now else state.gap
    found: list[Draft] = []
    for item in primitive(gap.primitive).lower(view, gap):
        if isinstance(item, NoDraft):
            refused.append(f"`{item.rule}`: {item.reason}")
        else:
            found.append(item)
    found += substitute_drafts(view, gap, state.demands, capabilities)
    return sorted(found, key=lambda draft: (cost(draft, gap, state.module), draft.rule))


def _tried(state: Closing, draft: Draft, capabilities: Capabilities, refused: list[str]) -> Closing | None:
    """The state with the draft taken; None, with the reason, where it would not help or would open another gap."""
    gap = state.gap
    if draft.kind == "supports" and draft.to >= _level_now(state):
        return None  # it carries no more than what is there already
    missing = unmet(draft.raises, state.demands, capabilities)
    if missing:
        refused.append(f"`{draft.rule}` would need {', '.join(missing)}")
        return None
    try:
        module = apply(state.module, msgspec.structs.replace(draft, reason=f"{_words(gap)}: {draft.reason}"))
    except CannotApply as error:
        refused.append(f"`{draft.rule}`: {error}")
        return None
    after = demands_of(module)
    others = tuple(name for name in opened(state.demands, after, capabilities) if name != gap.primitive)
    if others:
        refused.append(f"`{draft.rule}` would ask for more {', '.join(others)}")
        return None
    if draft.kind == "removes" and not weighs_less(gap, after):
        refused.append(f"`{draft.rule}` would not lower it")
        return None
    carried = state.carried
    if draft.kind == "supports":
        carried = draft.to if carried is None else min(carried, draft.to)
    return Closing(gap, module, after, (*state.rules, draft.rule), carried)


def _words(gap: Gap) -> str:
    return f"{gap.primitive} {gap.required} where the target holds {f'L{gap.held}' if gap.held else 'none'}"


def _no_lowering(gap: Gap) -> str:
    """Why the catalogue has no lowering for the level, where it says so; else that it has none for this text."""
    level: Level = gap.required
    return primitive(gap.primitive).facts.levels[level].no_lowering or "none of its rules applies to this text"
