"""The parts of a response one after the other.

Chat says that calls are whole only at the end, and their pieces may come mixed; harnesses that speak other dialects
take items one at a time (pi 0.73.1 gives two open calls the arguments of the first, seen on 2026-11-28).
So a call ends when the next part begins, if its arguments are whole; if not, the next part waits.
"""

from skillrt.wire.deltas import Delta, PartEnded, PartGrew, PartStarted, Stopped
from skillrt.wire.exchange import ToolCall
from skillrt.wire.json_text import try_parse


class InOrder:
    """Puts the pieces of a response into an order in which no part begins before the one before has ended."""

    def __init__(self) -> None:
        self._open: int | None = None
        self._call: list[str] | None = None  # what came of the arguments of the call that is open
        self._waiting: dict[int, list[Delta]] = {}

    def add(self, delta: Delta) -> list[Delta]:
        """What can be said now."""
        if isinstance(delta, PartStarted):
            said = self._end_if_whole()
            said += self._next() + self._end_if_whole() if self._open is None else []
            return said + (self._begin(delta) if self._open is None else self._wait(delta.index, delta))
        if isinstance(delta, PartGrew | PartEnded):
            if delta.index == self._open:
                return self._go_on(delta)
            return self._wait(delta.index, delta) if delta.index in self._waiting else []
        return [*self._flush(), delta] if isinstance(delta, Stopped) else [delta]

    def _begin(self, delta: PartStarted) -> list[Delta]:
        self._open = delta.index
        self._call = [delta.part.arguments] if isinstance(delta.part, ToolCall) else None
        return [delta]

    def _wait(self, index: int, delta: Delta) -> list[Delta]:
        self._waiting.setdefault(index, []).append(delta)
        return []

    def _go_on(self, delta: PartGrew | PartEnded) -> list[Delta]:
        said = self._say(delta)
        return said if isinstance(delta, PartGrew) else said + self._next()

    def _end_if_whole(self) -> list[Delta]:
        """The end of the part that is open, if nothing is missing of it."""
        if self._open is None or (self._call is not None and try_parse("".join(self._call)) is None):
            return []
        ended = PartEnded(index=self._open)
        self._open = None
        return [ended]

    def _next(self) -> list[Delta]:
        """The parts that have waited, up to the first one that goes on."""
        said: list[Delta] = []
        while self._waiting:
            said += self._end_if_whole()
            if self._open is not None:
                break
            index = next(iter(self._waiting))
            for delta in self._waiting.pop(index):
                said += self._begin(delta) if isinstance(delta, PartStarted) else self._say(delta)
        return said

    def _say(self, delta: Delta) -> list[Delta]:
        """More of the part that is open, or its end."""
        if isinstance(delta, PartGrew) and self._call is not None:
            self._call.append(delta.text)
        if isinstance(delta, PartEnded):
            self._open = None
        return [delta]

    def _flush(self) -> list[Delta]:
        """What still waits when the response stops, although a part before it never ended."""
        if not self._waiting or self._open is None:
            return []
        ended = PartEnded(index=self._open)
        self._open = None
        return [ended, *self._next()]
