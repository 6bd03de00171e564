"""A small MCP server on standard input and output, for the probes of `tool.mcp`: it offers the tools that the file
`server.json` of its folder describes, answers from the same file, and writes each call into `calls.jsonl`.

A harness starts it by `python mcp_server.py FOLDER`: the standard library of Python 3.8 only.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Callable, cast  # noqa: UP035

DESCRIPTION = "server.json"
LOG = "calls.jsonl"
_VERSION = "2025-06-18"
_UNKNOWN_METHOD = -32601
_BROKEN = -32700


def main(folder: str) -> None:
    """Serve until standard input ends."""
    with open(os.path.join(folder, DESCRIPTION), encoding="utf-8") as stream:
        offered = json.load(stream)
    with open(os.path.join(folder, LOG), "a", encoding="utf-8") as log:
        for line in sys.stdin.buffer:
            said = reply(offered, line, log.write)
            log.flush()
            if said is not None:
                sys.stdout.write(json.dumps(said) + "\n")
                sys.stdout.flush()


def reply(offered: dict[str, Any], line: bytes, write: Callable[[str], object]) -> dict[str, Any] | None:
    """What to say to one line; None where nothing is to be said. `write` takes lines of the log."""
    if not line.strip():
        return None
    try:
        asked = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return _error(None, _BROKEN, "this is no JSON")
    asked = _members(asked)
    if "id" not in asked:
        return None  # a notification
    number, method, given = asked["id"], asked.get("method"), _members(asked.get("params"))
    if method == "initialize":
        write(json.dumps({"connected": True}) + "\n")
        return _result(
            number,
            {
                "protocolVersion": given.get("protocolVersion") or _VERSION,
                "capabilities": {"tools": {}},
                "serverInfo": {"name": offered["name"], "version": "1"},
            },
        )
    if method == "tools/list":
        shown = ("name", "description", "inputSchema")
        return _result(number, {"tools": [{key: tool[key] for key in shown} for tool in offered["tools"]]})
    if method == "tools/call":
        name, arguments = given.get("name"), given.get("arguments")
        text, failed = answer(offered, name, arguments)
        write(json.dumps({"tool": name, "arguments": _plain(arguments), "failed": failed}) + "\n")
        return _result(number, {"content": [{"type": "text", "text": text}], "isError": failed})
    if method == "ping":
        return _result(number, {})
    return _error(number, _UNKNOWN_METHOD, f"there is no method {str(method)[:80]}")


def answer(offered: dict[str, Any], name: object, arguments: object) -> tuple[str, bool]:
    """What a tool says to these arguments, and whether that is an error."""
    tool = next((item for item in offered["tools"] if item["name"] == name), None)
    if tool is None:
        return f"there is no tool {str(name)[:80]}", True
    given = _same(_plain(arguments))
    for known, text in tool["answers"]:
        if _same(known) == given:
            return str(text), False
    return str(tool["otherwise"]), bool(tool.get("otherwise_fails", True))


def _plain(arguments: object) -> object:
    """The arguments; an object among them that came as its JSON text is taken for the object."""
    if arguments and not _members(arguments):
        return arguments
    return {key: _object(value) for key, value in _members(arguments).items()}


def _members(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _object(value: object) -> object:
    if not (isinstance(value, str) and value.lstrip().startswith("{")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _same(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _result(number: object, result: dict[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "result": result}


def _error(number: object, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}


if __name__ == "__main__":
    main(sys.argv[1])
