"""Whether bytes that stand where a secret may stand are one: a value and no reference, type or placeholder."""

import re
from typing import Final

from skillrt.store.traces.redaction.rules import words

_ESCAPED: Final = re.compile(rb"\\(?:[nrtbf]|u[0-9a-fA-F]{4})\Z")
_CALL: Final = re.compile(rb"[A-Za-z_][\w.]*[(\[]")
_MIN: Final = 4


def word_before(data: bytes, start: int) -> bool:
    """Whether a letter or digit stands right before `start`, one of an escape (`\\n` in JSON text) not counted."""
    if start == 0 or not (data[start - 1 : start].isalnum() or data[start - 1] == 0x5F):
        return False
    return not _ESCAPED.search(data, max(0, start - 6), start)


def is_literal(value: bytes) -> bool:
    """Whether this is a value itself: not short, no variable, no placeholder, no word for one."""
    if len(value) < _MIN:
        return False
    low = value.lower().decode("utf-8", "replace")
    if low.startswith(words().no_value_beginnings) or low.strip(".,:;!?") in words().no_values:
        return False
    return len(set(low)) > 2 and not _CALL.match(value)


def looks_random(value: bytes, least: int = 8) -> bool:
    """Whether letters and digits are mixed as no word mixes them."""
    if len(value) < least or any(space in value for space in b" \t\n"):
        return False
    digits = sum(48 <= byte <= 57 for byte in value)
    letters = sum(chr(byte).isalpha() for byte in value if byte < 128)
    if not digits or not letters:
        return False
    mixed = any(65 <= byte <= 90 for byte in value) and any(97 <= byte <= 122 for byte in value)
    return digits >= 2 or mixed
