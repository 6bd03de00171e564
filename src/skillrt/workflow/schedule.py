"""Which step to start next: a list schedule, those with the longest way to the end first.

Pure: it knows no clock and no process, so that it can be tested and simulated.
"""

import heapq
from collections.abc import Sequence
from typing import Final

from skillrt.ir.workflow import StepRecord
from skillrt.workflow.graph import Graph, remaining
from skillrt.workflow.resources import Claim, Held, touched

UNKNOWN_SECONDS: Final = 1.0
"""What a step is taken to last of which nothing is known: the longest way is then the one of most steps."""


class Schedule:
    """The state of a run. Each step is taken once it is ready; then it is done, comes back, or is lost.

    `seconds` are the expected durations. Steps that hold what another reads or writes are not taken together.
    """

    def __init__(self, graph: Graph, steps: Sequence[StepRecord], seconds: Sequence[float]) -> None:
        self._graph = graph
        self._left = remaining(graph, seconds)
        self._claims = [Claim(step) for step in steps]
        self._waits = [len(item) for item in graph.before]
        self._held = Held()
        self._ready: list[tuple[float, int]] = []
        self._blocked: dict[str, list[tuple[float, int]]] = {}
        self._woken: dict[int, str] = {}  # step -> the key that it waited for
        for number in graph.order:
            if not self._waits[number]:
                self._push(number)

    def take(self) -> int | None:
        """The next step to start; None where every other waits for one that runs, or none is left."""
        while self._ready:
            number = heapq.heappop(self._ready)[1]
            key = self._held.conflict(self._claims[number])
            was = self._woken.pop(number, "")
            if not key:
                self._held.take(self._claims[number])
            else:
                heapq.heappush(self._blocked.setdefault(key, []), (-self._left[number], number))
            if was and was != key:
                self._wake(was)  # there may be room for one more
            if not key:
                return number
        return None

    def done(self, number: int) -> None:
        """The step has been done; those that waited for it alone are ready."""
        self._release(number)
        for item in self._graph.after[number]:
            self._waits[item] -= 1
            if not self._waits[item]:
                self._push(item)

    def back(self, number: int) -> None:
        """The step is to be done again."""
        self._release(number)
        self._push(number)

    def lost(self, number: int) -> None:
        """The step will not be done; nothing that waits for it becomes ready."""
        self._release(number)

    def _push(self, number: int) -> None:
        heapq.heappush(self._ready, (-self._left[number], number))

    def _release(self, number: int) -> None:
        claim = self._claims[number]
        self._held.release(claim)
        for key in touched(claim):
            self._wake(key)

    def _wake(self, key: str) -> None:
        """Let the best of those that wait for `key` try again."""
        waiting = self._blocked.get(key)
        if not waiting:
            return
        item = heapq.heappop(waiting)
        if not waiting:
            del self._blocked[key]
        self._woken[item[1]] = key
        heapq.heappush(self._ready, item)
