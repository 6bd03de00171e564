"""Where a fact of the lock is shown."""

from skillrt.errors import Place, Span


def place_at(span: Span) -> Place:
    """The line of a span."""
    return Place(span.file, span.line)
