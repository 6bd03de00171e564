import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Extra, Message, Request, Settings, Text, Thinking, ToolCall, ToolResult, ToolSpec
from skillrt.wire.json_text import to_bytes
from skillrt.wire.openai_chat.requests import decode_request, encode_request, includes_usage
from tests.wire import normal_forms as forms
from tests.wire.golden import bodies
from tests.wire.json_shapes import changed, same, with_unknown_members

GOLDEN = bodies(Path(__file__).parent, "request")


@pytest.mark.parametrize("name", GOLDEN)
def test_a_body_comes_back(name: str):
    body = to_bytes(GOLDEN[name])
    assert same(encode_request(decode_request(body)), body)


def test_what_a_harness_sends():
    request = decode_request(to_bytes(GOLDEN["request-pi.json"]))
    assert (request.model, request.stream, request.settings) == ("mock-model", True, Settings(max_tokens=8192))
    assert [message.role for message in request.messages] == ["system", "user", "assistant", "tool", "tool"]
    assert request.messages[2].parts == (
        ToolCall(id="call_1", name="read", arguments='{"path":"/home/u/greet/SKILL.md"}'),
        ToolCall(id="call_2", name="bash", arguments='{"command": "date"}'),
    )
    assert [tool.name for tool in request.tools] == ["read", "bash"]
    assert json.loads(request.tools[0].schema)["required"] == ["path"]
    assert request.tools[0].extra == (Extra(key="strict", json="false"),)
    assert includes_usage(request)


def test_every_shape_of_tool_and_setting():
    request = decode_request(to_bytes(GOLDEN["request-all-shapes.json"]))
    assert [(tool.kind, tool.name) for tool in request.tools] == [
        ("custom", "patch"),
        ("built-in", "web_search"),
        ("function", "bare"),
        ("built-in", "function"),
        ("function", "old"),
    ]
    assert request.settings == Settings(
        stop=("END",), tool_choice="tool:patch", parallel_tool_calls=True, thinking="off"
    )
    assert not request.stream
    assert not includes_usage(request)


@pytest.mark.parametrize(
    ("member", "settings"),
    [
        ({"tool_choice": "required"}, Settings(tool_choice="any")),
        ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, Settings(tool_choice="tool:f")),
        ({"tool_choice": {"type": "allowed_tools", "allowed_tools": {}}}, Settings()),
        ({"max_tokens": 5}, Settings(max_tokens=5)),
        ({"max_tokens": 5, "max_completion_tokens": 6}, Settings(max_tokens=6)),
        ({"stop": ["a", "b"]}, Settings(stop=("a", "b"))),
        ({"reasoning_effort": "high"}, Settings(thinking="high")),
        ({"reasoning_effort": "on"}, Settings()),
        ({"temperature": 0.25, "top_p": 1}, Settings(temperature=0.25, top_p=1.0)),
    ],
)
def test_settings(member: dict[str, Any], settings: Settings):
    body = to_bytes({"model": "m", "messages": [], **member})
    request = decode_request(body)
    assert request.settings == settings
    assert same(encode_request(request), body)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"messages": {}}', b'{"messages": [1]}'])
def test_what_is_no_request(body: bytes):
    with pytest.raises(NotUnderstood):
        decode_request(body)


@given(with_unknown_members(list(GOLDEN.values())))
def test_unknown_members_survive_wherever_they_stand(body: Any):
    try:
        request = decode_request(to_bytes(body))
    except NotUnderstood:
        raise AssertionError("an unknown member was not understood") from None
    assert same(encode_request(request), to_bytes(body))


@given(changed(list(GOLDEN.values())))
def test_a_changed_body_comes_back_or_is_not_understood(body: Any):
    try:
        request = decode_request(to_bytes(body))
    except NotUnderstood:
        return
    assert same(encode_request(request), to_bytes(body))


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes(body: bytes):
    with pytest.raises(NotUnderstood):
        decode_request(body)


CONTENT = st.lists(st.one_of(forms.TEXTS, forms.IMAGES, forms.LINKED_IMAGES), min_size=2, max_size=3).map(tuple)
SPEAKERS = st.builds(
    Message,
    role=st.sampled_from(["system", "developer", "user"]),
    parts=forms.PLAIN_TEXTS.map(lambda text: (text,)) | CONTENT,
    extra=forms.EXTRA,
)
CALLS = forms.FUNCTION_CALLS | st.builds(
    ToolCall, id=forms.NAMES, name=forms.NAMES, arguments=forms.WORDS, kind=st.just("custom"), extra=forms.EXTRA
)
ANSWERS = st.builds(
    lambda thinking, texts, calls, extra: Message(role="assistant", parts=(*thinking, *texts, *calls), extra=extra),
    st.lists(st.builds(Thinking, text=forms.WORDS), max_size=1),
    forms.PLAIN_TEXTS.map(lambda text: (text,)) | CONTENT | st.just(()),
    st.lists(CALLS, max_size=3),
    forms.EXTRA,
)
RESULTS = st.builds(
    lambda result, extra: Message(role="tool", parts=(result,), extra=extra),
    st.builds(ToolResult, call=forms.NAMES, content=forms.PLAIN_TEXTS.map(lambda text: (text,)) | CONTENT),
    forms.EXTRA,
)
REQUESTS = st.builds(
    Request,
    dialect=st.just("openai-chat"),
    model=forms.NAMES,
    messages=st.lists(SPEAKERS | ANSWERS | RESULTS, max_size=5).map(tuple),
    tools=st.lists(
        st.builds(
            ToolSpec,
            name=forms.NAMES,
            description=st.just("") | forms.WORDS,
            schema=forms.JSON_OBJECTS,
            extra=forms.EXTRA,
        ),
        max_size=3,
    ).map(tuple),
    stream=st.booleans(),
    settings=st.builds(
        Settings,
        max_tokens=st.none() | st.integers(1, 10**6),
        temperature=st.none() | st.floats(0, 2),
        top_p=st.none() | st.floats(0, 1),
        stop=st.lists(forms.WORDS, max_size=2).map(tuple),
        tool_choice=st.sampled_from([None, "auto", "none", "any", "tool:f"]),
        parallel_tool_calls=st.none() | st.booleans(),
        thinking=st.sampled_from([None, "off", "low", "xhigh"]),
    ),
    extra=forms.EXTRA,
)


@given(REQUESTS)
def test_what_is_encoded_is_decoded_again(request: Request):
    assert decode_request(encode_request(request)) == request


def test_an_answer_of_an_unmarked_text_is_short():
    request = Request(dialect="openai-chat", model="m", messages=(Message(role="user", parts=(Text(text="hi"),)),))
    assert same(encode_request(request), {"model": "m", "messages": [{"role": "user", "content": "hi"}]})
