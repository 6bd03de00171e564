"""Tasks of several turns beside each other: the clause that names the harness's own tool for sub-agents."""

import re
from typing import Final

from skillrt.passes.concurrency.words import phrases
from skillrt.passes.parallel.scene import Edit, Place

_CHECKS: Final = re.compile(
    r"\b(?:two|three|four|five|[2-5]) (?:\w+ )?(?:checks|searches|audits|analyses|reviews|queries|investigations)\b",
    re.I,
)
_AGENT: Final = re.compile(r"\b(?:sub-?)?agents?\b", re.I)
_END: Final = re.compile(r"([.:])?[*_]*\s*\Z")


def tasks(place: Place, agent: str) -> Edit | None:
    """`Run three checks:`: each by a sub-agent."""
    sentence = place.sentence
    if sentence is None or not _may(place):
        return None
    found = _CHECKS.search(sentence.text)
    colon = sentence.text.find(":", found.end()) if found else -1
    if found is None or colon < 0 or len(sentence.text[found.end() : colon]) > 60:
        return None
    at = sentence.start + colon
    return Edit(place.block.id, at, at, f", each with the `{agent}` tool, all in one turn")


def each(place: Place, agent: str) -> Edit | None:
    """`For each question, invoke a sub-agent with ...`: the author's sub-agents, begun together."""
    sentence = place.sentence
    if sentence is None or not _may(place) or _AGENT.search(sentence.text) is None:
        return None
    if place.following is not None and place.following.kind == "code":
        return None  # the author shows how they are begun
    found = _END.search(sentence.text)
    if found is None or not sentence.text[: found.start()].strip() or sentence.text[: found.start()][-1] in ",;!?":
        return None
    at = sentence.start + found.start()
    named = f"`{agent}`" in sentence.text
    return Edit(place.block.id, at, at, " (all in one turn)" if named else f" (the `{agent}` tool, all in one turn)")


def _may(place: Place) -> bool:
    """Whether agents may take it over: it belongs to a step, which asks nobody and changes nothing outside."""
    calm = all(step.asks is None and step.outside is None for step in place.steps)
    serial = phrases("parallel", "serial").search(place.text) or phrases("step", "asks").search(place.text)
    return bool(place.steps) and calm and serial is None
