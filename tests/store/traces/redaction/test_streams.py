import json

import pytest

from skillrt.store.traces.redaction.redactor import Redactor
from skillrt.store.traces.redaction.streams import redact_body

SECRET = "sk-ant-" + "api03-aB3dE6gH9jK2mN5pQ8sT1vW4xY7z"


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(b"k" * 32)


def _chat(piece: str) -> dict:
    return {"choices": [{"index": 0, "delta": {"content": piece}}]}


def _responses(piece: str) -> dict:
    return {"type": "response.output_text.delta", "delta": piece}


def _anthropic(piece: str) -> dict:
    return {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": piece}}


def _gemini(piece: str) -> dict:
    return {"candidates": [{"content": {"parts": [{"text": piece}]}}]}


@pytest.mark.parametrize("shape", [_chat, _responses, _anthropic, _gemini])
@pytest.mark.parametrize("size", [1, 2, 7, 100])
def test_a_secret_cut_into_events_is_found(redactor: Redactor, shape, size: int):
    text = f"the key is {SECRET} and no other"
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    body = "".join(f"event: x\r\ndata: {json.dumps(shape(piece))}\r\n\r\n" for piece in pieces)
    mended = redact_body(redactor, body.encode()).decode()
    events = [json.loads(line[6:]) for line in mended.splitlines() if line.startswith("data: ")]
    joined = "".join(next(_leaves(event, shape)) for event in events)
    assert len(events) == len(pieces)
    assert joined.startswith("the key is [secret:anthropic-key:")
    assert joined.endswith("] and no other")


def _leaves(event: dict, shape):
    pattern = shape("\x01")
    stack = [(event, pattern)]
    while stack:
        node, like = stack.pop()
        if like == "\x01":
            yield node
        elif isinstance(like, dict):
            stack.extend((node[key], like[key]) for key in like)
        elif isinstance(like, list):
            stack.extend(zip(node, like, strict=True))


def test_events_without_a_secret_stay_as_they_came(redactor: Redactor):
    body = b': ping\n\ndata: {"a" : "b"}\n\ndata: [DONE]\n\ndata: {broken\n'
    assert redact_body(redactor, body) == body


def test_two_secrets_in_one_text(redactor: Redactor):
    text = f"{SECRET} {SECRET[:-1]}Q"
    body = "".join(f"data: {json.dumps(_chat(letter))}\n" for letter in text)
    mended = redact_body(redactor, body.encode()).decode()
    joined = "".join(json.loads(line[6:])["choices"][0]["delta"]["content"] for line in mended.splitlines())
    assert joined.count("[secret:anthropic-key:") == 2
    assert len(joined.split()) == 2


def test_json_and_plain_bodies(redactor: Redactor):
    assert (
        SECRET not in redact_body(redactor, json.dumps({"error": {"message": f"bad key {SECRET}"}}).encode()).decode()
    )
    assert SECRET not in redact_body(redactor, f"<html>{SECRET}".encode()).decode()
    assert redact_body(redactor, b"\xff\x00") == b"[2 bytes that are no text]"
