"""A page of which only the text is wanted is fetched by a program; what has to be clicked needs a browser."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Evidence, Level
from skillrt.primitives.bundling import program
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.notes import note_near, section_of
from skillrt.primitives.view.view import SkillView

RULE: Final = "fetch-page"
# what a fetched page's text does not have: its program run, its looks, its markup, a hand on it
_NEEDS_BROWSER: Final = re.compile(
    r"\b(?:java ?script|js|dom|render\w*|hydrat\w+|query ?selector\w*|selectors?|xpath|css|meta[- ]?tags?|og:\w+|"
    r"html|attributes?|markup|screenshots?|snapshots?|click\w*|scroll\w*|hover\w*|buttons?|viewport|spa|"
    r"cookies?|log(?:ged)?[- ]?in|playwright|puppeteer|selenium|cdp|devtools|localhost|preview)\b|"
    r"\bstatic (?:html|page)|\bsingle[- ]page\b|"
    r"\bbrowser\b[^.\n]{0,60}\b(?:not available|unavailable|fails?|missing|is not)\b|"
    r"\b(?:no|without(?: an?)?) browser\b",
    re.I,
)
_FETCH: Final = program("fetch.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Where all evidence is for opening a page and taking something from it, and nothing near it for more."""
    if gap.required == "L1" and not any(_needs_browser(view, item) for item in gap.detected.evidence):
        yield from _fetch(view, gap)


def _fetch(view: SkillView, gap: Gap) -> Iterator[Draft]:
    text = (
        f"Take the text of a page by command: `sh {_FETCH.path} URL --text`, with `--find WORDS` only the lines with "
        "these words."
    )
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text, _FETCH.path)
    if note is not None:
        reason = "a program fetches the page and prints its text, so that no browser has to be driven"
        yield Draft(RULE, reason, "supports", (note,), (_FETCH,), 0, _RUN)


def _needs_browser(view: SkillView, item: Evidence) -> bool:
    """Whether the section of the evidence wants of the page what is not in its text."""
    section = section_of(view, item.block)
    if section is None:
        return True
    said = (section.title, *(leaf.text for leaf in section.leaves))
    return any(_NEEDS_BROWSER.search(text) for text in said)
