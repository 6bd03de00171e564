"""Pieces by the very object that they were made of.

Who decodes a history message by message (gateway/remembered.py) gives the same objects again with every request: they
need neither be encoded nor looked through nor hashed again. Where all objects of a list are those of the last one,
up to some place, the pieces up to there are given at once.
"""

import threading
from collections.abc import Sequence
from typing import Final

from skillrt.store.traces.rows import Piece

_MOST: Final = 8 * 1024 * 1024
_AROUND: Final = 500  # bytes that an entry takes beside its data
_LINES: Final = 64


class PieceMemory:
    """Remembers about `most` bytes of pieces, then forgets all of them. Two threads may use it.

    What was made in another epoch of the redactor (it knew fewer secrets then) is not given.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._size = 0
        self._epoch = -1
        self._pieces: dict[int, tuple[object, Piece]] = {}  # the object is held, so that its number stays its own
        self._lines: dict[int, tuple[tuple[object, ...], tuple[Piece, ...]]] = {}  # by the number of the first object
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
                self._pieces, self._lines, self._size, self._epoch = {}, {}, 0, epoch
            self._pieces[id(value)] = (value, piece)
            self._size += len(piece.data) + _AROUND

    def line(self, values: Sequence[object], epoch: int) -> tuple[Piece, ...]:
        """The pieces of the first of these objects: as many as the list begins with that was last kept."""
        found = self._lines.get(id(values[0])) if values and epoch == self._epoch else None
        if found is None:
            return ()
        past, pieces = found
        same = 0
        for one, other in zip(past, values, strict=False):
            if one is not other:
                break
            same += 1
        return pieces[:same]

    def keep_line(self, values: tuple[object, ...], pieces: tuple[Piece, ...], epoch: int) -> None:
        """Remember the pieces of a list of frozen objects, all of which `keep` was given in this epoch or before."""
        with self._lock:
            if not values or epoch != self._epoch:
                return
            if len(self._lines) >= _LINES and id(values[0]) not in self._lines:
                self._lines = {}
            self._lines[id(values[0])] = (values, pieces)
