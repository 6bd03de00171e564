"""The server as a harness meets it: lines of JSON-RPC in a process of its own, and what goes wrong."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from skillrt.profiler.programs import mcp_server
from skillrt.profiler.programs.mcp_server import DESCRIPTION, LOG, answer, reply

OFFERED = {
    "name": "depot",
    "tools": [
        {
            "name": "weigh",
            "description": "What it weighs.",
            "inputSchema": {"type": "object", "properties": {"crate": {"type": "string"}}},
            "answers": [[{"crate": "K-1"}, "7 kg"], [{"crate": {"a": 1, "b": True}}, "8 kg"]],
            "otherwise": "there is no such crate",
        },
        {
            "name": "book",
            "description": "Book it.",
            "inputSchema": {"type": "object"},
            "answers": [[{"pieces": 2, "urgent": True}, "number 1"]],
            "otherwise": "number 2",
            "otherwise_fails": False,
        },
    ],
}


def ask(method: str, **given: object) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": 4, "method": method, "params": given}).encode()


def test_a_harness_is_served_and_its_calls_are_written_down(tmp_path: Path):
    (tmp_path / DESCRIPTION).write_text(json.dumps(OFFERED))
    lines = [
        ask("initialize", protocolVersion="2024-11-05"),
        b'{"jsonrpc": "2.0", "method": "notifications/initialized"}',
        b"",
        ask("tools/list"),
        ask("tools/call", name="weigh", arguments={"crate": "K-1"}),
        ask("tools/call", name="weigh", arguments={"crate": "K-2"}),
        ask("ping"),
    ]
    program = Path(mcp_server.__file__)
    done = subprocess.run(
        [sys.executable, program, tmp_path],
        input=b"\n".join(lines) + b"\n",
        capture_output=True,
        check=True,
        timeout=20,
    )
    started, listed, weighed, refused, pinged = [json.loads(line)["result"] for line in done.stdout.splitlines()]
    assert started["protocolVersion"] == "2024-11-05"
    assert started["serverInfo"]["name"] == "depot"
    assert [(tool["name"], sorted(tool)) for tool in listed["tools"]] == [
        ("weigh", ["description", "inputSchema", "name"]),
        ("book", ["description", "inputSchema", "name"]),
    ]
    assert weighed == {"content": [{"type": "text", "text": "7 kg"}], "isError": False}
    assert refused == {"content": [{"type": "text", "text": "there is no such crate"}], "isError": True}
    assert pinged == {}
    assert [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()] == [
        {"connected": True},
        {"tool": "weigh", "arguments": {"crate": "K-1"}, "failed": False},
        {"tool": "weigh", "arguments": {"crate": "K-2"}, "failed": True},
    ]


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("weigh", {"crate": {"b": True, "a": 1}}, ("8 kg", False)),
        ("weigh", {"crate": '{"a": 1, "b": true}'}, ("8 kg", False)),
        ("weigh", {"crate": '{"a": '}, ("there is no such crate", True)),
        ("weigh", None, ("there is no such crate", True)),
        ("weigh", [1], ("there is no such crate", True)),
        ("book", {"pieces": 2, "urgent": True}, ("number 1", False)),
        ("book", {"pieces": "2", "urgent": True}, ("number 2", False)),
        ("book", {"pieces": 2, "urgent": 1}, ("number 2", False)),
        ("wegh", {}, ("there is no tool wegh", True)),
    ],
)
def test_what_it_answers(name: str, arguments: object, expected: tuple[str, bool]):
    assert answer(OFFERED, name, arguments) == expected


@pytest.mark.parametrize("line", [b"\xff\n", b"{", b"[" * 100_000])
def test_what_is_no_json_is_told(line: bytes):
    said = reply(OFFERED, line, io.StringIO().write)
    assert said
    assert said["error"]["code"] == -32700


@pytest.mark.parametrize("line", [b"3", b"[]", b'{"method": "ping"}', b"  \n"])
def test_what_asks_for_nothing_gets_nothing(line: bytes):
    assert reply(OFFERED, line, io.StringIO().write) is None


def test_methods_that_it_has_not_are_told():
    said = reply(OFFERED, ask("resources/list"), io.StringIO().write)
    assert said
    assert said["error"]["code"] == -32601
