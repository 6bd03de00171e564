"""Command sequences become scripts; commands that stay are marked as ready: what is copied, and what is put in."""

from collections.abc import Iterator

from skillrt.primitives.base import rank
from skillrt.primitives.draft import Draft, Gap, Replacement
from skillrt.primitives.gen_code_shell.open_words import open_words
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence

_MOST_NAMED = 16


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Outlining suits every gap: what is run need not be written. What is left of it is made ready to be copied."""
    yield from outline_drafts(view, {"shell": "shell"})
    if gap.held >= 1:
        yield from _ready(view, gap)


def _ready(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """A line behind each block of commands above what is held, where each shows by placeholders what changes."""
    above = {item.block for item in gap.detected.evidence if rank(item.level) > gap.held}
    fences = [fence for fence in view.fences if fence.block.id in above and fence.language == "shell"]
    marks = [_marked(fence, view) for fence in fences]
    replacements = [mark for mark in marks if mark is not None]
    if replacements and len(replacements) == len(above) and not any(_is_open_ended(fence) for fence in fences):
        reason = "commands are copied as they stand; what changes in them is named, so that none has to be composed"
        yield Draft("ready-command", reason, "supports", tuple(replacements), (), 1, (("tool.exec", "L1"),))


def _marked(fence: Fence, view: SkillView) -> Replacement | None:
    block = view.block(fence.block.id)
    if block is None or not block.closed or block.kind != "code":
        return None
    words = open_words(fence.text)
    if not words or len(words) > _MOST_NAMED or "`" in fence.text:
        return None
    values = ", ".join(f"`{word}`" for word in words)
    indent = " " * (block.column - 1)
    ending = "" if block.text.endswith("\n") else "\n"
    size = len(block.text)
    return Replacement(
        block.id, size, size, f"{ending}\n{indent}Copy it as it stands; put in your values for {values}.\n"
    )


def _is_open_ended(fence: Fence) -> bool:
    """Whether the block shows only how a command begins; then the rest has to be composed."""
    return "..." in fence.text or "…" in fence.text
