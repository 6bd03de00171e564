"""Whether a sentence speaks of a name as of something that is set: `X` is set, set `X`, overridden with `X`."""

import re
from typing import Final

_IS_SET: Final = re.compile(
    r"`?[ \t]+(?:env[a-z ]{0,20}[ \t])?(?:is|are|isn['’]t)[ \t]+(?:not[ \t]+)?"
    r"(?:set|unset|defined|exported|missing|configured|empty)\b"
)
_TO_SET: Final = re.compile(
    r"\b(?:set|unset|export|overrid(?:e|es|den))(?:[ \t]+(?:it|this|them))?"
    r"(?:[ \t]+(?:with|by|via|through|using))?[ \t]+`\Z",
    re.IGNORECASE,
)
# a constant of a file that the text has people fill in
_TO_A_VALUE: Final = re.compile(r"`[ \t]+(?:to|from)\b")
_OVERRIDES: Final = re.compile(r"(?:=[^`\n]{0,40})?`[ \t]+overrides\b")
_CLEARED: Final = re.compile(
    r"`?(?:,?[ \t]+(?:and[ \t]+)?`\w{1,60}`){0,4}[ \t]+(?:is|are)[ \t]+(?:cleared|removed|stripped|dropped)\b"
)
_NEAR: Final = 40


def family_of(name: str) -> str:
    """The first part of a name, which variables of one product share: `ACME` of `ACME_API_URL`."""
    return name.partition("_")[0]


def is_said_to_be_cleared(text: str, end: int) -> bool:
    """Whether a variable, whose name ends at `end`, is taken away: nobody need set it."""
    return _CLEARED.match(text, end) is not None


def is_said_to_be_set(text: str, start: int, end: int) -> bool:
    """Whether the name at `start:end` is a variable by the words around it, whatever it is called."""
    if _IS_SET.match(text, end):
        return True
    if text[max(0, start - 1) : start] != "`":
        return False
    if _OVERRIDES.match(text, end):
        return True
    return bool(_TO_SET.search(text, max(0, start - _NEAR), start) and not _TO_A_VALUE.match(text, end))
