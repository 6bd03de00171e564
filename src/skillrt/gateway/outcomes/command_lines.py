"""What a command line runs: its steps in order, and by what they are joined."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from skillrt.code.shell import commands

_JOINT: Final = re.compile(r"&&|\|\||[;&|\n]")
_TEST: Final = re.compile(r"(?:^|&&|\|\||[;&|\n])\s*\[\[?\s[^\n]{0,500}\]\]?\s*\Z")
_MOST: Final = 20_000


class Step(NamedTuple):
    """One simple command: program (without its folder), all words, and what stands between it and the one before
    (`&&`, `|`, ...; empty for the first)."""

    program: str
    words: tuple[str, ...]
    joint: str


@lru_cache(maxsize=256)
def steps_of(command: str) -> tuple[Step, ...]:
    """The steps of a command line; those inside `$(...)` belong to the step around them. A test in brackets at the
    end is a step with the program `[`."""
    text = command[:_MOST]
    data = text.encode("utf-8", "surrogatepass")
    found: list[Step] = []
    end = 0
    for item in commands(text):
        if item.start < end or not item.words:
            continue
        words = tuple(word.text for word in item.words)
        between = data[end : item.start].decode("utf-8", "replace")
        joint = _JOINT.search(between)
        found.append(Step(words[0].rpartition("/")[2], words, joint[0] if joint and found else ""))
        end = item.end
    test = _TEST.search(text)
    if test and len(text[: test.start()].encode("utf-8", "surrogatepass")) >= end:
        joint = _JOINT.match(test[0].strip())
        found.append(Step("[", ("[",), joint[0] if joint else ""))
    return tuple(found)
