"""Python's search for garbage in cycles, made rare: frozen trees and records make none, and looking for some costs a
tenth of the time and more."""

import gc
from typing import Final

_YOUNG: Final = 200_000  # objects
_SERVED: Final = 10_000
_OLDER: Final = 20


def search_seldom() -> None:
    """For a process that works through skills and ends. What is there at the first call lasts, and is never looked
    through."""
    if not gc.get_freeze_count():
        gc.freeze()
    gc.set_threshold(_YOUNG, _OLDER, _OLDER)


def search_seldom_in_service() -> None:
    """For a process that stays: to be called once, when all that lasts has been made. That is never looked through
    again, and what a request leaves behind is found sooner, since memory must stay flat."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SERVED, _OLDER, _OLDER)
