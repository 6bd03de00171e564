"""L3: a plan with branches for everything that can fail, which is gone through in every way that it can go."""

from collections.abc import Callable
from random import Random
from typing import Any, Final, cast

import msgspec

from skillrt.primitives.probing_parts.drawing import COLOURS, WARES

_MOST_STEPS: Final = 80
_LONGEST: Final = 60
_MOST_STATES: Final = 40_000


class World(msgspec.Struct, frozen=True):
    """What the actions are called, how often one may be tried, and some rules that are drawn."""

    names: dict[str, str]
    main_tries: int
    heat_tries: int
    spare_soils: bool
    heat_shut: bool


class State(msgspec.Struct, frozen=True):
    """Where things stand."""

    open: bool = False
    dirty: bool = False
    hot: bool = False
    full: bool = False
    told: bool = False
    mains: int = 0
    heats: int = 0
    spares: int = 0


_FAILS: Final = ("main", "heat", "spare")
_ACTIONS: Final = ("open", "shut", "clean", "main", "heat", "spare", "tell")
_CHANGES: Final[dict[str, dict[str, Any]]] = {
    "open": {"open": True},
    "shut": {"open": False},
    "clean": {"dirty": False},
    "tell": {"told": True},
    "main": {"full": True},
    "heat": {"hot": True},
    "spare": {"full": True},
}


def world(random: Random) -> World:
    """Names and rules of one instance."""
    ware, words = random.choice(WARES), random.sample(COLOURS, len(_ACTIONS))
    names = {name: f"{word}-{ware}" for name, word in zip(_ACTIONS, words, strict=True)}
    return World(names, random.randint(1, 2), random.randint(1, 2), random.random() < 0.5, random.random() < 0.5)


def rules(made: World) -> str:
    """What the agent is told."""
    name = made.names
    times = {1: "once", 2: "twice"}
    lid, soiled = "shut" if made.heat_shut else "open", "is dirty" if made.spare_soils else "stays clean"
    main, heat = times[made.main_tries], times[made.heat_tries]
    return f"""\
A machine has a lid (shut at first), an inside that is clean at first, a spare line that is cold at first, and a tank
that is empty at first. These actions exist:

- `{name["open"]}` needs: the lid is shut. Then the lid is open. It never fails.
- `{name["shut"]}` needs: the lid is open, the inside is clean. Then the lid is shut. It never fails.
- `{name["clean"]}` needs: the inside is dirty. Then the inside is clean. It never fails.
- `{name["main"]}` needs: the lid is open, the inside is clean, the tank is empty. It may fail. Where it works, the
  tank is full; where it fails, the tank stays empty and the inside is dirty. It may be done at most {main}.
- `{name["heat"]}` needs: the lid is {lid}, the inside is clean, the spare line is cold. It may fail. Where it works,
  the spare line is hot; where it fails, nothing changes. It may be done at most {heat}.
- `{name["spare"]}` needs: the lid is open, the inside is clean, the spare line is hot, the tank is empty. It may
  fail. Where it works, the tank is full; where it fails, the tank stays empty and the inside {soiled}. It may be done
  at most once.
- `{name["tell"]}` needs: the lid is shut, the tank is empty. It tells the owner that the tank is empty. It never
  fails.

Make a plan that fills the tank, whatever fails. At the end of every way the plan can go, the lid is shut and the
inside is clean, and either the tank is full and the owner was told nothing, or the owner was told that it is empty.
It may end with an empty tank only where `{name["main"]}` was done as often as it may be and failed each time, and
where the same is true of `{name["heat"]}` or of `{name["spare"]}`."""


def next_state(made: World, state: State, action: str, works: bool) -> State | str:
    """The state after an action, or what it lacks."""
    lid_for_heat = not made.heat_shut
    lacks = {
        "open": (state.open, "the lid is open already"),
        "shut": (not state.open or state.dirty, "the lid is not open, or the inside is dirty"),
        "clean": (not state.dirty, "the inside is clean already"),
        "main": (not state.open or state.dirty or state.full, "the lid is shut, the inside dirty or the tank full"),
        "heat": (state.open != lid_for_heat or state.dirty or state.hot, "lid, inside or heat is not as needed"),
        "spare": (not state.open or state.dirty or not state.hot or state.full, "lid, heat or tank is wrong for it"),
        "tell": (state.open or state.full, "the lid is open or the tank is full"),
    }[action]
    if lacks[0]:
        return lacks[1]
    counts = {f"{action}s": cast(int, getattr(state, f"{action}s")) + 1} if action in _FAILS else {}
    most = {"main": made.main_tries, "heat": made.heat_tries, "spare": 1}
    if action in most and counts[f"{action}s"] > most[action]:
        return "it was done as often as it may be"
    soils = action == "main" or (action == "spare" and made.spare_soils)
    change = _CHANGES[action] if works else {"dirty": True} if soils else {}
    return msgspec.structs.replace(state, **counts, **change)


