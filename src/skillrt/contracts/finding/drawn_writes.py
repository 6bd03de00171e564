"""The paths of trees and lists of paths in code blocks, where the sentence before has them written: "It creates:"."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from skillrt.contracts.finding.places import place_at
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import SKILL_FILE, span_of

_GLYPHS: Final = re.compile(r"[├└│]")
_COMMENT: Final = re.compile(r"[ \t]+(?:#|//|<-|←|—|--[ \t]).*\Z")
# `new-skill/`, `out-dir/`: what a tree is called where anything may stand
_STANDS_IN: Final = re.compile(
    r"(?:out(?:put)?|target|dest|input|new|my|your|the|example|sample)[-_](?:dir|directory|folder|skill|project|app|repo)/?\Z",
    re.I,
)
_FEW: Final = 8  # lines of a block of nothing but paths


def _is_indented(lines: list[str]) -> bool:
    """Whether a folder stands in the first line and what lies in it further right."""
    return lines[0].split("#")[0].rstrip().endswith("/") and all(line[:1] in " \t" for line in lines[1:])


def drawn_writes(
    scene: Scene, leads: Callable[[str], bool], is_path: Callable[[str], bool]
) -> Iterator[tuple[str, Place]]:
    """Each path and where it stands: of a tree its root. `leads` says whether a sentence has something written."""
    for fence in scene.fences:
        if fence.path.lower() != SKILL_FILE.lower() or fence.role not in ("form", "drawing") or fence.lead is None:
            continue
        if not leads(fence.lead.text):
            continue
        offset = fence.block.offset_of_content
        lines = [line for line in fence.text.splitlines() if line.strip()]
        shown = [_COMMENT.sub("", line).strip() for line in lines]
        if len(lines) > 1 and (any(map(_GLYPHS.search, lines[1:])) or _is_indented(lines)):
            shown = shown[:1]
        shown = [path for path in shown if not _STANDS_IN.match(path)]
        if not shown or len(shown) > _FEW or not all(map(is_path, shown)):
            continue
        for path in shown:
            start = max(0, fence.text.find(path))
            yield path, place_at(span_of(fence.block, offset(start), offset(start) + len(path)))
