"""Pages and style sheets that the text shows become files to copy and adapt."""

import re
from collections.abc import Iterable
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program, shell_word
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import moved_fence, named
from skillrt.primitives.view.shown import written
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

TEMPLATE: Final = "page-template"
_FILL: Final = program("fill.sh")
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_SMALL: Final = 8
_WHOLE: Final = re.compile(
    r"\A\s*(?:<!--[^>]{0,200}-->\s*)?(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|svg)\b", re.I
)
_ENDS: Final = re.compile(r"</(?:html|svg)>\s*\Z", re.I)
_SHEET: Final = re.compile(r"\A\s*(?:/\*[^*]{0,200}\*/\s*)?(?::root|@import|@layer|\*|html|body)[^{};]{0,80}[{;]")
_STARTS: Final = re.compile(
    r"\b(?:creat\w*|add|writ\w*|save|copy|start\w*|base|global|styles?(?: ?sheet)?|template)\b", re.I
)


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Templates suit every gap: what is copied need not be written."""
    shown = [fence for fence in view.fences if _is_template(fence, view, gap)]
    sheets = [fence for fence in shown if written(fence) == "css"]
    if len(sheets) > 1:  # several are stretches of one, or only shown
        shown = [fence for fence in shown if fence not in sheets]
    if shown:
        yield _templates(view, shown)


def _is_template(fence: Fence, view: SkillView, gap: Gap) -> bool:
    """Whether the block is a whole page, drawing or style sheet, which can be a file as it stands."""
    block = fence.block
    if fence.path != view.skill_file or all(item.block != block.id for item in gap.detected.evidence):
        return False
    if not block.fenced or not block.closed or is_lowered(block) or fence.role != "code" or fence.lines < _SMALL:
        return False
    whole = _WHOLE.match(fence.text) and _ENDS.search(fence.text[-200:])
    sheet = written(fence) == "css" and _SHEET.match(fence.text) and fence.text.count("{") == fence.text.count("}")
    if sheet and not _STARTS.search(fence.lead.text[-120:] if fence.lead else ""):
        return False
    return bool(whole or sheet) and "..." not in fence.text and "```" not in fence.text


def _templates(view: SkillView, shown: list[Fence]) -> Draft:
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_FILL]
    for fence in shown:
        section = next(part for part in view.sections if (part.path, part.index) == (fence.path, fence.section))
        kind = (
            "css"
            if written(fence) == "css"
            else "svg"
            if fence.text.lstrip().startswith(("<svg", "<?xml"))
            else "html"
        )
        path = data_path(section.title or "page", f".{kind}", taken)
        taken.add(path)
        files.append(DerivedFile(path, fence.text, False, (fence.block.id,)))
        ending = "\n" if fence.block.text.endswith("\n") else ""
        new = (
            f"Page{named(fence)}: `sh {_FILL.path} {shell_word(path)} FILE` copies it (`OLD=NEW` behind it changes a "
            f"word); adapt FILE.{ending}"
        )
        replacements += moved_fence(
            fence, new.replace("Page", "Sheet", 1) if kind == "css" else new, path, _FILL.path, path
        )
    reason = "the markup that the text shows is copied and adapted, not written anew"
    return Draft(TEMPLATE, reason, "removes", tuple(replacements), tuple(files), 0, _RAISES)
