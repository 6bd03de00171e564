from typing import Any

import pytest

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Message, Opaque, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.json_text import to_bytes
from skillrt.wire.openai_chat.messages import decode_message, encode_messages
from tests.wire.json_shapes import same


def test_words_of_each_role():
    for role in ("system", "developer", "user"):
        message = decode_message({"role": role, "content": "a"})
        assert message == Message(role=role, parts=(Text(text="a"),))  # pyright: ignore[reportArgumentType]


def test_an_answer_in_its_order():
    message = decode_message(
        {
            "role": "assistant",
            "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
            "content": "words",
            "refusal": "no",
            "reasoning_content": "why",
        }
    )
    assert message.parts == (
        Thinking(text="why"),
        Text(text="words"),
        Text(text="no", refusal=True),
        ToolCall(id="c", name="f", arguments="{}"),
    )
    assert message.extra == ()


def test_reasoning_under_the_name_that_the_provider_has_for_it():
    written = {"role": "assistant", "reasoning": "why", "content": None}
    assert encode_messages((decode_message(written),)) == [written]


def test_results_of_tools():
    message = decode_message({"role": "tool", "tool_call_id": "c", "content": "out", "name": "ls"})
    assert message.parts == (ToolResult(call="c", content=(Text(text="out"),), name="ls"),)


def test_several_results_in_one_message_are_written_as_several():
    results = tuple(ToolResult(call=call, content=(Text(text=call),)) for call in ("a", "b"))
    written = encode_messages((Message(role="tool", parts=(*results, Text(text="and now?"))),))
    assert written == [
        {"role": "tool", "tool_call_id": "a", "content": "a"},
        {"role": "tool", "tool_call_id": "b", "content": "b"},
        {"role": "user", "content": "and now?"},
    ]


@pytest.mark.parametrize("value", ["x", {"content": "x"}, {"role": "robot"}, {"role": "user", "content": 7}])
def test_what_is_no_message(value: Any):
    with pytest.raises(NotUnderstood):
        decode_message(value)


def test_an_identity_that_is_no_text():
    with pytest.raises(NotUnderstood):
        decode_message({"role": "tool", "tool_call_id": 3})


def test_a_part_that_was_changed_is_written_as_it_is_now():
    message = decode_message({"role": "user", "content": [{"type": "text", "text": "old"}], "x": 1})
    changed = Message(role="user", parts=(Text(text="new"),), extra=message.extra)
    written = [{"role": "user", "content": [{"type": "text", "text": "new"}], "x": 1}]
    assert same(to_bytes(encode_messages((changed,))), written)
    filled = Message(role="assistant", parts=(Text(text="words"),), extra=decode_message({"role": "assistant"}).extra)
    assert encode_messages((filled,)) == [{"role": "assistant", "content": "words"}]


def test_opaque_content_keeps_its_place():
    message = decode_message({"role": "user", "content": [{"type": "video"}, {"type": "text", "text": "a"}]})
    assert isinstance(message.parts[0], Opaque)
