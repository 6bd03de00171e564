"""Variables beside variables: of one table, one list or one sample of settings all are told, or none.

Discovery takes a name by its own evidence. Where one row is a variable, so is what stands in the same place of the
others.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

from skillrt.code import fence_language
from skillrt.contracts.finding.places import place_at
from skillrt.environment.finding.scene import Scene
from skillrt.environment.known_names import is_plain_variable
from skillrt.errors import Place
from skillrt.ir import Block, place_of, span_of
from skillrt.reading.sections import Section

_NAME: Final = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z][A-Z0-9]{3,40}"
_CELL: Final = re.compile(rf"`\$?\{{?({_NAME})\}}?`")
_ITEM: Final = re.compile(
    rf"(?:[-*+]|\d{{1,3}}[.)])?[ \t]*(?:\[[ x]\][ \t]*)?\**`?\$?\{{?({_NAME})\}}?(?:=[^`\n]{{0,80}})?`?\**"
    r"(?=[ \t]*(?:[:(—–=-]|\Z|\n))"
)
_LEADS: Final = re.compile(r"\benv(?:ironment)?[- ]?var(?:iable)?s?\b[^.\n]{0,80}:\**\s*\Z", re.IGNORECASE)
_SETTING: Final = re.compile(rf"^[ \t]*#?[ \t]*(?:export[ \t]+)?({_NAME})[ \t]*=", re.M)
_DOTENV: Final = frozenset({"env", "dotenv", "ini", "properties", ""})
_ROWS: Final = 60

Named = tuple[str, Place]


def variable_rows(scene: Scene, known: Collection[str]) -> Iterator[Named]:
    """What stands beside variables that are `known`, and where."""
    for section in scene.sections:
        yield from _of_section(section, known)
    for fence in scene.fences:
        if fence.role != "wrong" and fence_language(fence.block.info) in _DOTENV:
            offset = fence.block.offset_of_content
            named = [
                (found.group(1), place_at(span_of(fence.block, offset(found.start(1)), offset(found.end(1)))))
                for found in _SETTING.finditer(fence.text)
            ]
            yield from _beside(named, known)


def _of_section(section: Section, known: Collection[str]) -> Iterator[Named]:
    lists: list[Named] = []
    led = False
    for leaf in section.leaves:
        if leaf.kind == "table":
            yield from _beside(list(_of_table(leaf)), known, led=led)
        elif leaf.id in section.listed:
            found = _ITEM.match(leaf.text)
            lists += [(found.group(1), place_of(leaf, found.start(1), found.end(1)))] if found else []
            continue
        yield from _beside(lists, known, led=led)
        lists = []
        led = _LEADS.search(leaf.text) is not None
    yield from _beside(lists, known, led=led)


def _of_table(leaf: Block) -> Iterator[Named]:
    """The names in code of the first cell of each row that has one, and those with it in the same cell."""
    at = 0
    column = -1
    for row in leaf.text.split("\n")[:_ROWS]:
        cells = row.strip().strip("|").split("|")
        for number, cell in enumerate(cells):
            found = list(_CELL.finditer(cell))
            if found and column in (-1, number):
                column = number
                start = at + row.find(cell)
                yield from (
                    (item.group(1), place_of(leaf, start + item.start(1), start + item.end(1))) for item in found
                )
                break
        at += len(row) + 1


def _beside(named: list[Named], known: Collection[str], *, led: bool = False) -> Iterator[Named]:
    """All of them, where one is known, or what leads to them says what they are."""
    if led or any(name in known for name, _ in named):
        yield from ((name, place) for name, place in named if name not in known and not is_plain_variable(name))
