from skillrt.runs.figures import tool_calls_of, usage_of
from skillrt.store.traces.records import ExchangeRecord
from skillrt.wire.exchange import Response, Text, ToolCall, Usage


def _record(**response: object) -> ExchangeRecord:
    return ExchangeRecord(id="a", started=1, response=Response(dialect="openai-chat", **response))  # type: ignore[arg-type]


def test_usage_is_summed_and_unknown_where_nobody_says_it():
    assert usage_of([_record(), ExchangeRecord(id="b", started=2)]) is None
    both = [_record(usage=Usage(input=3, output=1, cache_read=2)), _record(usage=Usage(input=4, thinking=5))]
    assert usage_of(both) == Usage(input=7, output=1, cache_read=2, thinking=5)


def test_calls_of_an_answer():
    parts = (Text(text="a"), ToolCall(id="1", name="x", arguments=""), ToolCall(id="2", name="y", arguments=""))
    assert tool_calls_of(_record(parts=parts)) == ("x", "y")
    assert tool_calls_of(ExchangeRecord(id="b", started=2)) == ()
