"""Gateways and providers that really listen, for tests; one event loop a test."""

import asyncio
import contextlib
import functools
import io
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import aiohttp

from skillrt.gateway.access import Access
from skillrt.gateway.account import Account
from skillrt.gateway.policy import Limits, Policy
from skillrt.gateway.retries import RetryRules, Waiting, retry_rules
from skillrt.gateway.routes import Routes, Upstream
from skillrt.gateway.server import Gateway, start_gateway
from skillrt.wire.exchange import Dialect
from tests.gateway.sessions import PREFIX, RUN

Script = Callable[["Visit"], Awaitable[None]]


class Visit:
    """One connection to a raw provider: what came, and a hand on the socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        self.reader, self.writer, self.number = reader, writer, number
        self.head = b""
        self.body = b""

    async def take(self) -> bool:
        """Read one request; False where the connection has ended."""
        try:
            self.head = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return False
        length = 0
        for line in self.head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self.body = await self.reader.readexactly(length)
        return True

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, body: bytes, status: str = "200 OK", *fields: str) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: application/json", *fields]
        await self.say("\r\n".join([*lines, "", ""]).encode() + body)

    async def stream(self) -> None:
        """The head of an event stream."""
        await self.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")

    async def event(self, data: bytes) -> None:
        await self.say(b"%x\r\n%b\r\n" % (len(data), data))

    def reset(self) -> None:
        """End the connection the hard way."""
        self.writer.transport.abort()


class Provider:
    """A provider that plays a script on each connection, one request after the other."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.visits: list[bytes] = []
        self.open = 0
        self.port = 0
        self._tasks: list[asyncio.Task[Any]] = []

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.append(task)
        try:
            while not writer.is_closing():
                visit = Visit(reader, writer, len(self.visits))
                if not await visit.take():
                    break
                self.visits.append(visit.head + visit.body)
                await self._script(visit)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.open -= 1
            writer.close()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator["Provider"]:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks)
            await asyncio.sleep(0)  # what was closed lets go of its sockets


class Place:
    """A gateway in front of a provider, and a client."""

    def __init__(self, gateway: Gateway, provider: Provider, client: aiohttp.ClientSession) -> None:
        self.gateway, self.provider, self.client = gateway, provider, client
        self.accounts: list[Account] = []

    @property
    def url(self) -> str:
        return f"{self.gateway.url}/run/{RUN.id}"

    async def post(
        self, body: bytes = b'{"model":"m"}', path: str = "/v1/chat/completions", **more: Any
    ) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", **more.pop("headers", {})}
        async with self.client.post(self.url + path, data=io.BytesIO(body), headers=headers, **more) as response:
            return response.status, await response.read()

    async def until(self, true: Callable[[], bool], seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.005)


def quick() -> RetryRules:
    """The rules with waits that tests have time for."""
    rules = retry_rules()
    waiting = Waiting(first=0.01, most=0.05, jitter=0.0, attempts=5, share=0.5, client_timeout=10.0)
    return RetryRules(
        **{name: getattr(rules, name) for name in rules.__struct_fields__ if name != "waiting"}, waiting=waiting
    )


@contextlib.asynccontextmanager
async def place(
    script: Script, limits: Limits | None = None, dialect: Dialect = "openai-chat"
) -> AsyncIterator[Place]:
    async with Provider(script).listening() as provider, aiohttp.ClientSession() as client:
        base = f"http://127.0.0.1:{provider.port}" + ("/v1" if dialect.startswith("openai") else "")
        upstream = Upstream(name="there", base_url=base, dialects=(dialect,), key="the key")
        accounts: list[Account] = []
        rules = Policy(
            routes=Routes((upstream,)), access=Access(runs={RUN.id: RUN}), retries=quick(), limits=limits or Limits()
        )
        gateway = await start_gateway(rules, accounts.append)
        found = Place(gateway, provider, client)
        found.accounts = accounts
        try:
            yield found
        finally:
            await client.close()
            await gateway.stop(1.0)


def run(test: Coroutine[Any, Any, None]) -> None:
    """Run a test to its end, within reason."""

    async def bounded() -> None:
        async with asyncio.timeout(30):
            await test

    asyncio.run(bounded())


def connect(gateway: Gateway) -> socket.socket:
    """A client's socket."""
    return socket.create_connection(("127.0.0.1", gateway.port))


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def wrapped(*arguments: Any, **named: Any) -> None:
        run(test(*arguments, **named))

    return wrapped


async def echo(visit: Visit) -> None:
    await visit.answer(visit.body or b"{}", "200 Fine", "X-Twice: a", "X-Twice: b", "Set-Cookie: c=1")


async def three_events(visit: Visit) -> None:
    await visit.stream()
    for number in range(3):
        await visit.event(b"data: %d\n\n" % number)
        await asyncio.sleep(0.05)
    await visit.say(b"0\r\n\r\n")


async def raw(here: Place, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", here.gateway.port)
    writer.write(request)
    await writer.drain()
    return reader, writer


def request(
    body: bytes = b'{"model":"m"}', method: str = "POST", path: str = "/v1/chat/completions", *fields: str
) -> bytes:
    lines = [f"{method} {PREFIX}{path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body
