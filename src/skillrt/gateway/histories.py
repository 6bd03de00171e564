"""Which of the last histories a list of messages begins with, byte for byte: a harness sends its history again with
every request, and only its end is new."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from skillrt.wire.exchange import Message

_MOST: Final = 16
_MOST_BYTES: Final = 8 * 1024 * 1024
# harnesses move marks for caching along, so that the last messages are written otherwise the next time
_LATE: Final = 6


class History(NamedTuple):
    """Messages with how they were written: `lead` is all up to some message's end, `tail` the bytes of each after it,
    from the end of the one before to its own. `size` is how many bytes that is."""

    lead: bytes
    tail: tuple[bytes, ...]
    messages: tuple[Message, ...]
    size: int


class Begun(NamedTuple):
    """The messages that a list begins with, which history they are of, and where the last of them ends."""

    messages: tuple[Message, ...] = ()
    end: int = 1
    history: History | None = None


class Histories:
    """The last histories of one dialect, about `most` bytes of them."""

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._most = most
        self._kept: list[History] = []
        self._size = 0

    def begun(self, written: bytes) -> Begun:
        """The longest beginning of a JSON list of objects that is known."""
        best = Begun()
        for history in self._kept:
            found = _begun(history, written)
            best = found if len(found.messages) > len(best.messages) else best
        return best

    def keep(self, begun: Begun, written: bytes, more: Sequence[bytes], messages: tuple[Message, ...]) -> None:
        """Remember a list: `more` are the objects behind its beginning, as they are written, `messages` all of it."""
        past = begun.history
        known = len(begun.messages)
        if past is not None and not more and known == len(past.messages):
            return
        first = len(past.messages) - len(past.tail) if past else 0
        lead, tail = (past.lead, past.tail[: known - first]) if past else (b"[", ())
        tail = (*tail, *_cut(written, begun.end, more))
        late = len(tail) - _LATE
        if late > 0:
            lead, tail = b"".join((lead, *tail[:late])), tail[late:]
        # one that is gone on with is of no use any more; one that shares little with it is another conversation
        if past is not None and known * 2 > len(past.messages):
            self._kept = [item for item in self._kept if item is not past]
            self._size -= past.size
        size = len(lead) + sum([len(piece) for piece in tail])
        self._kept.append(History(lead, tail, messages, size))
        self._size += size
        while self._size > self._most or len(self._kept) > _MOST:
            self._size -= self._kept.pop(0).size


def _begun(history: History, written: bytes) -> Begun:
    if not written.startswith(history.lead):
        return Begun()
    end, count = len(history.lead), len(history.messages) - len(history.tail)
    for piece in history.tail:
        if not written.startswith(piece, end):
            break
        end += len(piece)
        count += 1
    return Begun(history.messages[:count], end, history) if count else Begun()


def _cut(written: bytes, at: int, items: Sequence[bytes]) -> list[bytes]:
    """The bytes of each item, from the end of the one before to its own."""
    found: list[bytes] = []
    for item in items:
        end = written.index(item, at) + len(item)
        found.append(written[at:end])
        at = end
    return found
