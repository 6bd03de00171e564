"""Pieces by the very object that they were made of.

Who decodes a history message by message (gateway/remembered.py) gives the same objects again with every request: they
need neither be encoded nor looked through nor hashed again.
"""

import threading
from typing import Final

from skillrt.store.traces.rows import Piece

_MOST: Final = 8 * 1024 * 1024
_AROUND: Final = 500  # bytes that an entry takes beside its data


class PieceMemory:
    """Remembers about `most` bytes of pieces, then forgets all of them. Two threads may use it.

    What was made in another epoch of the redactor (it knew fewer secrets then) is not given.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._size = 0
        self._epoch = -1
        self._pieces: dict[int, tuple[object, Piece]] = {}  # the object is held, so that its number stays its own
        self._lock = threading.Lock()

    def get(self, value: object, epoch: int) -> Piece | None:
        """The piece that was made of this object, None where it is not known."""
        found = self._pieces.get(id(value)) if epoch == self._epoch else None
        return found[1] if found and found[0] is value else None

    def keep(self, value: object, piece: Piece, epoch: int) -> None:
        """Remember what was made of a frozen object in this epoch."""
        with self._lock:
            if epoch < self._epoch:
                return
            if epoch > self._epoch or self._size > self._most:
                self._pieces, self._size, self._epoch = {}, 0, epoch
            self._pieces[id(value)] = (value, piece)
            self._size += len(piece.data) + _AROUND
