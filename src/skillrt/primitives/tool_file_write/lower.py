"""Files that the text has the agent create, and whose content it shows, are made by a command.

Nothing else of a text carries writing: a list of the files, or pieces of one, is as much to write as before.
"""

from collections.abc import Iterator

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.tool_file_write.templates import template_drafts
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """A file that a command made may still have to be changed: who can write nothing is not helped."""
    if gap.held >= 1:
        yield from template_drafts(view, gap)
