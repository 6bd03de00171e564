"""How many trials of a level may run at once without any being wasted."""

from skillrt.profiler.protocol import State, next_trial, observe


def sure(state: State, most: int) -> tuple[int | None, int]:
    """The level to try next and how many trials of it, up to `most`, will be asked for whatever comes out of them.

    They are reckoned as dear as the dearest so far. None where nothing is to be tried.
    """
    level = next_trial(state)
    if level is None:
        return None, 0
    states = [state]
    for count in range(1, most):
        states = _after(states, level)
        if any(next_trial(item) != level for item in states):
            return level, count
    return level, most


def _after(states: list[State], level: int) -> list[State]:
    """What may stand after one more trial; states with the same counts are one."""
    found: dict[object, State] = {}
    for item in states:
        for passed in (False, True):
            after = observe(item, level, passed, item.dearest)
            found[after.rows] = after
    return list(found.values())
