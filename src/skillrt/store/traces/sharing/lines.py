"""Episodes as lines of JSON, one each, with everything but the contents of files."""

from collections.abc import Iterable, Iterator

import msgspec

from skillrt.errors import Diagnostic, InputError, Place
from skillrt.store.traces.episode import Episode


def write_lines(episodes: Iterable[Episode]) -> Iterator[bytes]:
    """Each episode as one line."""
    for episode in episodes:
        yield msgspec.json.encode(episode) + b"\n"


def read_lines(lines: Iterable[bytes], name: str) -> Iterator[Episode]:
    """The episodes in lines; empty ones are left out. Raises InputError with the line that is none."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=Episode)
            except (ValueError, RecursionError) as error:
                message = f"this line is no episode: {error}"
                raise InputError(Diagnostic.of("input.episode", message, Place(name, number, 1))) from error
