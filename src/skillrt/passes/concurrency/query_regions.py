"""Queries of one block that only look, each for itself: what a database is asked in order to see how it is."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.ir import span_of
from skillrt.passes.concurrency.region import Region
from skillrt.passes.concurrency.words import phrases
from skillrt.reading.fences import Fence
from skillrt.reading.sections import Section

_REMARK: Final = re.compile(r"--[^\n]*|/\*[^*]{0,2000}\*/")
_QUOTED: Final = re.compile(r"'[^'\n]{0,500}'")
_LOOKS: Final = re.compile(r"\s*(?:select|show|describe)\b", re.I)
# what changes something, locks it, or calls what may
_CHANGES: Final = re.compile(
    r"\b(?:insert|update|delete|into|create|alter|drop|truncate|set|lock|call|exec|execute|begin|commit|nextval|setval"
    r"|pg_terminate_backend|pg_cancel_backend|pg_stat_reset\w*|share)\b",
    re.I,
)
_CHOICE: Final = re.compile(
    r"\b(?:or|alternatively|option|either|instead|bad|good|better|before|after|wrong|avoid|vs)\b", re.I
)
_MOST: Final = 8


def queries_at_once(fence: Fence, section: Section) -> Iterator[Region]:
    """The block as a region, where a title says that it is for looking and each of its statements only does that."""
    if not phrases("parallel", "asks").search(section.title) or phrases("parallel", "or").search(section.title):
        return
    if any(_CHOICE.search(remark) for remark in _REMARK.findall(fence.text)):
        return
    plain = _QUOTED.sub("''", _REMARK.sub("", fence.text))
    found = [item for item in plain.split(";") if item.strip()]
    if 2 <= len(found) <= _MOST and all(_LOOKS.match(item) and not _CHANGES.search(item) for item in found):
        block = fence.block
        span = span_of(block, block.offset_of_content(0), block.offset_of_content(max(0, len(fence.text) - 1)))
        reason = f"these {len(found)} queries only look, and none uses what another one gave"
        yield Region("instruction", block, span, reason, len(found))
