"""Forms that a skill shows: blocks of text with places to fill in, and limits that the text sets to their lines."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.primitives.draft import Gap
from skillrt.primitives.view.fences import Fence
from skillrt.primitives.view.reading import is_lowered
from skillrt.primitives.view.view import SkillView

_TEXTS: Final = ("", "text", "markdown")
_HOLE: Final = re.compile(
    r"\[[A-Za-z][^\]\[\n`]{2,120}\](?![(\[])|<[A-Za-z][\w .:|/-]{2,60}>|\{\{?[A-Za-z][\w ,.:-]{1,60}\}"
)
_MARK: Final = re.compile(
    r"^(?:#{1,6} \S|[ \t]*(?:[-*+] )?\*\*[^*\n]{1,60}(?::\*\*|\*\*:)|[A-Z][A-Za-z /-]{1,30}: *[\[<{])", re.M
)
_SAMPLE: Final = re.compile(
    r"\b(?:prompt|agent|subagent|task tool|invok\w+|run|usage|syntax|call|query|example call)\b", re.I
)
_COUNT: Final = r"[^.\n]{0,40}?(?:max(?:imum)?(?: of)?|under|at most|up to|within|no more than|limit\w* to|<=?|≤)\s*:?\s*(\d{2,3})\s*(?:characters|chars)\b"
_FIRST: Final = re.compile(rf"\b(?:subject|title|first|summary|header)(?: line)?\b{_COUNT}", re.I)
_LINE: Final = re.compile(
    r"\bwrap\w*(?: \w+){0,3} (?:at|to) (\d{2,3})(?: characters| chars|\b)|\bline length\D{0,20}(\d{2,3})\b", re.I
)
_MOST_SIZE: Final = 20_000


def forms(view: SkillView, gap: Gap) -> Iterator[Fence]:
    """The blocks among the evidence that a copy can be made of and filled in."""
    wanted = {item.block for item in gap.detected.evidence}
    for fence in view.fences:
        if fence.block.id in wanted and fence.language in _TEXTS and fence.role in ("form", "data"):
            if _is_form(fence):
                yield fence


def title_of_form(fence: Fence) -> str:
    """What it is a form of: its first heading without places, else nothing."""
    first = next((line for line in fence.text.split("\n") if line.startswith("#")), "")
    return " ".join(_HOLE.sub(" ", first.lstrip("# ")).split())


def limits(view: SkillView, fence: Fence, all_forms: Sequence[Fence]) -> str:
    """Options that say how long lines may be, where the form's own section says it and shows no other form."""
    if any(other is not fence and (other.path, other.section) == (fence.path, fence.section) for other in all_forms):
        return ""
    section = next(item for item in view.sections if (item.path, item.index) == (fence.path, fence.section))
    text = "\n".join(item.text for item in section.sentences)
    firsts = {found.group(1) for found in _FIRST.finditer(text)}
    lines = {found.group(1) or found.group(2) for found in _LINE.finditer(text)}
    headed = fence.text.lstrip("\n").startswith("#")
    options = f" --first {firsts.pop()}" if len(firsts) == 1 and not headed else ""
    return options + (f" --line {lines.pop()}" if len(lines) == 1 else "")


def _is_form(fence: Fence) -> bool:
    """Whether it has places to fill in and something that a check can look for; one line is simply written."""
    block = fence.block
    if not block.fenced or not block.closed or is_lowered(block) or len(fence.text) > _MOST_SIZE:
        return False
    # what is said to another agent or typed as a command is no result
    if fence.lead is not None and _SAMPLE.search(fence.lead.text[-80:]):
        return False
    return fence.lines >= 3 and bool(_HOLE.search(fence.text)) and bool(_MARK.search(fence.text))
