import asyncio
import json

from skillrt.harness.bare.bounds import Bounds
from skillrt.harness.bare.tools import Tools, tool_specs
from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Text, ToolCall


def test_the_descriptor_says_what_the_agent_has():
    known = shipped_harnesses()["bare"]
    specs = {item.name: json.loads(item.schema) for item in tool_specs()}
    assert [tool.name for tool in known.tools] == list(specs)
    for tool in known.tools:
        assert set(tool.arguments.values()) == set(specs[tool.name]["properties"]), tool.name


def test_a_result_belongs_to_its_call(tmp_path):
    tools = Tools(Bounds(tmp_path), {}, unattended=True)
    done = asyncio.run(tools.call(ToolCall(id="c1", name="write", arguments='{"path": "a", "content": "b"}')))
    assert (done.call, done.name, done.is_error) == ("c1", "write", False)
    assert done.content == (Text(text="wrote 1 bytes to a"),)
    failed = asyncio.run(tools.call(ToolCall(id="c2", name="read", arguments='{"path": "zz"}')))
    assert failed.is_error


def test_odd_arguments_are_refused_not_raised(tmp_path):
    tools = Tools(Bounds(tmp_path), {}, unattended=True)
    for arguments in (
        "null",
        "{",
        '{"path": null}',
        '{"path": "a", "limit": 1e400}',
        '{"path": "a", "limit": true}',
        "[" * 100_000,
    ):
        done = asyncio.run(tools.call(ToolCall(id="c", name="read", arguments=arguments)))
        assert done.is_error, arguments[:40]


def test_empty_arguments_are_none(tmp_path):
    done = asyncio.run(Tools(Bounds(tmp_path), {}).call(ToolCall(id="c", name="list", arguments="")))
    assert not done.is_error


def test_half_a_surrogate_pair_is_written_as_the_replacement_character(tmp_path):
    arguments = r'{"path": "a", "content": "cut \ud83d"}'
    tools = Tools(Bounds(tmp_path), {}, unattended=True)
    done = asyncio.run(tools.call(ToolCall(id="c", name="write", arguments=arguments)))
    assert not done.is_error
    assert (tmp_path / "a").read_text(encoding="utf-8") == "cut \ufffd"
