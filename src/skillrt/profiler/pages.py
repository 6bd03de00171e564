"""The pages of an instance, on a free port of loopback while its trial runs."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

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

    A path that is not there is answered with 404.
    """
    if not pages:
        yield Served()
        return
    from aiohttp import web  # loaded where it is needed: start-up

    served = Served()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        served.hits += 1
        path = request.path.lstrip("/")
        name = path if path in pages else f"{path.rstrip('/')}/index.html".lstrip("/")
        if name not in pages:
            return web.Response(status=404, text="there is no such page\n")
        kind = _KINDS.get(PurePosixPath(name).suffix, "text/html" if "." not in name else "application/octet-stream")
        return web.Response(body=pages[name], content_type=kind, charset="utf-8" if kind.startswith("text") else None)

    runner = web.ServerRunner(web.Server(answer, access_log=None))  # pyright: ignore[reportArgumentType]
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        served.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield served
    finally:
        await runner.cleanup()
