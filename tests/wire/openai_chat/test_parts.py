import json
from typing import Any

import pytest

from skillrt.wire.exchange import Extra, Media, Opaque, Text, ToolCall
from skillrt.wire.json_text import to_bytes
from skillrt.wire.openai_chat.parts import (
    decode_call,
    decode_function_call,
    decode_part,
    encode_call,
    encode_part,
    is_legacy,
    stands_in,
)


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ({"type": "text", "text": "a"}, Text(text="a")),
        ({"type": "text", "text": "a", "x": 1}, Text(text="a", extra=(Extra(key="x", json="1"),))),
        (
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,aGk="}},
            Media(media_type="image/png", data="aGk="),
        ),
        (
            {"type": "image_url", "image_url": {"url": "https://example.org/a.png", "detail": "low"}},
            Media(media_type="image/*", url="https://example.org/a.png", extra=(Extra(key="detail", json='"low"'),)),
        ),
        (
            {"type": "input_audio", "input_audio": {"data": "aGk=", "format": "wav"}},
            Media(media_type="audio/wav", data="aGk="),
        ),
        (
            {"type": "file", "file": {"file_data": "data:application/pdf;base64,aGk="}, "x": 1},
            Media(media_type="application/pdf", data="aGk=", extra=(Extra(key="~outer", json='{"x":1}'),)),
        ),
        (
            {"type": "file", "file": {"file_id": "f"}},
            Opaque(type="file", json='{"type":"file","file":{"file_id":"f"}}'),
        ),
        ({"type": "image_url", "image_url": "https://example.org"}, None),
        ({"type": "video", "video": {}}, None),
        ("words", Opaque(type="", json='"words"')),
    ],
)
def test_content_parts_there_and_back(written: Any, part: Any):
    decoded = decode_part(written)
    assert part is None or decoded == part
    assert part is not None or isinstance(decoded, Opaque)
    assert json.loads(to_bytes(encode_part(decoded))) == written


def test_calls_of_functions_and_of_custom_tools():
    function = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a'}}
    assert decode_call(function) == ToolCall(id="c", name="f", arguments='{"a')
    custom = {"id": "c", "type": "custom", "custom": {"name": "p", "input": "x"}}
    assert decode_call(custom) == ToolCall(id="c", name="p", arguments="x", kind="custom")
    assert encode_call(decode_call(function)) == function
    assert encode_call(decode_call(custom)) == custom


@pytest.mark.parametrize(
    "call",
    [
        {"function": {"name": "f", "arguments": ""}},
        {"id": "c", "function": {"name": "f", "arguments": ""}, "extra_content": {}},
        {"id": "c", "type": "function", "function": {"name": "f", "arguments": {}}},
        {"id": 4, "type": "function", "function": {"name": "f", "arguments": ""}},
        {"id": "c", "type": "function", "function": {"name": "f", "arguments": "", "y": 1}},
        {"id": "c", "type": "computer"},
    ],
)
def test_odd_calls_come_back(call: dict[str, Any]):
    assert json.loads(to_bytes(encode_call(decode_call(call)))) == call


def test_what_is_no_call_knows_its_place():
    odd = decode_call(None)
    assert stands_in(odd, "tool_calls")
    assert not stands_in(Text(text="a"), "tool_calls")


def test_function_calls_of_old():
    call = decode_function_call({"name": "f", "arguments": "{}"})
    assert call is not None
    assert is_legacy(call.extra)
    assert decode_function_call({"name": "f"}) is None
    assert decode_function_call(None) is None
