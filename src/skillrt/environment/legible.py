"""Names of files as the records of an environment hold them: JSON that every reader takes."""

import re
from typing import Final

_LONE: Final = re.compile("[\ud800-\udfff]")


def legible(text: str) -> str:
    """The text with each byte that is not UTF-8, which a lone surrogate stands for, as `\\xff`."""
    return text if text.isascii() else _LONE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    number = ord(found.group())
    return f"\\x{number - 0xDC00:02x}" if 0xDC80 <= number <= 0xDCFF else f"\\u{number:04x}"
