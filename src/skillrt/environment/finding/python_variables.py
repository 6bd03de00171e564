"""Variables that Python code reads, and whether it does as well without them."""

import re
from bisect import bisect
from collections.abc import Iterator
from itertools import islice
from typing import Final

from skillrt.environment.known_names import is_telling_variable
from skillrt.environment.sighting import Manner

_READ: Final = re.compile(
    r"(?:\benviron(?:\.get\(|\.setdefault\(|\.pop\(|\[)|\bgetenv\()[ \t\n]*"
    r"['\"]([A-Z][A-Z0-9_]{2,60})['\"][ \t\n]*([,\])]?)[ \t\n]*([^\s)]{0,12})"
)
_WRITES: Final = re.compile(r"[ \t]*=(?!=)")
_EMPTY: Final = re.compile(r"(?:None\b|''|\"\")")
_NAME: Final = r"(?<![\w.])((?:self\.)?[A-Za-z_]\w{0,60})(?![\w.(\[])"
# `key = given or os.getenv(...)`: where the value goes
_TAKEN: Final = re.compile(
    rf"[ \t]*{_NAME}[ \t]*(?::[^=\n]{{0,60}})?=[ \t]*(?:[\w.]{{1,60}}[ \t]+or[ \t]+){{0,3}}(?:os\.)?\Z"
)
_ASKED: Final = re.compile(r"\b(?:el)?if[ \t]+(?:\(?(\w{1,60})[ \t]*:=[ \t]*)?(?:os\.)?\Z")
_CALL_END: Final = re.compile(r"[^()\n]{0,40}\){1,2}[ \t]*(?::|else\b|and\b)")
_THERE: Final = re.compile(rf"\b(?:el)?if[ \t]+{_NAME}[ \t]*(?::|else\b|and\b)")
_LACKING: Final = re.compile(
    rf"\b(?:not|assert)[ \t]+{_NAME}|{_NAME}[ \t]+is[ \t]+None\b|{_NAME}[ \t]*==[ \t]*(?:''|\"\"|None\b)"
)
_GIVES_UP: Final = re.compile(r"\braise\b|\bexit\(|\berror\(|\bfail\(")
_NEAR: Final = 2000
"""Characters behind the reading in which a name of a function is asked for; an attribute may be asked anywhere."""
_MANY: Final = 500
_LONG: Final = 4000

Read = tuple[str, Manner, int, int]
"""A variable, how it is read, and the characters of the text."""


def reads(text: str, *, shown: bool) -> Iterator[Read]:
    """What the code reads from the environment. It is `guarded` where the code asks whether there is a value and
    never whether there is none; `shown`: the code stands in a document, where an assignment asks for a value."""
    if "environ" not in text and "getenv" not in text:
        return
    lacking = {next(filter(None, found.groups())) for found in _LACKING.finditer(text)}
    there: dict[str, list[int]] = {}
    for found in _THERE.finditer(text):
        there.setdefault(found.group(1), []).append(found.start())
    for found in islice(_READ.finditer(text), _MANY):
        written = found.group(2) == "]" and _WRITES.match(text, found.end(2))
        if written and not (shown and is_telling_variable(found.group(1))):
            continue  # a program sets it for others; a block shows where the reader's own value goes
        how: Manner = "use"
        if found.group(2) == "," and not _EMPTY.match(found.group(3)):
            how = "optional"
        elif found.group(2) != "]" and _is_guarded(text, found, there, lacking):
            how = "guarded"
        yield found.group(1), how, found.start(), found.end(1)


def _is_guarded(text: str, read: re.Match[str], there: dict[str, list[int]], lacking: set[str]) -> bool:
    """Whether the reading is itself the question, or the name that takes its value is asked for."""
    line = text.rfind("\n", 0, read.start()) + 1
    before = text[max(line, read.start() - 300) : read.start()]
    asked = _ASKED.search(before)
    if asked:
        ends = _CALL_END.match(text, read.end(1))
        return bool(ends) and asked.group(1) not in lacking and not _else_gives_up(text, read.start())
    taken = _TAKEN.match(before)
    name = taken.group(1) if taken else ""
    if not name or name in lacking:
        return False
    places, end = there.get(name, []), read.end(1)
    at = 0 if name.startswith("self.") else bisect(places, end)
    near = places[at : at + 3]
    if not name.startswith("self."):
        near = [place for place in near if place - end <= _NEAR]
    return bool(near) and not any(_else_gives_up(text, place) for place in near)


def _else_gives_up(text: str, at: int) -> bool:
    """Whether the `else` of the `if` at this place ends the program or raises an error."""
    line = text.rfind("\n", 0, at) + 1
    lines = text[line : line + _LONG].split("\n")
    depth = _depth(lines[0])
    for number, item in enumerate(lines[1:], 1):
        if item.strip() and _depth(item) <= depth:
            last = item.strip().startswith("else:")
            return last and any(_GIVES_UP.search(more) for more in lines[number : number + 5])
    return False


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
