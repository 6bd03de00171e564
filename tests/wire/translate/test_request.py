import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import (
    Dialect,
    Extra,
    Message,
    Opaque,
    Request,
    Response,
    Settings,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    ToolSpec,
)
from skillrt.wire.json_text import to_bytes
from skillrt.wire.translate.memory import Memory
from skillrt.wire.translate.request import losses, translate_request
from skillrt.wire.translate.response import remember
from skillrt.wire.translate.target import Loss, Target
from tests.wire.conversations import requests
from tests.wire.essence import conversation
from tests.wire.golden import bodies
from tests.wire.json_shapes import changed

PAIRS = list(permutations(get_args(Dialect), 2))
HERE = Path(__file__).parents[1]


def sent(request: Request, to: Dialect) -> Request:
    """A request as a provider of another dialect reads it."""
    translated = translate_request(request, Target(dialect=to)).request
    encoded = codec(to).encode_request(translated)
    return codec(to).decode_request(encoded.body, encoded.path)


@pytest.mark.parametrize(("dialect", "to"), PAIRS, ids=[f"{one}-to-{other}" for one, other in PAIRS])
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_said_is_the_same_there_and_back(dialect: Dialect, to: Dialect, data: st.DataObject):
    request = data.draw(requests(dialect))
    there = sent(request, to)
    back = sent(there, dialect)
    renamed = translate_request(request, Target(dialect=to)).names
    again = translate_request(there, Target(dialect=dialect)).names
    expected = renamed_calls(request, lambda name: again.name(renamed.name(name)))
    assert conversation(back.messages) == conversation(expected.messages)
    assert (there.model, there.stream, there.settings.max_tokens) == ("some-model", request.stream, 500)
    assert [tool.name for tool in there.tools] == [renamed.name(tool.name) for tool in request.tools]


def renamed_calls(request: Request, name: Callable[[str], str]) -> Request:
    """The request with the names that its tools have at the provider."""
    messages = [
        msgspec.structs.replace(
            message,
            parts=tuple(
                msgspec.structs.replace(part, name=name(part.name)) if isinstance(part, ToolCall) else part
                for part in message.parts
            ),
        )
        for message in request.messages
    ]
    return msgspec.structs.replace(request, messages=tuple(messages))


def golden(folder: str, name: str) -> Request:
    dialect: Dialect = "anthropic-messages" if folder == "anthropic" else "openai-chat"
    return codec(dialect).decode_request(to_bytes(bodies(HERE / folder, "request")[name]), "")


def test_claude_code_at_a_model_that_speaks_chat():
    request = golden("anthropic", "request-claude-code.json")
    translation = translate_request(request, Target(dialect="openai-chat", model="qwen3-coder"))
    body = json.loads(codec("openai-chat").encode_request(translation.request).body)
    assert body["model"] == "qwen3-coder"
    assert body["stream_options"] == {"include_usage": True}
    assert [message["role"] for message in body["messages"]] == [
        "system",
        "user",
        "assistant",
        "tool",
        "tool",
        "user",
    ]
    assert all(isinstance(message["content"], str) for message in body["messages"] if message["role"] != "assistant")
    assert body["messages"][4]["content"] == "Error:\nExit code 127"
    assert body["max_tokens"] == 32000
    assert translation.losses == (Loss("how much the model shall think is left out"),)
    assert translation.refusal == ""


def test_a_system_message_in_mid_conversation_reaches_a_model_that_speaks_chat():
    body = json.loads(
        codec("openai-chat")
        .encode_request(
            translate_request(
                golden("anthropic", "request-unknown-model.json"), Target(dialect="openai-chat")
            ).request
        )
        .body
    )
    assert [message["role"] for message in body["messages"]] == ["system", "user", "assistant", "user"]
    assert "- greet\n</system-reminder>" in body["messages"][1]["content"]


def test_codex_at_a_model_that_speaks_chat():
    body = (HERE / "openai_responses" / "golden" / "codex-lite-request.json").read_bytes()
    request = codec("openai-responses").decode_request(body, "/responses")
    translation = translate_request(request, Target(dialect="openai-chat"))
    written = json.loads(codec("openai-chat").encode_request(translation.request).body)
    assert [message["role"] for message in written["messages"]] == ["system", "user", "assistant", "tool"]
    (call,) = written["messages"][2]["tool_calls"]
    assert call["function"]["name"] == "functions__exec"
    assert json.loads(call["function"]["arguments"]) == {"input": "await tools.exec_command({cmd: 'ls'})"}
    assert [tool["function"]["name"] for tool in written["tools"]] == [
        *("functions__exec", "functions__wait", "clock__now")
    ]
    assert written["parallel_tool_calls"] is False
    assert translation.losses == ()


@pytest.mark.parametrize(
    ("extra", "fatal"),
    [
        (Extra(key="previous_response_id", json='"resp_1"'), True),
        (Extra(key="previous_response_id", json="null"), False),
        (Extra(key="conversation", json='{"id":"c"}'), True),
        (Extra(key="n", json="2"), False),
        (Extra(key="tool_choice", json='{"type":"allowed_tools"}'), False),
        (Extra(key="metadata", json='{"a":"b"}'), False),
    ],
)
def test_what_is_kept_by_the_provider_cannot_be_carried(extra: Extra, fatal: bool):
    request = Request(dialect="openai-responses", model="m", messages=(), extra=(extra,))
    assert any(loss.fatal for loss in losses(request, "openai-chat")) is fatal
    assert bool(translate_request(request, Target(dialect="openai-chat")).refusal) is fatal


