"""Ages, sizes and numbers as options take them: `30d`, `500M`, `20`."""

import argparse
import re
from typing import Final

from skillrt.errors import Diagnostic, UsageError

_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SIZES: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
_AGE: Final = re.compile(r"(\d{1,6})([smhdw])")
_COUNT: Final = re.compile(r"0*[1-9]\d{0,8}", re.ASCII)
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


def count(text: str) -> int:
    """A number from 1, as the type of an option. Raises ArgumentTypeError."""
    if not _COUNT.fullmatch(text):
        raise argparse.ArgumentTypeError(f"`{text[:40]}` is no number from 1")
    return int(text)
