"""Tools of agent products that a text calls or names outright, also where no descriptor has them: `Agent({...})`."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from skillrt.code import fence_language
from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.places import place_at
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import Block, place_of, span_of
from skillrt.passes.harness_uses.wordlists import word_list
from skillrt.targets import shipped_harnesses

# "the `Workflow` tool", "`Monitor` tools"
_BESIDE: Final = re.compile(r"`([A-Z][A-Za-z]{2,40})`[ \t\n]+tools?\b(?![-_])")
_MANY: Final = 200


def named_tools(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each tool and where it stands, in documents only."""
    for section in scene.sections:
        for leaf in section.leaves:
            if leaf.kind != "code" and "`" in leaf.text:
                yield from _of_prose(leaf)
    for fence in scene.fences:
        # in a program a function may be called so
        if (
            fence.role == "wrong"
            or "(" not in fence.text
            or fence_language(fence.block.info) in word_list("program_languages")
        ):
            continue
        offset = fence.block.offset_of_content
        for found in list(_called().finditer(fence.text))[:_MANY]:
            yield found.group(1), place_at(span_of(fence.block, offset(found.start(1)), offset(found.end(1))))


def _of_prose(leaf: Block) -> Iterator[tuple[str, Place]]:
    for pattern in (_BESIDE, _asked(), _called_in_span()):
        for found in list(pattern.finditer(leaf.text))[:_MANY]:
            yield found.group(1), place_of(leaf, found.start(1), found.end(1))


@cache
def _names() -> str:
    """Names with a capital: others are words or programs too."""
    tools = [tool for harness in shipped_harnesses().values() for tool in harness.tools]
    known = {name for tool in tools for name in (tool.name, *tool.aliases) if name[:1].isupper()}
    return "|".join(sorted(known | tables()["tools"]))


@cache
def _called() -> re.Pattern[str]:
    """A call with named arguments, at the beginning of a line or of what is given a name."""
    return re.compile(
        rf"(?:^[ \t]*(?:[-*+\d.]{{1,3}}[ \t]+)?|[=:>][ \t]*)({_names()})\((?:\{{|[ \t\n]*[a-z_]{{2,30}}[ \t]*[=:])",
        re.M,
    )


@cache
def _called_in_span() -> re.Pattern[str]:
    return re.compile(rf"`({_names()})\([^`\n]{{0,200}}`")


@cache
def _asked() -> re.Pattern[str]:
    """A verb right before the name in code."""
    verbs = r"(?:use|using|via|with|call|calls|calling|invoke|invoking|arm|spawn|through)"
    return re.compile(rf"(?i:\b{verbs})[ \t\n]+(?i:(?:the|a|an)[ \t\n]+)?`({_names()})`")
