import msgspec

from skillrt.wire.exchange import (
    Exchange,
    Extra,
    Media,
    Message,
    Opaque,
    Request,
    Response,
    Text,
    ToolCall,
    ToolResult,
)


def test_an_exchange_survives_json() -> None:
    call = ToolCall(id="c1", name="bash", arguments='{"command": "ls"}')
    result = ToolResult(call="c1", content=(Text(text="a.txt"), Media(media_type="image/png", data="aGk=")))
    odd = Opaque(type="hologram", json='{"type": "hologram"}')
    exchange = Exchange(
        request=Request(
            dialect="openai-chat",
            model="m",
            messages=(
                Message(role="user", parts=(Text(text="look"), odd)),
                Message(role="assistant", parts=(call,)),
                Message(role="tool", parts=(result,)),
            ),
            extra=(Extra(key="seed", json="7"),),
        ),
        response=Response(dialect="openai-chat", parts=(Text(text="one file"),), stop="end"),
    )
    assert msgspec.json.decode(msgspec.json.encode(exchange), type=Exchange) == exchange
