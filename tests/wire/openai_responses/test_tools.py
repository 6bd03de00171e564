import json
from pathlib import Path

import msgspec

from skillrt.wire.openai_responses.tools import decode_tools, encode_tools, ride_of, riding

GOLDEN = json.loads((Path(__file__).parent / "golden" / "codex-request.json").read_text(encoding="utf-8"))["tools"]


def test_namespaces_are_flattened_and_rise_again() -> None:
    tools = decode_tools(GOLDEN)
    assert [(tool.namespace, tool.name, tool.kind) for tool in tools] == [
        ("", "exec_command", "function"),
        ("", "apply_patch", "custom"),
        ("", "web_search", "built-in"),
        ("multi_agent_v1", "spawn_agent", "function"),
        ("multi_agent_v1", "wait_agent", "function"),
    ]
    assert json.loads(msgspec.json.encode(encode_tools(tools))) == GOLDEN


def test_two_namespaces_of_one_name_stay_two() -> None:
    space = {"type": "namespace", "name": "n", "tools": [{"type": "function", "name": "f"}]}
    tools = decode_tools([space, space])
    assert json.loads(msgspec.json.encode(encode_tools(tools))) == [space, space]


def test_tools_that_ride_in_an_item_say_so() -> None:
    (tool,) = riding([{"type": "custom", "name": "exec"}], 2)
    assert ride_of(tool) == 2
    assert encode_tools([tool]) == [{"type": "custom", "name": "exec"}]
    assert ride_of(decode_tools([{"type": "custom", "name": "exec"}])[0]) is None
