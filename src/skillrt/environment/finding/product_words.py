"""Whether a sentence has the agent work with a product that it names, or only speaks of it."""

import re
from typing import Final

_VERBS: Final = (
    r"(?:fetch|pull|search|query|read|get|post|send|publish|upload|sync|export|import|push|check|create|add|open|"
    r"connect|log in|save|notify|look|load|download|retrieve|scan|monitor|update|submit)(?:s|es|ing|ed)?"
)
_MARKS: Final = r"(?:the[ \t]+|your[ \t]+|a[ \t]+)?[`*_]{0,3}\Z"
_TOWARDS: Final = re.compile(
    rf"\b{_VERBS}\b[^.;:!?\n]{{0,60}}?\b(?:to|from|in|into|on|through|via|against)[ \t]+{_MARKS}", re.IGNORECASE
)
_OBJECT: Final = re.compile(
    r"\b(?:search|query|check|connect(?: to)?|authenticate with|log ?in(?:to| to)|sign in to|access to)[ \t]+"
    + _MARKS,
    re.IGNORECASE,
)
_HELD: Final = re.compile(
    r"[`*_]{0,3}[ \t]*(?:(?:is|are)[ \t]+(?:connected|available|configured|enabled)\b|"
    r"(?:connect(?:ion|or)s?|MCP|integrations?|account|workspace|instance|server|cluster|channel|token|"
    r"APIs?|messages?|metrics|threads?|inbox|tickets?|boards?)\b|"
    r"[:–—-]{1,2}[*_]{0,2}[ \t]*(?:posts?|messages?|docs|documents|emails?|channels?|threads?|meetings?|tickets?|"
    r"pages|files|issues|records)\b)",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"\b(?:not|never)\b[^.!?\n]{0,300}\Z", re.IGNORECASE)
_BY: Final = re.compile(r"\b(?:using|via|through|powered by|backed by)[ \t]+" + _MARKS, re.IGNORECASE)
_TOLD: Final = re.compile(
    r"\b(?:examples?|scenario|such as|e\.g\.|join (?:us|our)|community|for help|without|instead of)\b", re.IGNORECASE
)
_BEFORE: Final = 100  # characters before a name in which the verb stands


def is_worked_with(text: str, start: int, end: int) -> bool:
    """Whether the sentence `text` has the agent work with the product named at `start:end`: something is fetched from
    it or sent to it, or it has accounts, channels, connections that are used."""
    if _TOLD.search(text):
        return False
    before = text[max(0, start - _BEFORE) : start]
    return bool(_HELD.match(text, end) or _TOWARDS.search(before) or _OBJECT.search(before))


def is_worked_by(text: str, start: int, end: int) -> bool:
    """Whether a description says that the skill works by the product named at `start:end`, or with it; what it says
    of when not to use the skill counts for nothing."""
    if _DENIED.search(text[max(0, start - 320) : start]):
        return False
    return _BY.search(text, max(0, start - _BEFORE), start) is not None or is_worked_with(text, start, end)
