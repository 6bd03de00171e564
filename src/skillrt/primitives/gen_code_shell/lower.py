"""Command sequences become scripts; commands that stay are marked as ready: what is copied, and what is put in."""

from collections.abc import Iterator

from skillrt.primitives.base import rank
from skillrt.primitives.draft import Draft, Gap, Replacement
from skillrt.primitives.gen_code_shell.open_words import open_words
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.view.fences import Fence
from skillrt.primitives.view.view import SkillView

_MOST_NAMED = 16


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Outlining suits every gap: what is run need not be written. What is left of it is made ready to be copied."""
    yield from outline_drafts(view, {"shell": "shell"})
    if gap.held >= 1:
        yield from _ready(view, gap)


def _ready(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """A line behind each block of commands above what is held: which words of it change."""
    above = {item.block for item in gap.detected.evidence if rank(item.level) > gap.held}
    fences = [fence for fence in view.fences if fence.block.id in above and fence.language == "shell"]
    replacements = [item for fence in fences if (item := _marked(fence, view)) is not None]
    if replacements and not any(_is_open_ended(fence) for fence in fences):
        reason = "commands are copied as they stand; what changes in them is named, so that none has to be composed"
        yield Draft("ready-command", reason, "supports", tuple(replacements), (), 1, (("tool.exec", "L1"),))


def _marked(fence: Fence, view: SkillView) -> Replacement | None:
    block = view.block(fence.block.id)
    if block is None or not block.closed or block.kind != "code":
        return None
    words = open_words(fence.text)
    if len(words) > _MOST_NAMED:
        return None
    what = f"only this changes: {', '.join(f'`{word}`' for word in words)}" if words else "nothing in it changes"
    head = "Take the line that fits as it stands" if fence.lines > 1 else "Take it as it stands"
    indent = " " * (block.column - 1)
    ending = "" if block.text.endswith("\n") else "\n"
    size = len(block.text)
    return Replacement(block.id, size, size, f"{ending}\n{indent}{head}; {what}.\n")


def _is_open_ended(fence: Fence) -> bool:
    """Whether the block shows only how a command begins; then the rest has to be composed."""
    return "..." in fence.text or "…" in fence.text
