"""What the machine-readable formats share: text that every parser takes, and the JSON that carries it."""

import json
import re
from urllib.parse import quote

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:/")


def well_formed(text: str) -> str:
    """`text` without lone surrogates, which strict parsers refuse: each byte that was not UTF-8 becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def to_json(value: object) -> str:
    """Indented ASCII JSON with a final line end. ASCII, so that nothing in it can act on a terminal."""
    return json.dumps(value, indent=1, ensure_ascii=True) + "\n"


def uri(path: str) -> str:
    """The URI reference of a display path: relative paths stay relative, absolute ones become file URIs."""
    quoted = quote(_bytes(path), safe="/")
    if path.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{path[:2]}{quoted[4:]}" if _DRIVE.match(path) else quoted


def _bytes(path: str) -> bytes:
    """The path as the file system has it; surrogates that stand for no byte become U+FFFD."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return well_formed(path).encode("utf-8")
