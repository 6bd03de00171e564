from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.anthropic.requests import decode_request, encode_request
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Message, Request, Settings, Text, Thinking, ToolCall, ToolResult, ToolSpec
from skillrt.wire.json_text import to_bytes
from tests.wire import normal_forms as forms
from tests.wire.golden import bodies
from tests.wire.json_shapes import changed, same, with_unknown_members

GOLDEN = bodies(Path(__file__).parent, "request")


@pytest.mark.parametrize("name", GOLDEN)
def test_a_body_comes_back(name: str):
    body = to_bytes(GOLDEN[name])
    assert same(encode_request(decode_request(body)), body)


def test_what_claude_code_sends():
    request = decode_request(to_bytes(GOLDEN["request-claude-code.json"]))
    assert [message.role for message in request.messages] == ["system", "user", "assistant", "user"]
    assert request.messages[2].parts == (
        Thinking(text="The skill fits.", signature="RXFRQg=="),
        ToolCall(id="toolu_01", name="Skill", arguments='{"skill":"greet"}'),
        ToolCall(id="toolu_02", name="Bash", arguments='{"command":"date"}'),
    )
    results = [part for part in request.messages[3].parts if isinstance(part, ToolResult)]
    assert [(result.call, result.is_error) for result in results] == [("toolu_01", False), ("toolu_02", True)]
    assert request.settings == Settings(max_tokens=32000, temperature=1.0, thinking="budget:31999")
    assert [extra.key for extra in request.extra] == ["metadata"]
    assert [tool.name for tool in request.tools] == ["Bash", "Skill"]


def test_system_messages_between_the_others():
    request = decode_request(to_bytes(GOLDEN["request-unknown-model.json"]))
    assert [message.role for message in request.messages] == ["system", "user", "system", "assistant", "user"]
    assert request.settings.thinking == "high"
    first = decode_request(b'{"messages": [{"role": "system", "content": "a"}]}')
    assert same(encode_request(first), {"messages": [{"role": "system", "content": "a"}]})


def test_system_and_developer_messages_are_written_where_they_belong():
    messages = (
        Message(role="developer", parts=(Text(text="a"),)),
        Message(role="user", parts=(Text(text="b"),)),
        Message(role="developer", parts=(Text(text="c"),)),
        Message(role="tool", parts=(ToolResult(call="t", content=(Text(text="d"),)),)),
    )
    written = encode_request(Request(dialect="anthropic-messages", model="", messages=messages))
    assert same(
        written,
        {
            "system": "a",
            "messages": [
                {"role": "user", "content": "b"},
                {"role": "system", "content": "c"},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "d"}]},
            ],
        },
    )


def test_tools():
    request = decode_request(to_bytes(GOLDEN["request-all-shapes.json"]))
    assert [(tool.kind, tool.name) for tool in request.tools] == [
        *(("function", "f"), ("function", "g")),
        *(("built-in", "web_search"), ("built-in", "bash"), ("built-in", "h")),
    ]


@pytest.mark.parametrize(
    ("member", "settings"),
    [
        ({"tool_choice": {"type": "any"}}, Settings(tool_choice="any")),
        ({"tool_choice": {"type": "none"}}, Settings(tool_choice="none")),
        ({"tool_choice": {"type": "tool", "name": "f"}}, Settings(tool_choice="tool:f")),
        (
            {"tool_choice": {"type": "auto", "disable_parallel_tool_use": False}},
            Settings(tool_choice="auto", parallel_tool_calls=True),
        ),
        ({"tool_choice": {"type": "auto", "x": 1}}, Settings()),
        ({"tool_choice": {"type": "auto", "name": "f"}}, Settings()),
        ({"tool_choice": {"type": "auto", "disable_parallel_tool_use": None}}, Settings()),
        ({"thinking": {"type": "adaptive"}}, Settings(thinking="on")),
        ({"thinking": {"type": "adaptive"}, "output_config": {"effort": "low"}}, Settings(thinking="low")),
        ({"thinking": {"type": "adaptive"}, "output_config": {"effort": "on"}}, Settings(thinking="on")),
        ({"thinking": {"type": "enabled", "budget_tokens": 5, "x": 1}}, Settings(thinking="budget:5")),
        ({"thinking": {"type": "enabled"}}, Settings()),
        ({"thinking": {"type": "new"}}, Settings()),
        ({"output_config": {"effort": "low"}}, Settings()),
    ],
)
def test_settings(member: dict[str, Any], settings: Settings):
    body = to_bytes({"model": "m", "messages": [], **member})
    request = decode_request(body)
    assert request.settings == settings
    assert same(encode_request(request), body)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"messages": {}}', b'{"messages": [1]}', b'{"messages": [{"role": "tool"}]}']
)
def test_what_is_no_request(body: bytes):
    with pytest.raises(NotUnderstood):
        decode_request(body)


@given(with_unknown_members(list(GOLDEN.values())))
def test_unknown_members_survive_wherever_they_stand(body: Any):
    assert same(encode_request(decode_request(to_bytes(body))), to_bytes(body))


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


MEDIA = forms.IMAGES | forms.LINKED_IMAGES
RESULTS = st.builds(
    ToolResult,
    call=forms.NAMES,
    content=st.just(()) | forms.PLAIN_TEXTS.map(lambda text: (text,)) | st.lists(MEDIA, min_size=1).map(tuple),
    is_error=st.booleans(),
    extra=forms.EXTRA,
)
THINKING = st.builds(Thinking, text=forms.WORDS, signature=forms.WORDS, extra=forms.EXTRA) | st.builds(
    Thinking, hidden=forms.WORDS, extra=forms.EXTRA
)


def messages_of(role: str, parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Message]:
    content = st.lists(parts, min_size=2, max_size=4).map(tuple) | forms.PLAIN_TEXTS.map(lambda text: (text,))
    return st.builds(Message, role=st.just(role), parts=content, extra=forms.EXTRA)  # pyright: ignore[reportArgumentType]


REQUESTS = st.builds(
    lambda system, messages, **rest: Request(dialect="anthropic-messages", messages=(*system, *messages), **rest),
    st.lists(messages_of("system", forms.TEXTS), min_size=1, max_size=1).map(
        lambda found: [Message(role="system", parts=found[0].parts)]
    ),
    st.lists(
        messages_of("user", forms.TEXTS | MEDIA | RESULTS)
        | messages_of("assistant", forms.TEXTS | THINKING | forms.FUNCTION_CALLS)
        | messages_of("system", forms.TEXTS),
        max_size=5,
    ),
    model=forms.NAMES,
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
        lambda choice, **rest: Settings(tool_choice=choice[0], parallel_tool_calls=choice[1], **rest),
        st.sampled_from([(None, None), ("auto", None), ("none", None), ("any", True), ("tool:f", False)]),
        max_tokens=st.none() | st.integers(1, 10**6),
        temperature=st.none() | st.floats(0, 1),
        stop=st.lists(forms.WORDS, max_size=2).map(tuple),
        thinking=st.sampled_from([None, "off", "on", "budget:2048", "low"]),
    ),
    extra=forms.EXTRA,
)


@given(REQUESTS)
def test_what_is_encoded_is_decoded_again(request: Request):
    assert decode_request(encode_request(request)) == request
