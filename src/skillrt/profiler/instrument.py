"""The MCP server of an instance: laid where the harness can start it, and what it saw while the trial ran."""

import json
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final, cast

from skillrt.harness.launch import Server
from skillrt.primitives.probing import Served
from skillrt.profiler.programs.mcp_server import DESCRIPTION, LOG

_PROGRAM: Final = "mcp_server.py"
_MOST_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server saw: whether a harness has spoken to it, and the calls in order."""

    connected: bool = False
    calls: tuple[Served, ...] = ()


@contextmanager
def laid_server(description: bytes) -> Generator[Server | None]:
    """The server in a folder of its own, which is gone afterwards; None where the instance describes none."""
    if not description:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="skillrt-server-")).resolve()
    try:
        (folder / DESCRIPTION).write_bytes(description)
        program = folder / _PROGRAM
        program.write_bytes((resources.files("skillrt.profiler") / "programs" / _PROGRAM).read_bytes())
        yield Server(json.loads(description)["name"], sys.executable, str(program), str(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seen_by(server: Server | None) -> Seen:
    """What stands in its log so far; lines that are none are left out."""
    if server is None:
        return Seen()
    try:
        with Path(server.folder, LOG).open("rb") as stream:
            lines = stream.read(_MOST_BYTES).splitlines()
    except OSError:
        return Seen()
    rows = [row for line in lines if (row := _row(line)) is not None]
    calls = tuple(
        served_call(row["tool"], row.get("arguments"), failed=bool(row.get("failed")))
        for row in rows
        if "tool" in row
    )
    return Seen(any(row.get("connected") for row in rows), calls)


def served_call(tool: object, arguments: object, *, failed: bool) -> Served:
    """A call as probes judge it."""
    return Served(str(tool), json.dumps(arguments, sort_keys=True, ensure_ascii=False), failed)


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        found: object = json.loads(line)
    except ValueError:
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None
