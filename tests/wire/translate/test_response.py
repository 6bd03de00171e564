from itertools import permutations
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillrt.wire.dialects import codec
from skillrt.wire.exchange import (
    Dialect,
    Extra,
    Message,
    Opaque,
    Request,
    Response,
    Text,
    Thinking,
    ToolCall,
    ToolSpec,
    Usage,
    WireError,
)
from skillrt.wire.translate.request import Translation, translate_request
from skillrt.wire.translate.response import back_stop, seed_of, translate_error, translate_response
from skillrt.wire.translate.target import Target
from tests.wire.conversations import answers, requests
from tests.wire.essence import response_essence

PAIRS = list(permutations(get_args(Dialect), 2))


def asked(
    tools: tuple[ToolSpec, ...] = (), dialect: Dialect = "openai-responses", to: Dialect = "openai-chat"
) -> Translation:
    request = Request(
        dialect=dialect, model="m", messages=(Message(role="user", parts=(Text(text="hi"),)),), tools=tools
    )
    return translate_request(request, Target(dialect=to))


@pytest.mark.parametrize(("dialect", "to"), PAIRS, ids=[f"{one}-to-{other}" for one, other in PAIRS])
@settings(max_examples=25)
@given(data=st.data())
def test_what_a_model_says_reaches_the_harness(dialect: Dialect, to: Dialect, data: st.DataObject):
    translation = translate_request(data.draw(requests(dialect)), Target(dialect=to))
    names = tuple(tool.name for tool in translation.request.tools)
    answer = data.draw(answers(to, names))
    received = codec(to).decode_response(codec(to).encode_response(answer), 200)
    sent = codec(dialect).encode_response(translate_response(received, translation))
    read = codec(dialect).decode_response(sent, 200)
    assert response_essence(read) == response_essence(translate_response(answer, translation))
    given_names = {tool.name for tool in translation.source.tools}
    assert all(part.name in given_names for part in read.parts if isinstance(part, ToolCall))


def test_calls_get_the_names_and_the_kind_that_the_harness_knows():
    tools = (ToolSpec(name="exec", namespace="functions", kind="custom"),)
    call = ToolCall(id="c", name="functions__exec", arguments='{"input":"ls\\n"}')
    back = translate_response(Response(dialect="openai-chat", parts=(call,), stop="end"), asked(tools))
    assert back.parts == (ToolCall(id="c", name="exec", namespace="functions", arguments="ls\n", kind="custom"),)
    assert back.stop == "tool-calls"


def test_calls_of_tools_that_nobody_offered_keep_their_name():
    call = ToolCall(id="c", name="made_up", arguments="{}")
    back = translate_response(Response(dialect="openai-chat", parts=(call,)), asked())
    assert back.parts == (call,)


def test_calls_without_an_id_get_one_that_differs_from_turn_to_turn():
    parts = (ToolCall(id="", name="f", arguments="{}"), ToolCall(id="", name="f", arguments="{}"))
    found = [
        part.id
        for identity in ("chatcmpl-1", "chatcmpl-2")
        for part in translate_response(Response(dialect="openai-chat", id=identity, parts=parts), asked()).parts
        if isinstance(part, ToolCall)
    ]
    assert len(set(found)) == 4
    assert seed_of("", asked()) == "1"


def test_what_only_the_provider_understands_goes():
    response = Response(
        dialect="anthropic-messages",
        model="m",
        parts=(
            Thinking(text="hm", signature="s"),
            Thinking(hidden="x"),
            Text(text="a", extra=(Extra(key="citations", json="[]"),)),
            Opaque(type="server_tool_use", json="{}"),
        ),
        stop="end",
        stop_word="end_turn",
        usage=Usage(input=3, extra=(Extra(key="service_tier", json='"standard"'),)),
        extra=(Extra(key="container", json="null"),),
    )
    back = translate_response(response, asked(to="anthropic-messages"))
    assert back == Response(
        dialect="openai-responses",
        model="m",
        parts=(Thinking(text="hm"), Text(text="a")),
        stop="end",
        usage=Usage(input=3),
    )


def test_reasons_to_stop():
    assert back_stop("end", calls=True) == "tool-calls"
    assert back_stop("length", calls=True) == "length"
    assert back_stop("end", calls=False) == "end"


@pytest.mark.parametrize(
    ("error", "dialect", "kind"),
    [
        (WireError(message="m", status=429, type="tokens"), "anthropic-messages", "rate_limit_error"),
        (WireError(message="m", status=529, type="overloaded_error"), "openai-chat", "server_error"),
        (WireError(message="m", type="server_error"), "anthropic-messages", "api_error"),
        (WireError(message="m", type="overloaded_error"), "anthropic-messages", "overloaded_error"),
        (WireError(message="m", status=418), "openai-responses", "invalid_request_error"),
        (WireError(message="m", status=502), "openai-responses", "server_error"),
        (WireError(message="m", status=429), "gemini", "RESOURCE_EXHAUSTED"),
        (WireError(message="m", code="UNAVAILABLE"), "anthropic-messages", "api_error"),
    ],
)
def test_errors_in_the_words_of_the_harness(error: WireError, dialect: Dialect, kind: str):
    found = translate_error(error, dialect)
    assert (found.message, found.type, found.status) == ("m", kind, error.status)


def test_an_error_in_place_of_a_response():
    body = b'{"error": {"message": "slow down", "type": "requests", "param": null, "code": "rate_limit_exceeded"}}'
    translation = asked(dialect="anthropic-messages", to="openai-chat")
    response = translate_response(codec("openai-chat").decode_response(body, 429), translation)
    assert response.error is not None
    encoded = codec("anthropic-messages").encode_error(response.error)
    assert encoded.status == 429
    assert b'"rate_limit_error"' in encoded.body
    assert b"slow down" in encoded.body


def test_ids_that_only_count_the_calls_of_a_response_do_not_come_again():
    counted = ToolCall(id="call-0", name="f", arguments="{}", extra=(Extra(key="~no-id", json="true"),))
    ids = [
        part.id
        for turns in (1, 3)
        for part in translate_response(
            Response(dialect="gemini", parts=(counted,)), later(asked(to="gemini"), turns)
        ).parts
        if isinstance(part, ToolCall)
    ]
    assert len(set(ids)) == 2


def later(translation: Translation, turns: int) -> Translation:
    """The same request with so many messages."""
    source = translation.source
    source = msgspec.structs.replace(source, messages=source.messages * turns)
    return msgspec.structs.replace(translation, source=source)


def test_ids_that_the_conversation_has_already_do_not_come_again():
    call = ToolCall(id="call_0", name="f", arguments="{}")
    translation = msgspec.structs.replace(asked(), taken=frozenset({"call_0"}))
    (back,) = translate_response(Response(dialect="openai-chat", id="r", parts=(call,)), translation).parts
    assert isinstance(back, ToolCall)
    assert back.id not in ("", "call_0")
    request = asked().source
    again = msgspec.structs.replace(request, messages=(*request.messages, Message(role="assistant", parts=(call,))))
    assert translate_request(again, Target(dialect="openai-chat")).taken == {"call_0"}
