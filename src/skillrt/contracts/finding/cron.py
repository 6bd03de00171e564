"""Entries for cron: what a text has run again and again, at times of its own."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.finding.places import place_at
from skillrt.contracts.lines import CronLine
from skillrt.contracts.lock_file import clean
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import place_of, span_of

_FIELD: Final = r"(?:\*|\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?){0,24})(?:/\d{1,3})?"
_ENTRY: Final = re.compile(
    rf"^[ \t]*((?:{_FIELD}[ \t]+){{4}}(?:{_FIELD}|[A-Za-z]{{3}}(?:[-,][A-Za-z]{{3}}){{0,6}})"
    r"|@(?:reboot|hourly|daily|weekly|monthly|yearly))[ \t]+([A-Za-z/~.$\"'{<(][^\n]{2,400})$",
    re.M,
)
_LONGEST: Final = 100
_MANY: Final = 40


def cron_entries(scene: Scene, skill: str) -> Iterator[tuple[CronLine, Place]]:
    """Each entry, in code blocks and code spans of the documents."""
    seen: set[str] = set()
    for section in scene.sections:
        for leaf in section.leaves if len(seen) < _MANY else ():
            for inline in leaf.inlines if leaf.kind != "code" else ():
                found = _ENTRY.match(inline.value) if inline.kind == "code" else None
                text = _text(found) if found else ""
                if text and text not in seen:
                    seen.add(text)
                    yield CronLine(skill=skill, text=text), place_of(leaf, inline.start, inline.end)
    for fence in scene.fences:
        if fence.role == "wrong":
            continue
        offset = fence.block.offset_of_content
        for found in list(_ENTRY.finditer(fence.text))[:_MANY]:
            text = _text(found)
            if text not in seen:
                seen.add(text)
                yield (
                    CronLine(skill=skill, text=text),
                    place_at(span_of(fence.block, offset(found.start(1)), offset(found.end()))),
                )


def _text(found: re.Match[str]) -> str:
    whole = clean(" ".join(found.group().split()))
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
