"""The words of commands that a reader puts in: placeholders, variables that nobody sets, and examples of values."""

import re
from typing import Final

from skillrt.code import Word, commands

# a value that stands for another of its kind: a file, an address, a quoted text, a number with a unit
_EXAMPLE: Final = re.compile(
    r"(?:https?://\S+|[\w./~-]+\.[A-Za-z][A-Za-z0-9]{1,4}|(?:my|your|some|example|test)[-_.]?\w[\w.-]*"
    r"|[A-Z][A-Z0-9_]{2,}|\+?\d[\d.:-]*[a-zA-Z%]{0,3})\Z"
)
_ASSIGNED: Final = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=", re.MULTILINE)
_VARIABLE: Final = re.compile(r"\$\{?([A-Za-z_]\w*)")
_LONGEST: Final = 80


def open_words(text: str) -> tuple[str, ...]:
    """What changes in the commands of a block, in order, each as it is written there."""
    assigned = frozenset(_ASSIGNED.findall(text))
    found: dict[str, None] = {}
    for command in commands(text):
        for word in command.words[1:]:
            if shown := _open(word, assigned):
                found[shown] = None
    return tuple(found)


def _open(word: Word, assigned: frozenset[str]) -> str:
    """The part of a word that is to be replaced; empty where it stays."""
    if len(word.raw) > _LONGEST or "`" in word.raw or "\n" in word.raw:
        return ""
    option, equals, value = word.text.partition("=")
    inside = value if equals and option.startswith("-") else word.text
    if word.dynamic:
        names = _VARIABLE.findall(word.text)
        if names and all(name in assigned for name in names):
            return ""
        return word.raw if not (equals and option.startswith("-")) else word.raw.partition("=")[2]
    quoted = word.raw[:1] in "\"'" and " " in word.text
    return word.raw if quoted or _EXAMPLE.match(inside) else ""
