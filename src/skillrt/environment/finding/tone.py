"""Tone: how a place speaks of what stands in it: as a matter of course, optional, one of several ways, wrong."""

import re
from typing import Final

from skillrt.environment.sighting import Manner
from skillrt.reading.fences import Fence
from skillrt.reading.sections import Section

_OPTIONAL: Final = re.compile(
    r"\b(?:optional(?:ly)?|not required|nice to have|"
    r"if (?:you )?(?:want|need|needed|necessary|prefer|desired|available|possible)|"
    r"(?<=\()(?:if|when|where) (?:(?!\bnot\b)[^()\n]){1,40} (?:available|installed)(?=\))|"
    r"(?:if|when|where) (?:[^.;:\n]|\.(?=\w)){1,60} (?:is|are) (?:available|configured|connected|enabled)|"
    r"for (?:development|contributors|testing)|recommended but)\b",
    re.IGNORECASE,
)
_ALTERNATIVE: Final = re.compile(
    r"\b(?:alternative(?:ly|s)?|or (?:use|with|install|else)|instead(?: of)?|fall ?back|option [2-9b-d])\b"
    r"|\(preferred\)",
    re.IGNORECASE,
)
# who counts a first way has others; what is said in prose of one way (a variable, a server) often holds for all
_FIRST: Final = re.compile(r"\bOption (?:1|A)(?=[ \t]*[:.(—–-])", re.IGNORECASE)
_CLAUSE: Final = 120  # characters before a place that speak of it


def manner_of_fence(fence: Fence, section: Section, plain: Manner) -> Manner:
    """How a code block is spoken of by its heading, its lead and its first comment; `plain` where nothing is said."""
    if fence.role == "wrong":
        return "example"
    first = fence.text.lstrip()[:_CLAUSE].partition("\n")[0]
    comment = first if first.startswith(("#", "//")) else ""
    lead = fence.lead.text[-_CLAUSE:] if fence.lead and fence.lead.kind != "heading" else ""
    said = f"{section.title} | {lead} | {comment}"
    manner = _manner(said, plain)
    return "alternative" if manner == plain and _FIRST.search(said) else manner


def manner_of_section(section: Section, before: str, plain: Manner) -> Manner:
    """How something in prose is spoken of by its heading and by the text right `before` it."""
    return _manner(f"{section.title} | {before[-_CLAUSE:]}", plain)


def _manner(said: str, plain: Manner) -> Manner:
    if _OPTIONAL.search(said):
        return "optional"
    return "alternative" if _ALTERNATIVE.search(said) else plain
