"""Tools that the text names: those of MCP servers by the look of their names, those of harnesses by what they do."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.ir import Block
from skillrt.primitives.base import Evidence, Level
from skillrt.primitives.view.view import SkillView

_QUALIFIED: Final = re.compile(r"mcp__\w+|[a-z]{1,20}mcp-[\w-]{3,60}\Z", re.I)
_UPPER: Final = re.compile(r"[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){1,8}\Z")
# environment variables look the same
_VARIABLE: Final = re.compile(
    r"_(?:KEY|KEYS|TOKEN|URL|URI|SECRET|ID|PATH|DIR|HOME|ROOT|PASSWORD|USER|HOST|PORT|ENV|FILE)\Z"
)
_WORD: Final = re.compile(r"[\w-]+")


def mcp_tools(view: SkillView) -> dict[str, Block]:
    """Names of tools of MCP servers, each with the first block that names it.

    Names in capitals count only in a skill that speaks of MCP.
    """
    return view.once("mcp tools", _find_tools)


def _find_tools(view: SkillView) -> dict[str, Block]:
    spoken = bool(view.hits("tool.mcp:spoken")) or "tool.mcp:spoken" in view.subjects
    found: dict[str, Block] = {}
    for section in view.sections:
        for leaf in section.leaves:
            for name in _names(leaf):
                if name not in found and _is_tool(name, spoken=spoken):
                    found[name] = leaf
    return found


def harness_tools(
    view: SkillView, operations: frozenset[str], level: Level, weight: float, reason: str
) -> Iterator[Evidence]:
    """Evidence from tools of harnesses that the text names; in the front matter they are only allowed, and a table of
    what tools are called in several products asks for none."""
    allowed = view.module.front_matter_block
    for fact in view.uses:
        if fact.operation not in operations or not fact.blocks:
            continue
        block = view.block(fact.blocks[0])
        if block is not None and block.kind != "table" and (allowed is None or block.id != allowed.id):
            yield Evidence(block.id, 0, len(block.text), level, weight, reason)


def _names(leaf: Block) -> Iterator[str]:
    """The first word of every code span, and of a code block."""
    for inline in leaf.inlines:
        if inline.kind == "code" and (word := _WORD.match(inline.value)):
            yield word.group()
    if leaf.kind == "code" and (word := _WORD.match(leaf.content.lstrip()[:100])):
        yield word.group()


def _is_tool(name: str, *, spoken: bool) -> bool:
    if _QUALIFIED.match(name):
        return True
    return spoken and bool(_UPPER.match(name)) and not _VARIABLE.search(name)
