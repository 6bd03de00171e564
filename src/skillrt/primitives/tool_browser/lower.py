"""A page of which only the text is wanted is fetched by a program; what has to be clicked needs a browser."""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import program
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.notes import note_near
from skillrt.primitives.view.view import SkillView

RULE: Final = "fetch-page"
_FETCH: Final = program("fetch.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Where all evidence is for opening a page and taking something from it."""
    if gap.required == "L1":
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
