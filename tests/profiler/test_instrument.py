import json
from pathlib import Path

from skillrt.primitives.probing import Served
from skillrt.profiler.instrument import Seen, laid_server, seen_by, served_call
from skillrt.profiler.programs.mcp_server import LOG

DESCRIPTION = json.dumps({"name": "depot", "tools": []}).encode()


def test_a_server_is_laid_out_and_gone_afterwards():
    with laid_server(DESCRIPTION) as server:
        assert server
        assert server.name == "depot"
        assert Path(server.script).is_file()
        assert Path(server.script).parent == Path(server.folder)
        assert seen_by(server) == Seen()
        lines = [
            b'{"connected": true}',
            b'{"tool": "a", "arguments": {"y": 1, "x": "\xc3\xa9"}, "failed": false}',
            b"half a li",
            b"7",
            b'{"tool": "b", "failed": true}',
        ]
        Path(server.folder, LOG).write_bytes(b"\n".join(lines))
        seen = seen_by(server)
    assert seen == Seen(True, (Served("a", '{"x": "é", "y": 1}'), Served("b", "null", failed=True)))
    assert not Path(server.folder).exists()
    assert seen_by(server) == Seen()


def test_an_instance_without_a_server_has_none():
    with laid_server(b"") as server:
        assert server is None
    assert seen_by(None) == Seen()


def test_arguments_are_written_with_sorted_keys():
    assert (
        served_call("t", {"b": 1, "a": {"d": 2, "c": 3}}, failed=False).arguments == '{"a": {"c": 3, "d": 2}, "b": 1}'
    )
