"""MCP servers by the whole name that a text gives them, and the tools of servers that it lists."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from skillrt.contracts.command_names import tables
from skillrt.contracts.lines import NeedLine, ToolLine
from skillrt.contracts.lock_file import clean
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import Block, Dependency, place_of
from skillrt.passes.auditing.warnings import is_of_bad_things
from skillrt.reading.sections import Section

_WORD: Final = r"[A-Z][\w&.+-]{0,30}"
_NAMED: Final = re.compile(
    rf"(?<![\w/.-])({_WORD}(?: {_WORD}){{0,3}}) MCP\b(?! (?:Integrations?|Servers?:|SDK|Inspector))"
)
# in a sentence what follows says that it is a server; an item or a cell that begins with the name needs no more
_SERVER: Final = re.compile(
    r"[*_`]{0,3} (?:servers?|tools?|connectors?|integrations?)\b(?! (?:is|are) (?:optional|a kind)\b)"
)
_BEGINS: Final = re.compile(r"(?:^|\|)[ \t]*(?:[-*+][ \t]+)?[*_`\"]{0,3}\Z")
_TITLE: Final = re.compile(r"\btools?\b", re.I)
_TOOL: Final = re.compile(r"[a-z][a-z0-9]{1,30}(?:_[a-z0-9]{1,30}){1,8}\Z|mcp__[\w-]{1,80}\Z")
_HEAD: Final = re.compile(r"\|?[ \t]*[*`]{0,3}(?:MCP )?tools?\b", re.I)
_MANY: Final = 80


def servers_named(scene: Scene, skill: str, known: Collection[str]) -> Iterator[tuple[NeedLine, Place]]:
    """Servers that go by a name of words with capitals. `known` are names that discovery has."""
    seen = {name.lower() for name in known}
    for section in scene.sections:
        if is_of_bad_things(section.title):
            continue
        for leaf in section.leaves:
            for found in (
                list(_NAMED.finditer(leaf.text))[:_MANY] if leaf.kind != "code" and " MCP" in leaf.text else ()
            ):
                name = _bare(found.group(1)).lower()
                begins = _BEGINS.search(leaf.text, max(0, found.start() - 8), found.start()) is not None
                begins = begins and (leaf.id in section.listed or leaf.kind == "table")
                if name and name not in seen and (begins or _SERVER.match(leaf.text, found.end())):
                    seen.add(name)
                    line = NeedLine(skill=skill, kind="mcp", name=clean(name), required=False, named=True)
                    yield line, place_of(leaf, found.start(), found.end())


def is_end_of(item: Dependency, whole: Collection[str]) -> bool:
    """Whether a server of prose is the last word of one of these names: `global` of "s&p global"."""
    return (
        item.kind == "mcp" and item.via == ("text",) and any(name.endswith(f" {item.name.lower()}") for name in whole)
    )


def _bare(name: str) -> str:
    """Without the words before it that name nothing: "Use the", "Configure"."""
    words = name.split(" ")
    while words and words[0].lower() in tables()["leading"]:
        words = words[1:]
    return " ".join(words)


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
    elif told and leaf.id in section.listed:
        for inline in leaf.inlines[:3]:
            begins = not leaf.text[: inline.start].strip("*_ \t`")
            name = inline.value.strip().partition("(")[0]
            if inline.kind == "code" and begins and _TOOL.match(name):
                yield name, inline.start, inline.end
