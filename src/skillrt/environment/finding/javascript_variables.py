"""Variables that JavaScript reads, and whether it goes on without them."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.environment.sighting import Manner

_NAME: Final = r"([A-Z][A-Z0-9_]{2,60})"
_READ: Final = re.compile(
    rf"\b(?:process\.env|import\.meta\.env|Bun\.env)(?:\.{_NAME}\b|\[['\"]{_NAME}['\"]\])"
    rf"[ \t]*(\|\||\?\?)?[ \t]*(\S{{0,12}})"
    rf"|\bDeno\.env\.get\([ \t]*['\"]{_NAME}['\"]"
)
# a value that a program gives itself; another variable, or an error, is none
_DEFAULT_VALUE: Final = re.compile(r"['\"`\d(]|(?:path|os|join|resolve|homedir)\b|[A-Z][A-Z_]{2,}\b")
_EMPTY: Final = re.compile(r"(?:None\b|null\b|undefined\b|''|\"\"|``)")
_ASKED: Final = re.compile(r"\bif[ \t]*\([ \t]*\Z")
# a number of a text that is not there is NaN: what is done then is said right behind
_NUMBER: Final = re.compile(
    r"(?:\b(?:const|let|var)[ \t]+(\w{1,40})(?:[ \t]*:[ \t]*number)?[ \t]*=[ \t]*)?"
    r"\b(?:Number\.)?(?:Number|parseInt|parseFloat)\([ \t]*\Z"
)
_OF_NUMBER: Final = re.compile(
    r"(?:[ \t]*\|\|[ \t]*(?:''|\"\"))?[ \t]*(?:,[ \t]*10[ \t]*)?\)[ \t]*(?:\|\||\?\?)[ \t]*[\w('\"]"
)
_FAILS: Final = re.compile(r"\b(?:throw|exit|fail|abort|fatal)\b")
_BEFORE: Final = 80
_BEHIND: Final = 200

Read = tuple[str, Manner, int, int]


def reads(text: str) -> Iterator[Read]:
    """Each variable with how it is said and the characters of the text."""
    for found in _READ.finditer(text):
        name = found.group(1) or found.group(2) or found.group(5)
        value = found.group(4) or ""
        default = found.group(3) and not _EMPTY.match(value) and _DEFAULT_VALUE.match(value)
        asked = _ASKED.search(text, max(0, found.start() - 12), found.start()) or value == "?"
        end = max(found.end(1), found.end(2), found.end(5))
        kind: Manner = "optional" if default or _is_tested_number(text, found.start(), end) else "use"
        yield name, "guarded" if asked and kind == "use" else kind, found.start(), found.end()


def _is_tested_number(text: str, start: int, end: int) -> bool:
    """Whether the variable at a place is read as a number for which the program has another one."""
    number = _NUMBER.search(text, max(0, start - _BEFORE), start)
    if number is None:
        return False
    if _OF_NUMBER.match(text, end):
        return True
    name = number.group(1)
    behind = text[end : end + _BEHIND]
    if not name or _FAILS.search(behind):
        return False
    tested = rf"\b(?:isFinite|isNaN|isInteger|isSafeInteger)\([ \t]*{name}[ \t]*\)"
    chosen = rf"\b{name}\b[^;\n?]{{0,40}}(?:\?[^.;\n]|\|\||\?\?)"
    return re.search(rf"{tested}[^;]{{0,80}}\?[^.?]|{chosen}", behind) is not None
