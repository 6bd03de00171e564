"""A progress bar on a terminal."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from skillrt.report.glyphs import visible


@contextmanager
def bar(label: str, total: int) -> Generator[Callable[[], None]]:
    """A bar on standard error that is gone when the work is done; gives the function that moves it on by one."""
    from rich.console import Console  # loaded where it is needed: start-up
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)


@contextmanager
def status_line(first: str) -> Generator[Callable[[str], None]]:
    """A line on standard error that is gone at the end; gives the function that sets what it says."""
    from rich.console import Console  # loaded where it is needed: start-up
    from rich.markup import escape

    with Console(stderr=True).status(escape(first)) as status:
        yield lambda text: status.update(escape(visible(text)))
