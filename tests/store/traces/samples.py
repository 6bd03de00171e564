"""Exchanges of our own making for the tests of the store."""

from skillrt.store.traces import ExchangeRecord
from skillrt.wire.exchange import Extra, Message, Request, Response, Text, ToolCall, ToolResult, ToolSpec, Usage

BEGUN = 4_000_000_000_000_000_000  # in 2096: never too old to be kept


def user(text: str) -> Message:
    return Message(role="user", parts=(Text(text=text),))


def asked(*messages: Message, system: str = "You fold paper.") -> Request:
    tool = ToolSpec(name="bash", description="Run a command.", schema='{"type":"object"}')
    first = Message(role="system", parts=(Text(text=system, extra=(Extra("cache", '"short"'),)),))
    return Request(dialect="openai-chat", model="small-1", messages=(first, *messages), tools=(tool,), stream=True)


def answered(text: str = "", *calls: ToolCall) -> Response:
    parts = ((Text(text=text),) if text else ()) + calls
    usage = Usage(input=100, output=20, cache_read=60)
    return Response(dialect="openai-chat", id="r", parts=parts, stop="tool-calls" if calls else "end", usage=usage)


def recorded(
    number: int = 0, request: Request | None = None, response: Response | None = None, **given
) -> ExchangeRecord:
    values = {
        "id": f"x{number}", "started": BEGUN + number * 1_000_000_000, "run": "r1", "harness": "pi",
        "dialect": "openai-chat", "model": "small-1", "path": "/v1/chat/completions", "first_byte_ms": 12.5,
        "total_ms": 40.0, "status": 200, "request": request or asked(user("Fold a crane.")),
        "response": response or answered("Folded."),
    }  # fmt: skip
    return ExchangeRecord(**(values | given))


def conversation(length: int) -> list[ExchangeRecord]:
    """A harness that sends its whole history again with each request."""
    history: list[Message] = [user("Fold a crane. " * 20)]
    records: list[ExchangeRecord] = []
    for number in range(length):
        call = ToolCall(id=f"call_{number}", name="bash", arguments=f'{{"command":"fold {number}"}}')
        response = answered("", call)
        records.append(recorded(number, asked(*history), response))
        history.append(Message(role="assistant", parts=response.parts))
        result = ToolResult(call=call.id, content=(Text(text=f"edge {number} " * 50),))
        history.append(Message(role="tool", parts=(result,)))
    return records