def end_wrong(made: World, state: State) -> str:
    """What is wrong with ending here; empty where nothing is."""
    if state.open or state.dirty:
        return "the lid is open or the inside is dirty at the end"
    if state.full:
        return "the owner was told that a full tank is empty" if state.told else ""
    if not state.told:
        return "the tank is empty and nobody was told"
    used_up = state.mains >= made.main_tries and (
        state.spares >= 1 or (not state.hot and state.heats >= made.heat_tries)
    )
    return "" if used_up else "it gives up though something could still be tried"


def best(made: World, state: State) -> str:
    """What a good plan does in a state: an action, or `end`."""
    if state.dirty:
        return "clean"
    if state.full or state.told:
        return "shut" if state.open else "end"
    if state.mains < made.main_tries:
        return "main" if state.open else "open"
    if state.hot and not state.spares:
        return "spare" if state.open else "open"
    if not state.hot and state.heats < made.heat_tries:
        lid = not made.heat_shut
        return "heat" if state.open == lid else "open" if lid else "shut"
    return "shut" if state.open else "tell"


def plan(made: World, choose: Callable[[World, State], str]) -> dict[str, Any]:
    """The plan that does in each state what `choose` says. What lacks something goes on as if it worked."""
    names: dict[State, str] = {}
    steps: dict[str, dict[str, str]] = {}
    waiting: list[State] = [State()]

    def named(state: State) -> str:
        if choose(made, state) == "end":
            return "end"
        if state not in names:
            names[state] = f"s{len(names) + 1}"
            waiting.append(state)
        return names[state]

    first = named(waiting.pop())
    while waiting and len(steps) < _MOST_STEPS:
        state = waiting.pop(0)
        action = choose(made, state)
        step = {"do": made.names[action]}
        for key, works in (("ok", True), ("fail", False))[: 1 + (action in _FAILS)]:
            after = next_state(made, state, action, works)
            step[key] = named(after) if isinstance(after, State) else "end"
        steps[names[state]] = step
    return {"first": first, "steps": steps}


def plan_wrong(made: World, given: object) -> str:
    """What is wrong with a plan; empty where it holds whatever fails."""
    steps, first, complaint = _read(made, given)
    if complaint:
        return complaint
    seen: set[tuple[str, State, int]] = set()
    waiting: list[tuple[str, State, tuple[str, ...]]] = [(first, State(), ())]
    while waiting:
        step, state, way = waiting.pop()
        told = ", ".join(way) or "nothing"
        if step == "end":
            why = end_wrong(made, state)
            if why:
                return f"after {told}: {why}"
            continue
        if (step, state, len(way)) in seen:
            continue
        seen.add((step, state, len(way)))
        if len(way) >= _LONGEST or len(seen) > _MOST_STATES:
            return "it goes on without an end"
        if step not in steps:
            return f"after {told}: there is no step {step[:40]!r}"
        action, ok, fail = steps[step]
        for works, after_name in ((True, ok), (False, fail))[: 1 + (action in _FAILS)]:
            after = next_state(made, state, action, works)
            if isinstance(after, str):
                return f"after {told}: `{made.names[action]}` cannot be done: {after}"
            word = f"{made.names[action]} {'works' if works else 'fails'}" if action in _FAILS else made.names[action]
            waiting.append((after_name, after, (*way, word)))
    return ""


def _read(made: World, given: object) -> tuple[dict[str, tuple[str, str, str]], str, str]:
    """Steps as (action, next, next where it failed), the first, and a complaint."""
    if not isinstance(given, dict):
        return {}, "", "the plan must be an object"
    top = cast(dict[str, Any], given)
    raw, first = top.get("steps"), top.get("first")
    if not isinstance(raw, dict) or not isinstance(first, str):
        return {}, "", "the plan must have `first`, a text, and `steps`, an object"
    listed = cast(dict[str, Any], raw)
    if len(listed) > _MOST_STEPS:
        return {}, "", f"the plan has more than {_MOST_STEPS} steps"
    actions = {name: action for action, name in made.names.items()}
    steps: dict[str, tuple[str, str, str]] = {}
    for name, step in listed.items():
        cells = cast(dict[str, Any], step) if isinstance(step, dict) else {}
        action, ok = actions.get(str(cells.get("do"))), cells.get("ok")
        fail = cells.get("fail") if action in _FAILS else "end"
        if action is None or not isinstance(ok, str) or not isinstance(fail, str):
            return {}, "", f"the step {name[:40]!r} lacks an action that exists, `ok` or `fail`"
        steps[name] = (action, ok, fail)
    return steps, first, ""
