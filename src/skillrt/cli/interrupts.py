"""Signals that end a verb as Ctrl-C does: what it began is taken away first, and what it started is ended."""

from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def like_ctrl_c() -> Generator[None]:
    """Raise KeyboardInterrupt for TERM and HUP too, as where a job is cancelled or a terminal closed.

    Once: what comes while things are taken away is not heeded.
    """
    from skillrt.workflow.signals import caught  # loaded where it is needed: start-up

    told = False

    def tell(_number: int) -> None:
        nonlocal told
        if not told:
            told = True
            raise KeyboardInterrupt

    with caught(tell):
        yield
