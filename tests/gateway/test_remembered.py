import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.gateway.remembered import RequestMemory
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.dialects import CODECS
from skillrt.wire.exchange import Dialect

CHAT: list[dict[str, Any]] = [
    {"role": "system", "content": "Be brief"},
    {"role": "user", "content": [{"type": "text", "text": "Go", "cache_control": {"type": "ephemeral"}}]},
    {"role": "user", "content": "é\u2028\\"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "run", "arguments": "{}"}}],
    },
    {"role": "tool", "tool_call_id": "c1", "content": "done"},
    {"role": "assistant", "content": "Ready", "odd": 1},
]
ANTHROPIC: list[dict[str, Any]] = [
    {"role": "user", "content": "Go"},
    {"role": "system", "content": "Skills: none"},
    {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "run", "input": {"a": [1, 2]}}]},
    {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "done"}, {"type": "odd"}]},
]
REST: list[dict[str, Any]] = [
    {"model": "m"},
    {"model": "m", "stream": True, "tools": [], "system": "S"},
    {"model": "m", "tools": [{"type": "function", "function": {"name": "run", "parameters": {}}}, {"type": "odd"}]},
    {"model": "m", "tools": [{"name": "run", "input_schema": {}}], "functions": [{"name": "run"}]},
    {"system": [], "x": 1},
]


@pytest.mark.parametrize("dialect", ["openai-chat", "anthropic-messages"])
@given(data=st.data())
def test_the_same_as_decoding_the_whole(dialect: Dialect, data: st.DataObject):
    codec, memory = CODECS[dialect], RequestMemory(most=4000)
    pool = CHAT if dialect == "openai-chat" else ANTHROPIC
    for _ in range(data.draw(st.integers(1, 6))):
        rest = data.draw(st.sampled_from(REST))
        messages = data.draw(st.lists(st.sampled_from(pool), max_size=6))
        body = json.dumps(
            {**rest, "messages": messages} if data.draw(st.booleans()) else {"messages": messages, **rest}
        ).encode()
        assert memory.decode(codec, body, "/v1/x") == codec.decode_request(body, "/v1/x")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"messages":1}', b'{"messages":[1]}', b"\xff", b'{"messages":[{"role":"x"}]}']
)
def test_what_is_not_understood_is_not_understood_here_either(body: bytes):
    with pytest.raises(NotUnderstood):
        RequestMemory().decode(CODECS["openai-chat"], body, "/")


@pytest.mark.parametrize("dialect", ["gemini", "openai-responses"])
def test_other_dialects_are_decoded_as_a_whole(dialect: Dialect):
    path = "/v1beta/models/m:generateContent"
    body = b'{"contents":[{"role":"user","parts":[{"text":"Go"}]}]}' if dialect == "gemini" else b'{"input":"Go"}'
    assert RequestMemory().decode(CODECS[dialect], body, path) == CODECS[dialect].decode_request(body, path)


def test_a_history_that_grows_is_decoded_once():
    codec, memory, seen = CODECS["openai-chat"], RequestMemory(), []
    for count in range(1, len(CHAT) + 1):
        seen.append(memory.decode(codec, json.dumps({"model": "m", "messages": CHAT[:count]}).encode(), "/"))
    assert seen[-1].messages[1] is seen[-2].messages[1]


@pytest.mark.parametrize("end", [",]", ", ]", ",,{}]", " {}]", ",1]", ',{"role":"x"}]', ",[]]"])
def test_a_known_history_that_goes_on_wrongly_is_not_understood(end: str):
    memory = RequestMemory()
    known = json.dumps(CHAT[:2])
    memory.decode(CODECS["openai-chat"], b'{"messages":%b}' % known.encode(), "/")
    with pytest.raises(NotUnderstood):
        memory.decode(CODECS["openai-chat"], b'{"messages":%b}' % (known[:-1] + end).encode(), "/")


def test_dialects_do_not_share_what_they_know():
    memory = RequestMemory()
    body = json.dumps({"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "Go"}]}).encode()
    for dialect in ("openai-chat", "anthropic-messages", "openai-chat"):
        assert memory.decode(CODECS[dialect], body, "/") == CODECS[dialect].decode_request(body, "/")
