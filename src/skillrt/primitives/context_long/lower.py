"""What is too long to be kept in mind is read in pages, and what matters of each is noted before the next."""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import program
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.notes import note_near
from skillrt.primitives.view.view import SkillView

RULE: Final = "pages-with-notes"
_PAGE: Final = program("page.sh")
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"), ("tool.file.write", "L1"))


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """For material that the text names; a SKILL.md that is long itself is in context before anything can be run."""
    if all(item.reason != "is long itself" for item in gap.detected.evidence):
        yield from _pages(view, gap)


def _pages(view: SkillView, gap: Gap) -> Iterator[Draft]:
    text = (
        f"Take what is long page by page: `sh {_PAGE.path} --index FILE`, then `sh {_PAGE.path} FILE 1` and on; "
        "after each page add what matters for the task to `notes.md`, with the page; then work from `notes.md`, and "
        f"look up a place with `sh {_PAGE.path} --find WORDS FILE`."
    )
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text, _PAGE.path)
    if note is not None:
        reason = "one page at a time is in mind; the notes hold the rest, and a search finds a place again"
        yield Draft(RULE, reason, "supports", (note,), (_PAGE,), 0, _RAISES)
