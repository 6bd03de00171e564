"""Interrupts as messages: a run that is told to end ends its steps first and leaves its journal whole."""

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def caught(tell: Callable[[int], None]) -> Generator[None]:
    """Have `tell` called with the number of each signal that would end the process; it must be safe to call anywhere.

    Does nothing outside the main thread, where signals cannot be caught.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        if before[number] != signal.SIG_IGN:  # under nohup
            signal.signal(number, lambda number, _frame: tell(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)
