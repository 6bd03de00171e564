"""A sketch of a text: so few digests of its lines that a lock can hold them, and enough to know the text again."""

import hashlib
from typing import Final

_COUNT: Final = 12
_DIGITS: Final = 4
_LEAST: Final = 8  # lines below which nothing is known


def sketch_of(text: str) -> str:
    """The least digests of its lines, in order, without those of blank lines; empty for a text of few lines."""
    lines = {line.strip() for line in text.splitlines()} - {"", "---"}
    if len(lines) < _LEAST:
        return ""
    digests = {hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS] for line in lines}
    return "".join(sorted(digests)[:_COUNT])


def likeness(one: str, other: str) -> float:
    """Which part of the lines of two texts is in both, as far as their sketches tell: 0 to 1."""
    first, second = _parts(one), _parts(other)
    if not first or not second:
        return 0.0
    least = sorted(first | second)[: min(len(first), len(second))]
    return sum(digest in first and digest in second for digest in least) / len(least)


def _parts(sketch: str) -> set[str]:
    return {sketch[at : at + _DIGITS] for at in range(0, len(sketch), _DIGITS)}
