"""A form that the text shows becomes a file to copy and fill in, and a program says what is missing in the copy."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Level, rank
from skillrt.primitives.bundling import data_path, program, shell_word
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.follow_format.forms import forms, limits, title_of_form
from skillrt.primitives.notes import note_behind
from skillrt.primitives.view.view import SkillView

FORM: Final = "form"
_PROGRAM: Final = program("form.sh")
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"), ("tool.file.write", "L1"))


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """One draft for all forms. Filling in a copy asks for a named format at most; who cannot keep to one at all is
    helped by the check alone no further than that."""
    found = forms(view, gap)
    if not found or gap.held == 0:
        return
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_PROGRAM]
    # limits of lines are of the one thing that is written; with several forms nothing tells of which
    options = limits(view) if len(found) == 1 else ""
    for fence in found:
        section = next(item for item in view.sections if (item.path, item.index) == (fence.path, fence.section))
        path = data_path(title_of_form(fence) or section.title or "form", ".form", taken)
        taken.add(path)
        files.append(DerivedFile(path, fence.text, False, (fence.block.id,), (), "outlined"))
        text = (
            f"`sh {_PROGRAM.path} {shell_word(path)} FILE{options}` makes FILE of this form. Fill it in and run the "
            "same again, until it prints `ok`: it names what is missing, too long or still to fill in "
            "(`--without TEXT`: not needed)."
        )
        replacements.append(note_behind(fence, text, _PROGRAM.path, path))
    reason = "the form is a file that is copied and filled in; a program says what is missing in the copy"
    yield Draft(FORM, reason, "supports", tuple(replacements), tuple(files), max(1, rank(gap.required) - 1), _RAISES)
