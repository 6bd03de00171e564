"""Where the words that anchors speak of stand in a block as it is now."""

import re
from collections.abc import Iterator, Sequence

from skillrt.ir import Anchor, Block, present_range


def anchored(block: Block, anchors: Sequence[Anchor]) -> Iterator[tuple[int, int, str]]:
    """Where the words of each anchor stand in the block. Several within one replaced stretch that are written alike
    are so many mentions, from the first on."""
    after: dict[tuple[int, int, str], int] = {}
    for anchor in anchors:
        start, end = present_range(block, anchor.span)
        if anchor.within:
            if start == end:  # the source has nothing there: the stretch is what was put in
                put = next((item for item in block.derivations if item.span == anchor.span), None)
                start, end = (put.start, put.end) if put else (start, end)
            known = (start, end, anchor.written)
            at = _find(block.text, anchor.written, after.get(known, start), end)
            if at >= 0:
                start, end = at, at + len(anchor.written)
                after[known] = end
        yield start, end, anchor.path


def _find(text: str, written: str, start: int, end: int) -> int:
    """Where the path stands, first of all not as the beginning of a longer one; -1 where it does not."""
    whole = re.compile(re.escape(written) + r"(?![\w/-]|\.\w)").search(text, start, end)
    return whole.start() if whole else text.find(written, start, end)
