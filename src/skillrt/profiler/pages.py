"""The pages of an instance, on a free port of loopback while its trial runs."""

import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from skillrt.primitives.probing_parts.serving import page_of

_KINDS: Final = {
    ".html": "text/html",
    ".htm": "text/html",
    ".json": "application/json",
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".png": "image/png",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
}


@dataclass(slots=True)
class Served:
    """The address, without a slash at its end (empty: there is no server), and how many requests came."""

    address: str = ""
    hits: int = 0


@asynccontextmanager
async def serving(pages: Mapping[str, bytes]) -> AsyncGenerator[Served]:
    """The pages while they are served. Without any there is no server.

    A name may hold a query (`page_of` says which page answers what); what is not there is answered with 404.
    """
    if not pages:
        yield Served()
        return
    from aiohttp import web  # loaded where it is needed: start-up

    served = Served()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        served.hits += 1
        name = request.path.lstrip("/")
        body = page_of(pages, name, request.query_string)
        if body is None:
            name = f"{name.rstrip('/')}/index.html".lstrip("/")
            body = pages.get(name)
        if body is None:
            return web.Response(status=404, text="there is no such page\n")
        kind = _KINDS.get(PurePosixPath(name).suffix) or _kind_of(name, body)
        return web.Response(body=body, content_type=kind, charset="utf-8" if kind.startswith("text") else None)

    runner = web.ServerRunner(web.Server(answer, access_log=None))  # pyright: ignore[reportArgumentType]
    await runner.setup()
    # a socket of our own: given up while it begins to listen, asyncio would lose one that it made
    with socket.create_server(("127.0.0.1", 0)) as listener:
        try:
            await web.SockSite(runner, listener).start()
            served.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            yield served
        finally:
            await runner.cleanup()


def _kind_of(name: str, body: bytes) -> str:
    """What a page is whose name does not tell it: an interface answers in JSON."""
    if "." in name:
        return "application/octet-stream"
    return "application/json" if body[:1] in (b"{", b"[") else "text/html"
