"""Python's search for garbage in cycles, made rare: what the gateway and its recorder make of a request goes by
itself, and what they hold from their start on need not be looked through again and again."""

import gc
from typing import Final

_AFTER: Final = 10_000
_OLDER: Final = 20


def search_seldom() -> None:
    """To be called once, when all that lasts has been made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_AFTER, _OLDER, _OLDER)
