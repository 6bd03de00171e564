"""How long the dialects take: a request of 60 KB, a stream of 100 events.

Run it with `python benchmarks/wire_speed.py`; it prints microseconds, the best of several rounds, for each dialect.
"""

import json
import time
from collections.abc import Callable

from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import Codec, write_stream
from skillrt.wire.deltas import Delta, PartEnded, PartGrew, PartStarted, Started, Stopped
from skillrt.wire.dialects import CODECS
from skillrt.wire.exchange import Message, Request, Response, Text, ToolCall, ToolResult, ToolSpec
from skillrt.wire.translate.request import Translation, translate_request
from skillrt.wire.translate.stream import StreamTranslation
from skillrt.wire.translate.target import Target

ROUNDS = 30
TURNS = 40
TOOLS = 12


def request(codec: Codec) -> Request:
    """A conversation of a coding agent: a long system prompt, tools with schemas, turns with calls and results."""
    members = {f"option_{n}": {"type": "string", "description": "What this option is for. " * 5} for n in range(8)}
    schema = json.dumps({"type": "object", "properties": members, "required": ["option_0"]})
    messages = [Message(role="system", parts=(Text(text="You are a coding agent. " * 400),))]
    for turn in range(TURNS):
        call = ToolCall(id=f"call_{turn}", name="tool_1", arguments='{"option_0":"ls -la src/' + "x" * 40 + '"}')
        result = ToolResult(call=call.id, name="tool_1", content=(Text(text="drwxr-xr-x 2 user user 4096\n" * 12),))
        role = "user" if codec.dialect in ("anthropic-messages", "gemini") else "tool"
        messages += [
            Message(role="user", parts=(Text(text="And the next folder, please."),)),
            Message(role="assistant", parts=(Text(text="I shall look."), call)),
            Message(role=role, parts=(result,)),
        ]
    return Request(
        dialect=codec.dialect,
        model="some-model",
        messages=tuple(messages),
        tools=tuple(ToolSpec(name=f"tool_{n}", description="Runs. " * 40, schema=schema) for n in range(TOOLS)),
        stream=True,
    )


def stream(codec: Codec) -> bytes:
    """A stream of about 100 events: words, then a call."""
    deltas: list[Delta] = [Started(id="r1", model="some-model"), PartStarted(index=0, part=Text(text=""))]
    deltas += [PartGrew(index=0, text="some words ") for _ in range(80)]
    deltas += [PartEnded(index=0), PartStarted(index=1, part=ToolCall(id="c1", name="bash", arguments=""))]
    pieces = ['{"command":"', *["ls "] * 12, '"}']
    deltas += [PartGrew(index=1, text=piece) for piece in pieces]
    deltas += [PartEnded(index=1), Stopped(stop="tool-calls")]
    return write_stream(codec.writer(request(codec)), deltas)


def microseconds(work: Callable[[], object]) -> float:
    """The best of the rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1e6


def read(codec: Codec, data: bytes) -> Response:
    """The response that a stream makes, which comes in pieces of 256 bytes."""
    reader = codec.reader()
    for start in range(0, len(data), 256):
        reader.feed(data[start : start + 256])
    reader.end()
    return reader.response()


def translated(codec: Codec, other: Codec, translation: Translation, data: bytes) -> bytes:
    """A stream of another dialect, which comes in pieces of 256 bytes, in this one."""
    back = StreamTranslation(translation, other.reader(), codec.writer(translation.source))
    pieces = [back.feed(data[start : start + 256]) for start in range(0, len(data), 256)]
    return b"".join([*pieces, back.end()])


def measure(codec: Codec) -> list[tuple[str, float]]:
    """What each step takes."""
    encoded = codec.encode_request(request(codec))
    decoded = codec.decode_request(encoded.body, encoded.path)
    data = stream(codec)
    whole = read(codec, data)
    other = CODECS["anthropic-messages" if codec.dialect == "openai-chat" else "openai-chat"]
    translation = translate_request(decoded, Target(dialect=other.dialect))
    foreign = write_stream(other.writer(translation.request), deltas_of(whole, piece=10))
    steps: list[tuple[str, Callable[[], object]]] = [
        (
            f"decode a request of {len(encoded.body) // 1000} KB",
            lambda: codec.decode_request(encoded.body, encoded.path),
        ),
        ("encode it", lambda: codec.encode_request(decoded)),
        (f"translate it to {other.dialect}", lambda: translate_request(decoded, Target(dialect=other.dialect))),
        (f"read a stream of {data.count(b'data:')} events", lambda: read(codec, data)),
        ("write it", lambda: write_stream(codec.writer(decoded), deltas_of(whole, piece=10))),
        (f"translate one of {other.dialect}", lambda: translated(codec, other, translation, foreign)),
    ]
    return [(name, microseconds(work)) for name, work in steps]


def main() -> None:
    for dialect, codec in CODECS.items():
        for name, taken in measure(codec):
            print(f"{dialect:20} {name:38} {taken:8.0f} us")


if __name__ == "__main__":
    main()
