"""What was made of texts, remembered as long as the texts together are not large: passes read the same programs one
after the other, and trees of large ones are too large to be kept by number."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar, cast

_Made = TypeVar("_Made")
_ABSENT = object()


class Remembered(Generic[_Made]):
    """A function of a text that keeps its results for up to `most` characters of text, those asked for last.

    May be called by several threads at once; a text that two ask for at the same moment may be worked on twice.
    """

    def __init__(self, make: Callable[[str], _Made], most: int) -> None:
        self._make = make
        self._most = most
        self._made: OrderedDict[str, object] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __call__(self, text: str) -> _Made:
        """What `make` gives for the text."""
        with self._lock:
            found = self._made.get(text, _ABSENT)
            if found is not _ABSENT:
                self._made.move_to_end(text)
                return cast("_Made", found)
        made = self._make(text)
        with self._lock:
            if text not in self._made:
                self._made[text] = made
                self._size += len(text)
            while self._size > self._most:
                self._size -= len(self._made.popitem(last=False)[0])
        return made
