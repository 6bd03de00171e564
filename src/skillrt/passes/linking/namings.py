"""Where a text has the names of files, found without reading it again for each of them."""

import re
from collections.abc import Iterator
from functools import cached_property

import msgspec

_DOT = re.compile(r"\.(?=\S)")
_OUTPUT = re.compile(r"[ \t]-o[ \t=]+(?:\./)?([\w./-]+)")
_LENGTHS = (32, 16, 8, 4, 2, 1)


class Namings(msgspec.Struct, frozen=True, dict=True):
    """A text that is asked for many names of files with endings."""

    text: str

    def of(self, name: str) -> Iterator[int]:
        """Where the text has the name, parts of longer names included; nowhere for a name without an ending."""
        dot = name.rfind(".", 1)
        length = next((length for length in _LENGTHS if length <= dot), 0)
        if not length:
            return
        for place in self._by_tail(length).get(name[dot - length : dot + 2], ()):
            start = place - dot
            if start >= 0 and self.text.startswith(name, start):
                yield start

    def hold(self, name: str) -> bool:
        """Whether the text has the name anywhere."""
        return next(self.of(name), -1) >= 0

    @cached_property
    def outputs(self) -> frozenset[str]:
        """What stands behind an option `-o`."""
        return frozenset(_OUTPUT.findall(self.text))

    @cached_property
    def _tails(self) -> dict[int, dict[str, list[int]]]:
        return {}

    def _by_tail(self, length: int) -> dict[str, list[int]]:
        """The dots of the text by so many signs before them, and the one behind."""
        known = self._tails.get(length)
        if known is None:
            known = self._tails[length] = {}
            for found in _DOT.finditer(self.text, length):
                dot = found.start()
                known.setdefault(self.text[dot - length : dot + 2], []).append(dot)
        return known
