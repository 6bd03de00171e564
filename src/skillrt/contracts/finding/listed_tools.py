"""The tools of MCP servers that a text lists."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from skillrt.contracts.lines import ToolLine
from skillrt.contracts.lock_file import clean
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import Block, place_of
from skillrt.reading.sections import Section

_TITLE: Final = re.compile(r"\btools?\b", re.I)
_TOOL: Final = re.compile(r"[a-z][a-z0-9]{1,30}(?:_[a-z0-9]{1,30}){1,8}\Z|mcp__[\w-]{1,80}\Z")
_HEAD: Final = re.compile(r"\|?[ \t]*[*`]{0,3}(?:MCP )?tools?\b", re.I)
_LEADS: Final = re.compile(
    r"\btools[*_]{0,2}(?::|[ \t]\(|[ \t](?:are|like|such as|including))[*_]{0,2}\s+(?:the[ \t]+)?\Z|\btools[ \t]\(\Z",
    re.I,
)
_BETWEEN: Final = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|/)\s*\Z")
_NEAR: Final = 24
_MANY: Final = 80


def tools_listed(scene: Scene, skill: str, known: Collection[str]) -> Iterator[tuple[ToolLine, Place]]:
    """Names with underscores that begin the items, rows and headings of a part on the tools of a server."""
    if not any("MCP" in document.text for document in scene.documents):
        return
    seen = set(known)
    titles: dict[tuple[str, int], str] = {}
    for section in scene.sections:
        titles[section.path, section.index] = section.title
        above = [titles.get((section.path, number), "") for number in section.parents]
        told = any(map(_TITLE.search, (*above, section.title)))
        for leaf in section.leaves:
            for name, start, end in _of_leaf(leaf, section, told=told):
                if name not in seen and len(seen) < _MANY:
                    seen.add(name)
                    yield ToolLine(skill=skill, name=clean(name)), place_of(leaf, start, end)


def _of_leaf(leaf: Block, section: Section, *, told: bool) -> Iterator[tuple[str, int, int]]:
    if leaf.kind == "code":
        return
    if leaf.kind == "table":
        if not (told or _HEAD.match(leaf.text)):
            return
        for inline in leaf.inlines:
            row = leaf.text.rfind("\n", 0, inline.start) + 1
            first = not leaf.text[row : inline.start].strip("|*_ \t`")
            if inline.kind == "code" and first and _TOOL.match(inline.value.strip()):
                yield inline.value.strip(), inline.start, inline.end
    elif leaf.id not in section.listed:
        yield from _in_a_row(leaf)
    elif told:
        for inline in leaf.inlines[:3]:
            begins = not leaf.text[: inline.start].strip("*_ \t`")
            name = inline.value.strip().partition("(")[0]
            if inline.kind == "code" and begins and _TOOL.match(name):
                yield name, inline.start, inline.end


def _in_a_row(leaf: Block) -> Iterator[tuple[str, int, int]]:
    """Those of "tools: `a_b`, `c_d` and `e_f`" in a sentence."""
    last = -1
    for inline in leaf.inlines:
        name = inline.value.strip().partition("(")[0]
        goes_on = last >= 0 and _BETWEEN.match(leaf.text[last : inline.start]) is not None
        led = goes_on or _LEADS.search(leaf.text[max(0, inline.start - _NEAR) : inline.start]) is not None
        if inline.kind == "code" and led and _TOOL.match(name):
            last = inline.end
            yield name, inline.start, inline.end
