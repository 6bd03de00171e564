"""What the exchanges of a run add up to."""

from collections.abc import Sequence

from skillrt.store.traces.records import ExchangeRecord
from skillrt.wire.exchange import ToolCall, Usage


def usage_of(records: Sequence[ExchangeRecord]) -> Usage | None:
    """The tokens of all answers together; None where no answer says any."""
    known = [item.response.usage for item in records if item.response and item.response.usage]
    if not known:
        return None
    return Usage(
        input=sum(item.input for item in known),
        output=sum(item.output for item in known),
        cache_read=sum(item.cache_read for item in known),
        cache_write=sum(item.cache_write for item in known),
        thinking=sum(item.thinking for item in known),
    )


def tool_calls_of(record: ExchangeRecord) -> tuple[str, ...]:
    """The tools that an answer calls."""
    parts = record.response.parts if record.response else ()
    return tuple(part.name for part in parts if isinstance(part, ToolCall))
