"""Whether the time that work takes grows with the length of what it is given, and no faster.

Two sizes are compared in one process, so that a slow or busy machine changes nothing: no figure in seconds decides.
"""

import time
from collections.abc import Callable
from typing import Final

_TIMES: Final = 4
_MOST: Final = 10  # in proportion it would be 4 times as long, with the square of the length 16 times
_TRIES: Final = 3
_TICK: Final = 0.01  # seconds of CPU; shorter times say nothing


def require_proportion(work: Callable[[int], object], size: int) -> None:
    """Fail where work on `4 * size` takes more than ten times as long as on `size`, each time that it is tried."""
    small = max(_TICK, min(_seconds(work, size) for _ in range(2)))
    found: list[float] = []
    for _ in range(_TRIES):
        found.append(_seconds(work, size * _TIMES) / small)
        if found[-1] <= _MOST:
            return
    raise AssertionError(f"{_TIMES} times the length takes {min(found):.1f} times as long")


def _seconds(work: Callable[[int], object], size: int) -> float:
    begun = time.process_time()
    work(size)
    return time.process_time() - begun