def test_one_choice_is_no_loss():
    request = Request(dialect="openai-chat", model="m", messages=(), extra=(Extra(key="n", json="1"),))
    assert losses(request, "anthropic-messages") == ()


def test_losses_are_told_with_their_reason():
    opaque = Opaque(type="item_reference", json='{"type":"item_reference","id":"i"}')
    request = Request(
        dialect="openai-responses",
        model="m",
        messages=(Message(role="assistant", parts=(opaque, Text(text="a"))),),
        tools=(ToolSpec(name="web_search", kind="built-in", raw="{}"),),
    )
    assert losses(request, "openai-chat") == (
        Loss("the tool web_search is left out: only its own provider has it"),
        Loss("a part of the type item_reference is left out: the provider keeps what is in it", fatal=True),
    )


@pytest.mark.parametrize(("model", "key"), [("gpt-5.1", "max_completion_tokens"), ("qwen3", "max_tokens")])
def test_the_name_of_the_limit_goes_by_the_model(model: str, key: str):
    request = golden("anthropic", "request-claude-code.json")
    translated = translate_request(request, Target(dialect="openai-chat", model=model)).request
    assert json.loads(codec("openai-chat").encode_request(translated).body)[key] == 32000


def test_a_provider_is_not_asked_to_keep_what_comes_with_every_request():
    request = golden("openai_chat", "request-pi.json")
    translated = translate_request(request, Target(dialect="openai-responses")).request
    assert json.loads(codec("openai-responses").encode_request(translated).body)["store"] is False


@pytest.mark.parametrize(("dialect", "to"), PAIRS, ids=[f"{one}-to-{other}" for one, other in PAIRS])
def test_the_same_request_gives_the_same_bytes_and_more_turns_leave_the_first_ones_as_they_were(
    dialect: Dialect, to: Dialect
):
    messages = (
        Message(role="system", parts=(Text(text="s"),)),
        Message(role="user", parts=(Text(text="a"),)),
        Message(role="assistant", parts=(Text(text="b"),)),
    )
    tools = (ToolSpec(name="odd name", schema='{"type":"object"}'),)
    short = Request(dialect=dialect, model="m", messages=messages, tools=tools)
    more = msgspec.structs.replace(short, messages=(*messages, Message(role="user", parts=(Text(text="c"),))))
    first, second = (translate_request(one, Target(dialect=to)).request for one in (short, more))
    assert without_marks(second)[: len(first.messages)] == without_marks(first)
    assert first.tools == second.tools


def without_marks(request: Request) -> list[Message]:
    """Messages without what asks the provider to keep the prompt, which is no part of it."""
    return [
        Message(role=message.role, parts=tuple(msgspec.structs.replace(part, extra=()) for part in message.parts))
        for message in request.messages
    ]


BODIES = {
    "anthropic-messages": list(bodies(HERE / "anthropic", "request").values()),
    "openai-chat": list(bodies(HERE / "openai_chat", "request").values()),
    "openai-responses": [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((HERE / "openai_responses" / "golden").glob("*request.json"))
    ],
    "gemini": [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((HERE / "gemini" / "golden").glob("*request.json"))
    ],
}
GEMINI_PATH = "/v1beta/models/m:generateContent"


@pytest.mark.parametrize(("dialect", "to"), PAIRS, ids=[f"{one}-to-{other}" for one, other in PAIRS])
@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_understood_can_be_translated(dialect: Dialect, to: Dialect, data: st.DataObject):
    body = to_bytes(data.draw(changed(BODIES[dialect])))
    try:
        request = codec(dialect).decode_request(body, GEMINI_PATH)
    except NotUnderstood:
        return
    translated = translate_request(request, Target(dialect=to, model="m")).request
    encoded = codec(to).encode_request(translated)
    read = codec(to).decode_request(encoded.body, encoded.path)
    answered = [part.call for message in read.messages for part in message.parts if isinstance(part, ToolResult)]
    called = [part.id for message in read.messages for part in message.parts if isinstance(part, ToolCall)]
    assert answered == called
    assert len(set(called)) == len(called)


@pytest.mark.parametrize("to", ["openai-chat", "anthropic-messages", "gemini"])
def test_an_effort_of_thinking_where_the_model_takes_one(to: Dialect):
    user = Message(role="user", parts=(Text(text="hi"),))
    request = Request(dialect="openai-responses", model="m", messages=(user,), settings=Settings(thinking="high"))
    told = (Loss("how much the model shall think is left out"),)
    assert translate_request(request, Target(dialect=to)).losses == told
    without = translate_request(request, Target(dialect=to, efforts=True))
    assert without.losses == (told if to == "anthropic-messages" else ())
    remembering = translate_request(request, Target(dialect=to, efforts=True), Memory())
    assert (remembering.request.settings.thinking, remembering.losses) == ("high", ())


def test_a_conversation_keeps_its_signed_thinking_beside_another_dialect():
    memory = Memory()
    request = golden("openai_chat", "request-pi.json")
    thought, call = Thinking(text="hm", signature="s"), ToolCall(id="call_1", name="read", arguments="{}")
    begun = msgspec.structs.replace(request, messages=request.messages[:2])
    first = translate_request(begun, Target(dialect="anthropic-messages"))
    remember(Response(dialect="anthropic-messages", parts=(thought, call)), first, memory)
    request = msgspec.structs.replace(request, settings=Settings(thinking="high"))
    translated = translate_request(request, Target(dialect="anthropic-messages", efforts=True), memory).request
    assert translated.messages[2].parts[0] == thought
    assert translated.settings.thinking == "high"
    forgotten = translate_request(request, Target(dialect="anthropic-messages", efforts=True), Memory()).request
    assert forgotten.settings.thinking is None
