"""Writing part by part, which prose, long text and long files share: a template's parts, or titles that are given."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program, shell_word
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import moved_fence, named, note_near
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

RULE: Final = "part-by-part"
PARTS: Final = program("parts.sh")
_HEADING: Final = re.compile(r"^#{1,5} \S", re.M)
_IS_FORM: Final = re.compile(r"\b(?:templates?|structure[sd]?|format|outline|sections?|layout|skeleton)\b", re.I)
_MOST_PARTS: Final = 40
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"), ("tool.file.write", "L1"))


def part_drafts(view: SkillView, gap: Gap, to: int, most: int) -> Iterator[Draft]:
    """The text is written in parts of at most `most` characters. `to` is the level that one part asks for."""
    templates = tuple(_templates(view))
    if templates:
        yield from _from_templates(view, templates, to, most)
        return
    size = f" --most {most}" if most != 4000 else ""
    text = (
        f'A long text goes part by part: `sh {PARTS.path} FILE start "TITLE 1" "TITLE 2"...` with its headings, '
        f"then `sh {PARTS.path} FILE{size}` names the next part and its path, and `join` puts them together."
    )
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text, PARTS.path)
    if note is not None:
        reason = "a driver names one part at a time, shows how the one before ended, and puts them together"
        yield Draft(RULE, reason, "supports", (note,), (PARTS,), to, _RAISES)


def _templates(view: SkillView) -> Iterator[Fence]:
    """The forms of SKILL.md with several headings: what the result is to look like."""
    for fence in view.fences:
        if fence.role != "form" or not fence.block.fenced or is_lowered(fence.block) or fence.path != view.skill_file:
            continue
        lead = fence.lead.text if fence.lead is not None else ""
        if 3 <= len(_HEADING.findall(fence.text)) <= _MOST_PARTS and _IS_FORM.search(f"{lead} {fence.block.info}"):
            yield fence


def _from_templates(view: SkillView, templates: tuple[Fence, ...], to: int, most: int) -> Iterator[Draft]:
    """The template becomes a file, and the text says how to go through it."""
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [PARTS]
    size = f" --most {most}" if most != 4000 else ""
    for fence in templates:
        title = _title(fence)
        path = data_path(title, ".template", taken)
        taken.add(path)
        margin = " " * (fence.block.column - 1)
        ending = "\n" if fence.block.text.endswith("\n") else ""
        new = (
            f"It stands in `{path}`{named(fence)}; go through it part by part:\n"
            f"{margin}1. `sh {PARTS.path} FILE start --from {shell_word(path)}`\n"
            f"{margin}2. `sh {PARTS.path} FILE{size}` prints the next part and its path, until all are there\n"
            f"{margin}3. `sh {PARTS.path} FILE join`{ending}"
        )
        parts = moved_fence(fence, new, path, PARTS.path, path)
        replacements += parts
        files += (DerivedFile(path, fence.text, False, (fence.block.id,)),) if parts else ()
    if not replacements:
        return
    reason = "the template becomes a file; a driver shows one part of it at a time and puts the parts together"
    yield Draft(RULE, reason, "supports", tuple(replacements), tuple(files), to, _RAISES)


def _title(fence: Fence) -> str:
    first = next((line for line in fence.text.split("\n") if line.startswith("#")), "")
    return re.sub(r"[\[<{][^\]>}]*[\]>}]", "", first.lstrip("# ")) or "text"
