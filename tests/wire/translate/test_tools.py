import json

import pytest

from skillrt.wire.exchange import Dialect, Extra, ToolSpec
from skillrt.wire.translate.names import ToolNames
from skillrt.wire.translate.target import Losses, limits_of
from skillrt.wire.translate.tools import carried_tools


def carried(dialect: Dialect, *tools: ToolSpec) -> tuple[tuple[ToolSpec, ...], list[str]]:
    limits, losses = limits_of(dialect), Losses()
    found = carried_tools(tools, ToolNames(tools, limits.name_length), limits, losses)
    return found, [loss.what for loss in losses.all()]


def test_functions_keep_their_schema_and_namespaces_are_part_of_the_name():
    schema = '{"type":"object","properties":{"cmd":{"type":"string"}}}'
    tool = ToolSpec(
        name="exec", namespace="functions", description="Runs.", schema=schema, extra=(Extra(key="x", json="1"),)
    )
    found, _ = carried("openai-chat", tool)
    assert found == (ToolSpec(name="functions__exec", description="Runs.", schema=schema),)


@pytest.mark.parametrize(
    ("schema", "carried_schema"),
    [
        ("", {"type": "object", "properties": {}}),
        ("[]", {"type": "object", "properties": {}}),
        ('{"properties":{}}', {"type": "object", "properties": {}}),
        ('{"type":"object"}', {"type": "object"}),
        ('{"type":["object","null"]}', {"type": ["object", "null"]}),
    ],
)
def test_schemas_are_those_of_objects(schema: str, carried_schema: object):
    found, _ = carried("anthropic-messages", ToolSpec(name="f", schema=schema))
    assert json.loads(found[0].schema) == carried_schema


def test_custom_tools_are_functions_of_one_text():
    grammar = '{"type":"grammar","syntax":"lark","definition":"start: /a/"}'
    tool = ToolSpec(name="patch", kind="custom", description="Patches.", extra=(Extra(key="format", json=grammar),))
    (found,), _ = carried("openai-chat", tool)
    schema = json.loads(found.schema)
    assert (found.kind, found.description, schema["required"]) == ("function", "Patches.", ["input"])
    assert schema["properties"]["input"]["description"].endswith("this grammar (lark):\nstart: /a/")
    assert carried("openai-responses", tool)[0] == (tool,)


def test_tools_of_the_provider_are_left_out_and_that_is_said():
    found, losses = carried("openai-chat", ToolSpec(name="web_search", kind="built-in", raw="{}"))
    assert found == ()
    assert losses == ["the tool web_search is left out: only its own provider has it"]


def test_strictness_is_kept():
    strict = (Extra(key="strict", json="true"),)
    (found,), _ = carried("openai-responses", ToolSpec(name="f", schema='{"type":"object"}', extra=strict))
    assert found.extra == strict
