import asyncio
import os
import time

import pytest
from aiohttp import web

from skillrt.harness.bare.bounds import Refused
from skillrt.harness.bare.commands import execute, fetch

ENV = {"PATH": os.environ["PATH"]}


def test_output_and_status(tmp_path):
    command = "pwd; echo bad >&2; exit 3"
    found = asyncio.run(execute(command, tmp_path, ENV))
    assert found == f"{tmp_path}\nstandard error:\nbad\n[exit status 3]"


def test_long_output_is_cut(tmp_path):
    found = asyncio.run(execute("yes | head -c 10000000", tmp_path, ENV))
    assert len(found) < 70_000
    assert "left out" in found
    assert found.endswith("[exit status 0]")


def test_out_of_time(tmp_path):
    began = time.monotonic()
    found = asyncio.run(execute("echo begun; sleep 60", tmp_path, ENV, 0.5))
    assert found.startswith("begun\n[did not end within 0.5 seconds")
    assert time.monotonic() - began < 10


def test_a_folder_that_is_gone(tmp_path):
    with pytest.raises(Refused):
        asyncio.run(execute("true", tmp_path / "gone", ENV))


async def _fetched(path: str) -> str:
    async def page(request: web.Request) -> web.Response:
        if request.path == "/image":
            return web.Response(body=b"\x89PNG", content_type="image/png")
        return web.Response(
            text="x" * 9_000_000 if request.path == "/long" else "hello", status=404 - 204 * (len(path) > 1)
        )

    runner = web.AppRunner(app := web.Application())
    app.router.add_get("/{name:.*}", page)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        return await fetch(f"http://127.0.0.1:{runner.addresses[0][1]}{path}")
    finally:
        await runner.cleanup()


def test_fetch():
    assert asyncio.run(_fetched("/a")) == "[200 text/plain]\nhello"
    assert asyncio.run(_fetched("/")).startswith("[404 ")
    assert "(4 bytes, no text)" in asyncio.run(_fetched("/image"))
    assert len(asyncio.run(_fetched("/long"))) < 70_000


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/", "http://[", "ftp://x"])
def test_what_cannot_be_fetched(url):
    with pytest.raises(Refused):
        asyncio.run(fetch(url))
