"""What PowerShell has run: known programs with their words, and cmdlets that do something."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, cast

_SEGMENT: Final = re.compile(r"[^|;\n]+")
_COMMAND: Final = re.compile(
    r"[ \t]*(?:PS[^>\n]{0,80}>[ \t]*)?(?:\$[\w.:]{1,60}[ \t]*\+?=[ \t]*)?[({&\t ]*"
    r"([A-Za-z][\w.-]{1,60})(?=[\s)}]|\Z)([^|;\n]*)"
)
_QUOTED: Final = re.compile(r"@?\"[^\"\n]{0,2000}\"@?|@?'[^'\n]{0,2000}'@?")
_CMDLET: Final = re.compile(r"([A-Z][a-z]+)-[A-Z][A-Za-z]+\Z")
_FUNCTION: Final = re.compile(r"^[ \t]*function[ \t]+([\w-]{1,80})", re.M | re.IGNORECASE)
_COMMENTS: Final = re.compile(r"<#[\s\S]*?#>|(?m:^[ \t]*#.*$)")
_MANY: Final = 1000


def powershell_commands(text: str) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    """The name that begins each command, its words, and the characters of the name; own functions are left out."""
    own = frozenset(_FUNCTION.findall(text))
    for blank in (_COMMENTS, _QUOTED):
        text = blank.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    for number, segment in enumerate(_SEGMENT.finditer(text)):
        if number >= _MANY:
            return
        found = _COMMAND.match(segment.group())
        if found is not None and found.group(1) not in own:
            start = segment.start() + found.start(1)
            yield found.group(1), tuple(found.group(2).split()), start, start + len(found.group(1))


def is_acting_cmdlet(name: str) -> bool:
    """Whether the name is a cmdlet's that does more than to show or shape what it is given."""
    found = _CMDLET.match(name)
    words = _words()
    return (
        found is not None
        and name not in words["plain"]
        and (name in words["acts"] or found.group(1) not in words["looks"])
    )


def is_own_word(name: str) -> bool:
    """Whether PowerShell takes the name for a word or a cmdlet of its own, not for a program."""
    return name in _words()["own"]


@cache
def _words() -> dict[str, frozenset[str]]:
    source = resources.files("skillrt.contracts") / "data" / "powershell.toml"
    read = cast("dict[str, list[str]]", tomllib.loads(source.read_text(encoding="utf-8")))
    return {name: frozenset(words) for name, words in read.items()}
