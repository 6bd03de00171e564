"""Ages and sizes as options take them: `30d`, `500M`."""

import re
from typing import Final

from skillrt.errors import Diagnostic, UsageError

_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SIZES: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
_AGE: Final = re.compile(r"(\d{1,6})([smhdw])")
_SIZE: Final = re.compile(r"(\d{1,12})([KMG]?)B?")


def seconds_of(text: str) -> int:
    """The seconds of an age. Raises UsageError."""
    found = _AGE.fullmatch(text)
    if not found:
        raise UsageError(Diagnostic.of("usage.wrong-value", f"`{text}` is no age: write 30d, 12h, 90m"))
    return int(found[1]) * _UNITS[found[2]]


def bytes_of(text: str) -> int:
    """The bytes of a size. Raises UsageError."""
    found = _SIZE.fullmatch(text.upper())
    if not found:
        raise UsageError(Diagnostic.of("usage.wrong-value", f"`{text}` is no size: write 500M, 2G"))
    return int(found[1]) * _SIZES[found[2]]
