import json
from typing import Any

import pytest

from skillrt.wire.anthropic.blocks import decode_block, decode_result_block, encode_block, input_of
from skillrt.wire.exchange import Extra, Media, Opaque, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.json_text import to_bytes


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ({"type": "text", "text": "a"}, Text(text="a")),
        (
            {"type": "text", "text": "a", "citations": None},
            Text(text="a", extra=(Extra(key="citations", json="null"),)),
        ),
        ({"type": "thinking", "thinking": "a", "signature": "s"}, Thinking(text="a", signature="s")),
        ({"type": "redacted_thinking", "data": "x"}, Thinking(hidden="x")),
        (
            {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}},
            ToolCall(id="t", name="f", arguments='{"a":1}'),
        ),
        (
            {"type": "tool_result", "tool_use_id": "t", "content": "no", "is_error": True},
            ToolResult(call="t", content=(Text(text="no"),), is_error=True),
        ),
        ({"type": "tool_result", "tool_use_id": "t"}, ToolResult(call="t", content=())),
        (
            {"type": "tool_result", "tool_use_id": "t", "x": 1},
            ToolResult(call="t", content=(), extra=(Extra(key="x", json="1"),)),
        ),
        (
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGk="}},
            Media(media_type="image/png", data="aGk="),
        ),
        (
            {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "hi"}, "title": "T"},
            Media(media_type="text/plain", data="aGk=", extra=(Extra(key="title", json='"T"'),)),
        ),
        (
            {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}},
            Media(media_type="application/pdf", url="https://example.org/a.pdf"),
        ),
        (
            {"type": "server_tool_use", "id": "s"},
            Opaque(type="server_tool_use", json='{"type":"server_tool_use","id":"s"}'),
        ),
    ],
)
def test_blocks_there_and_back(written: Any, part: Any):
    assert decode_block(written) == part
    assert json.loads(to_bytes(encode_block(part))) == written


@pytest.mark.parametrize(
    "written",
    [
        7,
        {"type": "image", "source": {"type": "base64", "media_type": "application/pdf", "data": "aGk="}},
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGk=", "x": 1}},
        {"type": "document", "source": {"type": "base64", "media_type": "text/plain", "data": "aGk="}},
        {"type": "document", "source": {"type": "content", "content": []}},
        {"type": "tool_use", "id": 1, "name": "f", "input": {}},
        {"type": "thinking", "thinking": 1},
        {"type": "tool_result", "tool_use_id": "t", "content": 5},
    ],
)
def test_blocks_of_a_shape_nobody_knows_are_opaque(written: Any):
    part = decode_block(written)
    assert isinstance(part, Opaque)
    assert json.loads(to_bytes(encode_block(part))) == written


def test_images_and_errors_in_the_result_of_a_tool():
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGk="}}
    part = decode_block({"type": "tool_result", "tool_use_id": "t", "content": [image], "is_error": True})
    assert part == ToolResult(call="t", content=(Media(media_type="image/png", data="aGk="),), is_error=True)


def test_a_call_inside_a_result_is_opaque():
    written = {"type": "tool_use", "id": "t", "name": "f", "input": {}}
    assert decode_result_block(written) == Opaque(type="tool_use", json=json.dumps(written, separators=(",", ":")))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (ToolCall(id="", name="f", arguments='{"a": 1}'), '{"a": 1}'),
        (ToolCall(id="", name="f", arguments=" "), "{}"),
        (ToolCall(id="", name="f", arguments="null"), "null"),
        (ToolCall(id="", name="f", arguments='{"a'), '{"input":"{\\"a"}'),
        (ToolCall(id="", name="f", arguments="*** Begin", kind="custom"), '{"input":"*** Begin"}'),
    ],
)
def test_the_input_of_a_call_is_always_json(call: ToolCall, text: str):
    assert input_of(call) == text
