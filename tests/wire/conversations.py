"""Random conversations and answers that every dialect can say."""

from hypothesis import strategies as st

from skillrt.wire.exchange import (
    Dialect,
    Media,
    Message,
    Part,
    Request,
    Response,
    Settings,
    Text,
    ToolCall,
    ToolResult,
    ToolSpec,
    Usage,
)
from skillrt.wire.json_text import to_text

WORDS = st.text('ab é\n"\\{', min_size=1, max_size=8).filter(lambda text: bool(text.strip()))
NAMES = st.sampled_from(["Bash", "read_file", "mcp__server__" + "x" * 60, "odd name.v1"])
ARGUMENTS = st.dictionaries(st.sampled_from(["command", "path"]), st.text('ab "\\\n', max_size=6), max_size=2)
IMAGE = Media(media_type="image/png", data="iVBORw0KGgo=")
TOOLS = tuple(
    ToolSpec(name=name, description="Does it.", schema='{"type":"object","properties":{"a":{"type":"string"}}}')
    for name in ("Bash", "read_file", "mcp__server__" + "x" * 60, "odd name.v1")
)
TEXTS = WORDS.map(lambda text: Text(text=text))


@st.composite
def requests(draw: st.DrawFn, dialect: Dialect) -> Request:
    """A conversation with calls, parallel ones too, that all have results; images where users show them."""
    messages = [Message(role="system", parts=(draw(TEXTS),))]
    for turn in range(draw(st.integers(1, 3))):
        shown = draw(st.lists(st.just(IMAGE), max_size=1))
        messages.append(Message(role="user", parts=(draw(TEXTS), *shown)))
        count = draw(st.integers(0, 3))
        calls = tuple(
            ToolCall(id=f"call_{turn}_{number}", name=draw(NAMES), arguments=to_text(draw(ARGUMENTS)))
            for number in range(count)
        )
        said = draw(st.lists(TEXTS, min_size=0 if calls else 1, max_size=1))
        messages.append(Message(role="assistant", parts=(*said, *calls)))
        results = [
            ToolResult(call=call.id, name=call.name if dialect == "gemini" else "", content=(draw(TEXTS),))
            for call in calls
        ]
        messages += _results(dialect, results)
        if results:
            messages.append(Message(role="assistant", parts=(draw(TEXTS),)))
    messages.append(Message(role="user", parts=(draw(TEXTS),)))
    return Request(
        dialect=dialect,
        model="some-model",
        messages=tuple(messages),
        tools=TOOLS,
        stream=draw(st.booleans()),
        settings=Settings(max_tokens=500),
    )


def _results(dialect: Dialect, results: list[ToolResult]) -> list[Message]:
    if dialect in ("anthropic-messages", "gemini"):
        return [Message(role="user", parts=tuple(results))] if results else []
    return [Message(role="tool", parts=(result,)) for result in results]


@st.composite
def answers(draw: st.DrawFn, dialect: Dialect, names: tuple[str, ...]) -> Response:
    """What a model answers: words, then calls of the tools that it was offered."""
    parts: list[Part] = draw(st.lists(TEXTS, max_size=1))  # pyright: ignore[reportAssignmentType]
    parts += [
        ToolCall(id=f"call_new_{number}", name=draw(st.sampled_from(names)), arguments=to_text(draw(ARGUMENTS)))
        for number in range(draw(st.integers(0 if parts else 1, 2)))
    ]
    calls = any(isinstance(part, ToolCall) for part in parts)
    return Response(
        dialect=dialect,
        id="r1",
        model="some-model",
        parts=tuple(parts),
        stop="tool-calls" if calls else draw(st.sampled_from(["end", "length"])),
        usage=Usage(input=draw(st.integers(1, 99)), output=draw(st.integers(1, 99))),
    )
