import json

import pytest

from skillrt.jit.live.conditions import arguments_for, shell_tool
from skillrt.wire.exchange import Request, ToolSpec

NAMES = {"command": "cmd", "description": "title"}


def tool(properties: dict[str, str], *required: str) -> ToolSpec:
    schema = {"type": "object", "properties": {name: {"type": kind} for name, kind in properties.items()}}
    return ToolSpec(name="sh", schema=json.dumps({**schema, "required": list(required)}))


def test_the_tool_is_found_by_its_names():
    request = Request(dialect="openai-chat", model="m", messages=(), tools=(tool({"cmd": "string"}),))
    assert shell_tool(request, ("bash", "sh")) == request.tools[0]
    assert shell_tool(request, ("bash",)) is None


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        (tool({"cmd": "string"}, "cmd"), {"cmd": "ls"}),
        (tool({"cmd": "string", "title": "string"}, "cmd", "title"), {"cmd": "ls", "title": "why"}),
        (tool({"cmd": "string", "other": "string"}, "cmd", "other"), None),
        (tool({"cmd": "array"}, "cmd"), None),
        (tool({"line": "string"}, "line"), None),
        (ToolSpec(name="sh", schema="{"), None),
        (ToolSpec(name="sh", schema="[]"), None),
    ],
)
def test_arguments_are_given_only_where_all_that_is_wanted_is_known(spec: ToolSpec, wanted: dict[str, str] | None):
    found = arguments_for(spec, NAMES, "ls", "why")
    assert (json.loads(found) if found else None) == wanted
