import json

import msgspec
import pytest

from skillrt.wire.exchange import ToolSpec
from skillrt.wire.gemini.tools import FREE_TEXT, decode_tools, encode_tools

LS, CAT = (
    {"name": "ls", "parametersJsonSchema": {"type": "object"}},
    {"name": "cat", "parameters": {"type": "OBJECT"}},
)


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        ([{"functionDeclarations": [LS, CAT]}], ["ls", "cat"]),
        ([{"functionDeclarations": [LS]}, {"functionDeclarations": [CAT]}], ["ls", "cat"]),
        ([{"googleSearch": {}}, {"functionDeclarations": [LS], "urlContext": {}}], ["googleSearch", "ls"]),
        (
            [{"functionDeclarations": []}, {"functionDeclarations": [{}]}, 7],
            ["functionDeclarations", "functionDeclarations", ""],
        ),
    ],
)
def test_entries_come_back(entries: list[object], names: list[str]) -> None:
    tools = decode_tools(entries)
    assert [tool.name for tool in tools] == names
    assert json.loads(msgspec.json.encode(encode_tools(tuple(tools)))) == entries


def test_a_tool_of_free_text_is_a_function_with_one_text() -> None:
    (entry,) = encode_tools((ToolSpec(name="exec", kind="custom"),))
    assert entry == {"functionDeclarations": [{"name": "exec", "parametersJsonSchema": FREE_TEXT}]}
