"""What of a user message the user said: without what the harness put in, beside and around it."""

import re
from functools import lru_cache

from skillrt.targets.traffic import Cut, Traffic


def user_text(text: str, traffic: Traffic) -> str:
    """The user's own words in one text of a user message; empty where a harness wrote it all."""
    if text.lstrip().startswith(traffic.notifications or ("\x00",)):
        return ""
    for cut in traffic.cuts:
        text = without(text, cut)
    for tag in traffic.unwrap:
        text = text.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    if traffic.lead:
        text = _lead(traffic.lead).sub("", text, count=1)
    text = text.strip()
    if traffic.quoted and len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        text = text[1:-1]
    return text


def without(text: str, cut: Cut) -> str:
    """The text without what is cut out of it."""
    if cut.start:
        if not text.lstrip().startswith(cut.begin):
            return text
        end = text.find(cut.end) if cut.end else -1
        return text[end + len(cut.end) :] if end >= 0 else ""
    parts: list[str] = []
    at = 0
    while (begin := text.find(cut.begin, at)) >= 0:
        parts.append(text[at:begin])
        end = text.find(cut.end, begin + len(cut.begin)) if cut.end else -1
        if end < 0:
            return "".join(parts)
        at = end + len(cut.end)
    return "".join((*parts, text[at:])) if parts else text


@lru_cache(64)
def _lead(pattern: str) -> re.Pattern[str]:
    return re.compile(r"\A\s*(?:" + pattern + ")")
