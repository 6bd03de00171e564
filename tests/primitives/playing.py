"""Carry a solution out in a real workspace, as an agent would, and hand over the attempt."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from skillrt.primitives.probing import SERVER, Attempt, Call, Instance, Served, Solution, Step
from skillrt.primitives.probing_parts.serving import page_of
from skillrt.process.sandbox import Limits, Sandbox, open_sandbox
from skillrt.profiler.instrument import served_call
from skillrt.profiler.programs.mcp_server import answer


def play(instance: Instance, solution: Solution, workspace: Path) -> Attempt:
    """Lay the files, serve the pages, take the steps, answer. Raises Unavailable where commands need a sandbox."""
    with served(instance.pages) as address:
        for name, data in instance.files.items():
            path = workspace / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.replace(SERVER.encode(), address.encode()))
        calls = [
            _taken(step, number, workspace, address) for number, turn in enumerate(solution.turns) for step in turn
        ]
    return Attempt(
        solution.answer.replace(SERVER, address), contents(workspace), tuple(calls), _served(instance, calls)
    )


def _served(instance: Instance, calls: Iterable[Call]) -> tuple[Served, ...]:
    """What the server of the instance would have seen of the calls."""
    asked = [
        (call.arguments["tool"], json.loads(call.arguments["arguments"]))
        for call in calls
        if call.operation == "mcp.call"
    ]
    offered = json.loads(instance.server or b"{}")
    return tuple(served_call(*one, failed=answer(offered, *one)[1]) for one in asked)


def contents(workspace: Path) -> dict[str, bytes]:
    """Every file of a folder by its path below it."""
    paths = sorted(path for path in workspace.rglob("*") if path.is_file())
    return {path.relative_to(workspace).as_posix(): path.read_bytes() for path in paths}


def _taken(step: Step, turn: int, workspace: Path, address: str) -> Call:
    arguments = {name: value.replace(SERVER, address) for name, value in step.arguments.items()}
    act = {"file.read": _read, "file.write": _write, "file.edit": _edit, "shell.run": _run, "web.fetch": _fetch}
    try:
        result = act[step.operation](arguments, workspace) if step.operation in act else ""
    except (OSError, URLError, ValueError) as error:
        return Call(step.operation, arguments, turn, str(error), failed=True)
    return Call(step.operation, arguments, turn, result)


def _read(arguments: dict[str, str], workspace: Path) -> str:
    lines = (workspace / arguments["path"]).read_bytes().decode("utf-8", "replace").splitlines(keepends=True)
    start = max(int(arguments.get("offset", "1")) - 1, 0)
    return "".join(lines[start : start + int(arguments.get("limit", "2000"))])


def _write(arguments: dict[str, str], workspace: Path) -> str:
    path = workspace / arguments["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(arguments["content"].encode())
    return "written"


def _edit(arguments: dict[str, str], workspace: Path) -> str:
    path = workspace / arguments["path"]
    text = path.read_bytes().decode()
    if arguments["old"] not in text:
        raise ValueError("the text is not in the file")
    count = -1 if arguments.get("all") == "true" else 1
    path.write_bytes(text.replace(arguments["old"], arguments["new"], count).encode())
    return "edited"


@cache
def _sandbox() -> Sandbox:
    return open_sandbox(sys.executable, Limits(seconds=20, cpu=10))


def _run(arguments: dict[str, str], workspace: Path) -> str:
    ran = _sandbox().run(["sh", "-c", arguments["command"]], workspace)
    if ran.status != 0:
        raise ValueError(f"status {ran.status}: {ran.out}{ran.err}")
    return ran.out


def _fetch(arguments: dict[str, str], workspace: Path) -> str:
    with build_opener(ProxyHandler({})).open(arguments["url"], timeout=10) as reply:
        return reply.read().decode("utf-8", "replace")


@contextmanager
def served(pages: Mapping[str, bytes]) -> Iterator[str]:
    """The address at which the pages are served on loopback; no server where there are none."""
    if not pages:
        yield "http://127.0.0.1:9"
        return

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.lstrip("/").partition("?")
            body = page_of(pages, path, query)
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write((body or b"not found").replace(SERVER.encode(), address.encode()))

        def log_message(self, format: str, *args: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
