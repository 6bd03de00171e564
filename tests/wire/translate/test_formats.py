import json
from typing import Any, get_args

import pytest

from skillrt.wire.exchange import Dialect, Extra, Request
from skillrt.wire.translate.formats import carried_format
from skillrt.wire.translate.target import Losses

SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}
ASKED: dict[Dialect, tuple[str, Any]] = {
    "openai-chat": (
        "response_format",
        {"type": "json_schema", "json_schema": {"name": "x", "schema": SCHEMA, "strict": True}},
    ),
    "openai-responses": ("text", {"format": {"type": "json_schema", "name": "x", "schema": SCHEMA, "strict": True}}),
    "anthropic-messages": ("output_config", {"format": {"type": "json_schema", "schema": SCHEMA}}),
    "gemini": ("generationConfig", {"responseMimeType": "application/json", "responseJsonSchema": SCHEMA}),
}


def asking(dialect: Dialect, key: str, value: Any) -> Request:
    return Request(dialect=dialect, model="m", messages=(), extra=(Extra(key=key, json=json.dumps(value)),))


@pytest.mark.parametrize("to", get_args(Dialect))
@pytest.mark.parametrize("dialect", get_args(Dialect))
def test_a_schema_for_the_answer_in_every_dialect(dialect: Dialect, to: Dialect):
    (found,) = carried_format(asking(dialect, *ASKED[dialect]), to, Losses())
    assert found.key == ASKED[to][0]
    assert json.dumps(SCHEMA, separators=(",", ":")) in found.json
    if dialect in ("openai-chat", "openai-responses"):
        assert json.loads(found.json) == ASKED[to][1]


def test_any_json():
    request = asking("openai-chat", "response_format", {"type": "json_object"})
    (found,) = carried_format(request, "openai-responses", Losses())
    assert json.loads(found.json) == {"format": {"type": "json_object"}}
    losses = Losses()
    assert carried_format(request, "anthropic-messages", losses) == ()
    assert len(losses.all()) == 1
    gemini = asking("gemini", "generationConfig", {"responseMimeType": "application/json"})
    assert carried_format(gemini, "openai-chat", Losses())[0].key == "response_format"


@pytest.mark.parametrize("value", [{"type": "text"}, {"type": "json_schema"}, None, 3])
def test_nothing_is_asked(value: Any):
    assert carried_format(asking("openai-chat", "response_format", value), "openai-responses", Losses()) == ()
