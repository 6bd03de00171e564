"""Data that the text shows becomes a file to copy and adapt, with a schema and a program that checks the result."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.primitives.base import Level, rank
from skillrt.primitives.bundling import data_path, program, shell_word
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.gen_text_structured.schema import schema_text, value_of
from skillrt.primitives.having import has_python
from skillrt.primitives.notes import note_behind, section_of
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.instructions import is_aside
from skillrt.reading.present import is_lowered

TEMPLATE: Final = "data-template"
_FILL: Final = program("fill.sh")
_CHECK: Final = program("check_data.py")
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_SMALL: Final = 5
_MANY: Final = 20
_READ: Final = ("json", "toml", "yaml")
_CREATES: Final = re.compile(
    r"\b(?:create|write|save|generate|produce|fill in)\b[^.\n]{0,80}"
    r"(?:\b(?:json|ya?ml|toml|config\w*|manifest|file)\b|\.\w{2,5}\b)",
    re.I,
)
# it is there already, another way stands beside it, or it is only shown
_OTHER: Final = re.compile(
    r"\b(?:examples?|samples?|before|after|bad|wrong|responses?|errors?|logs?|results?|add|append|update|edit|merge|"
    r"existing|if|or|optional(?:ly)?|alternatively|not|never)\b",
    re.I,
)


class _Shown(msgspec.Struct, frozen=True):
    fence: Fence
    value: object


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Templates, where all that is too much is shown whole: with words to put in, nothing has to be composed."""
    above = {item.block for item in gap.detected.evidence if rank(item.level) > gap.held}
    shown = list(_shown(view))[:_MANY]
    # in JSON words are put in as that wants them; of what is not, a check says what is wrong
    sure = has_python(view) or all(item.fence.language == "json" for item in shown)
    if shown and sure and gap.held >= 1 and above <= {item.fence.block.id for item in shown}:
        yield _templates(view, gap, shown)


def _shown(view: SkillView) -> Iterator[_Shown]:
    """The blocks of SKILL.md that are whole data and that the sentence before them has the agent write."""
    for fence in view.fences:
        block = fence.block
        usable = fence.role == "data" and fence.language in _READ and block.fenced and block.closed
        if fence.path != view.skill_file or not usable or is_lowered(block) or fence.lines < _SMALL:
            continue
        value = value_of(fence.text, fence.language) if _is_to_be_written(view, fence) else None
        if value is not None and "..." not in fence.text:
            yield _Shown(fence, value)


def _is_to_be_written(view: SkillView, fence: Fence) -> bool:
    lead = fence.lead.text[-160:] if fence.lead is not None and fence.lead.kind != "heading" else ""
    section = section_of(view, fence.block.id)
    told = bool(_CREATES.search(lead)) and not _OTHER.search(lead)
    return told and section is not None and not is_aside(section, view.main)


def _templates(view: SkillView, gap: Gap, shown: list[_Shown]) -> Draft:
    checked = has_python(view)
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_FILL, *([_CHECK] if checked else [])]
    for item in shown:
        fence = item.fence
        section = next(part for part in view.sections if (part.path, part.index) == (fence.path, fence.section))
        path = data_path(section.title or "data", f".{fence.language}", taken)
        schema = path.removesuffix(f".{fence.language}") + ".schema.json"
        taken |= {path, schema}
        files.append(DerivedFile(path, fence.text, False, (fence.block.id,), (), "outlined"))
        option = " --json" if fence.language == "json" else ""
        text = (
            f"`sh {_FILL.path} {shell_word(path)} FILE{option}` makes FILE of it (`OLD=NEW` behind it changes a word)"
        )
        paths = (_FILL.path, path)
        if checked:
            files.append(DerivedFile(schema, schema_text(item.value), False, (fence.block.id,), (), "outlined"))
            text += (
                f"; `python3 {_CHECK.path} --as {fence.language} --schema {shell_word(schema)} FILE` says what is "
                "wrong in FILE, until it prints `ok` (`--without KEY`: not needed)"
            )
            paths = (*paths, _CHECK.path, schema)
        replacements.append(note_behind(fence, f"{text}.", *paths))
    kept = ", and checked against the schema of it" if checked else ""
    reason = f"the data that the text shows is copied and words are put in, not written anew{kept}"
    to = max(1, rank(gap.required) - 1)
    return Draft(TEMPLATE, reason, "supports", tuple(replacements), tuple(files), to, _RAISES)
