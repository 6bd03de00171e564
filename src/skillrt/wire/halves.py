"""Halves of surrogate pairs in JSON text: JavaScript makes them of a text that was cut inside an emoji.

The grammar of JSON allows such escapes, yet they stand for no Unicode: parsers differ on them and no UTF-8 can hold
what they say. U+FFFD stands in their place, as JavaScript itself writes them to files and pipes.
"""

import re
from typing import Final, overload

_SIGN: Final = r"\\u[dD][89a-fA-F]"
# whole pairs and all other escapes are passed over, so that the `u` behind an escaped backslash is none
_ESCAPE: Final = r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
_SIGN_IN_TEXT, _SIGN_IN_BYTES = re.compile(_SIGN), re.compile(_SIGN.encode())
_IN_TEXT, _IN_BYTES = re.compile(_ESCAPE, re.DOTALL), re.compile(_ESCAPE.encode(), re.DOTALL)


@overload
def without_halves(data: str) -> str: ...
@overload
def without_halves(data: bytes) -> bytes: ...
def without_halves(data: str | bytes) -> str | bytes:
    """JSON text in which every escape of half a pair is that of U+FFFD; the text itself where it has none."""
    if isinstance(data, str):
        if not _SIGN_IN_TEXT.search(data):
            return data
        return _IN_TEXT.sub(lambda found: "\\ufffd" if found[1] else found[0], data)
    if not _SIGN_IN_BYTES.search(data):
        return data
    return _IN_BYTES.sub(lambda found: b"\\ufffd" if found[1] else found[0], data)
