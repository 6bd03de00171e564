"""A page in a real Chromium, spoken to through its DevTools protocol."""

import asyncio
import json
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-sync", "--remote-debugging-port=0", "--window-size=1400,900",
)  # fmt: skip


class Tab:
    """One page. `problems` are the exceptions of its scripts, and what its content policy refused."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last = 0
        self.problems: list[str] = []

    async def send(self, method: str, **given: Any) -> dict[str, Any]:
        """One command with its answer."""
        self._last += 1
        await self._socket.send_json({"id": self._last, "method": method, "params": given})
        while True:
            message = json.loads((await self._socket.receive(timeout=60)).data)
            if message.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                self.problems.append(json.dumps(message["params"])[:400])
            if message.get("id") == self._last:
                return message["result"]

    async def ask(self, expression: str) -> Any:
        """What a JavaScript expression gives."""
        found = await self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def press(self, key: str) -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            await self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=27 if key == "Escape" else 13
            )


@asynccontextmanager
async def tab(chromium: str, page: Path, *flags: str) -> AsyncIterator[Tab]:
    """The page at this path, loaded. The browser and its profile are gone afterwards."""
    profile = tempfile.mkdtemp(prefix="skillrt-browser-")
    command = [chromium, *FLAGS, *flags, f"--user-data-dir={profile}", page.as_uri()]
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        port = await _port(Path(profile, "DevToolsActivePort"))
        async with aiohttp.ClientSession() as session:
            address = await _address(session, port, page.as_uri())
            async with session.ws_connect(address, max_msg_size=0) as socket:
                found = Tab(socket)
                for domain in ("Runtime", "Log", "Page"):
                    await found.send(f"{domain}.enable")
                while not await found.ask(
                    f"document.readyState === 'complete' && location.href === '{page.as_uri()}'"
                ):
                    await asyncio.sleep(0.1)
                yield found
    finally:
        browser.terminate()
        browser.wait(30)
        shutil.rmtree(profile, ignore_errors=True)


async def _port(file: Path) -> str:
    for _ in range(600):
        if file.is_file() and file.read_text():
            return file.read_text().split("\n")[0]
        await asyncio.sleep(0.1)
    raise TimeoutError("the browser did not start")


async def _address(session: aiohttp.ClientSession, port: str, uri: str) -> str:
    for _ in range(300):
        async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
            for item in await answer.json():
                if item["type"] == "page" and item["url"] == uri:
                    return item["webSocketDebuggerUrl"]
        await asyncio.sleep(0.1)
    raise TimeoutError("the page did not open")
