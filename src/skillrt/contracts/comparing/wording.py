"""Words that more than one message of a comparison needs."""

from collections.abc import Iterable, Sequence, Sized
from typing import Final

from skillrt.contracts.lines import NeedLine

PACKAGES: Final = {
    "python": "the Python package",
    "node": "the npm package",
    "system": "the program",
    "service": "the service",
    "mcp": "the MCP server",
    "skill": "the skill",
}
_SHOWN: Final = 8
MANY: Final = 24  # names of one kind, where a message is about nothing else


def joined_words(words: Sequence[str], most: int = _SHOWN) -> str:
    """`a`, `a and b`, `a, b and c`; of many only the first, with how many more there are."""
    shown = list(words[:most])
    if len(words) > most:
        shown.append(f"{len(words) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def quoted(words: Iterable[str], most: int = _SHOWN) -> str:
    """The same with each in backquotes."""
    listed = [f"`{word}`" for word in words]
    return joined_words(listed, most)


def things(noun: str, found: Sized) -> str:
    """A noun for one or for several."""
    return noun if len(found) == 1 else f"{noun}s"


def with_packages(needs: Sequence[NeedLine], most: int = _SHOWN) -> str:
    """`the npm packages `a` and `b@2` and the program `c``."""
    parts: list[str] = []
    for kind, words in PACKAGES.items():
        found = [item for item in needs if item.kind == kind]
        if found:
            parts.append(f"{things(words, found)} {quoted(map(_versioned, found), most)}")
    return joined_words(parts)


def _versioned(need: NeedLine) -> str:
    at = "" if need.version[:1] in tuple("<>=!~^") or not need.version else "@"
    return f"{need.name}{at}{need.version}"


def harnesses(targets: Iterable[str]) -> str:
    """The harnesses of targets, each once."""
    return joined_words(list(dict.fromkeys(target.rpartition("@")[2] for target in targets)))


def signed(number: int) -> str:
    """`+1,240`."""
    return f"{number:+,}"


def counted(number: int, noun: str) -> str:
    """`1 variant`, `2 variants`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
