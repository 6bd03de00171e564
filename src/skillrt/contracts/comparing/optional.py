"""Names of which a text says that the skill can do without: `x` if available, "slower without `x`"."""

import re
from typing import Final

from skillrt.environment.finding.scene import Scene
from skillrt.ir import Module

_SENTENCE: Final = re.compile(r"(?<=[.!?;])[ \t\n]+|\n[ \t]*\n|\n[ \t]*[-*|]")
_OPTIONAL: Final = re.compile(
    r"\b(?:optional(?:ly)?|if[ \n](?:it[ \n]is[ \n]|it's[ \n])?(?:available|installed|present)|"
    r"(?:not|no longer)[ \n](?:required|needed)|falls?[ \n]back|works[ \n]without|"
    r"(?:slower|possible)[ \n]without)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"`([A-Za-z0-9@][\w./@-]{0,60})`")


def optional_between(before: Module, after: Module) -> frozenset[str]:
    """The names in code spans of such sentences that no such sentence had before."""
    old = _names(before)
    return frozenset(name for name in _names(after) if name not in old)


def _names(module: Module) -> frozenset[str]:
    found: set[str] = set()
    for section in Scene(module).sections:
        for leaf in section.leaves:
            if leaf.kind != "code" and "`" in leaf.text and _OPTIONAL.search(leaf.text):
                for sentence in _SENTENCE.split(leaf.text):
                    if _OPTIONAL.search(sentence):
                        found.update(_NAME.findall(sentence))
    return frozenset(found)
