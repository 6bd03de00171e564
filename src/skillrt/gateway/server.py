"""The gateway as a server of aiohttp. Only here and in carrier.py are there sockets; neither decides anything."""

import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, cast

import aiohttp
from aiohttp import web

from skillrt.config import Proxies
from skillrt.errors import Diagnostic, MachineError
from skillrt.gateway.access import RUN_PREFIX, Refused, Run, judge_caller
from skillrt.gateway.account import Account
from skillrt.gateway.carrier import MOST_HEADERS, MOST_LINE, Carrier, Clients, fields_of, own_response
from skillrt.gateway.malformed import status_of, told, why_malformed
from skillrt.gateway.peers import still_listens
from skillrt.gateway.policy import Policy
from skillrt.gateway.refusals import own_refusal
from skillrt.gateway.session import Session

_BACKLOG: Final = 1024
_STOP_AFTER: Final = 10.0
_PAUSE: Final = 0.005
_MOST_PAUSES: Final = 50
_MOST_SAID: Final = 100

Page = Callable[[], tuple[str, bytes]]
"""A page of the gateway's own: its content type and its body."""
Say = Callable[[str], None]
"""How the user is told something."""
Hear = Callable[[Account], None]
"""What is done with the account of a session that has ended; it must not block and must not fail."""


class Gateway:
    """A gateway that listens. `policy` may be replaced at any time: what runs keeps the one it began with."""

    def __init__(self, policy: Policy, hear: Hear, proxies: Proxies) -> None:
        self.policy = policy
        self.is_behind: Callable[[], bool] = lambda: False
        self.pages: dict[str, Page] = {}
        self.say: Say = _to_standard_error
        self.port = 0
        self.address = ""
        self._hear = hear
        self._clients = Clients(policy.limits, proxies)
        self._web = _Server(self._serve, handler_cancellation=True)
        self._web.say = self._say_once
        self._said: set[str] = set()
        self._listener: asyncio.Server | None = None
        self._running: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        """The address that it listens at, without a path."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"http://{host}:{self.port}"

    def admit(self, run: Run) -> str:
        """Let a run use the gateway; gives the address that its harness is to be pointed to."""
        self.policy.access.runs[run.id] = run
        return f"{self.url}{RUN_PREFIX}{run.id}"

    def dismiss(self, run: Run) -> None:
        """Let it in no more."""
        self.policy.access.runs.pop(run.id, None)

    @property
    def running(self) -> int:
        """How many requests are under way."""
        return len(self._running)

    async def listen(self, address: str, port: int) -> None:
        """Begin to accept connections. Raises MachineError."""
        loop = asyncio.get_running_loop()
        try:
            # in two steps: given up within the first, asyncio would lose a socket that listens already
            self._listener = await loop.create_server(self._web, address, port, backlog=_BACKLOG, start_serving=False)
            await self._listener.start_serving()
        except (OSError, OverflowError) as error:  # the latter for a number that is no port
            await self.stop(0.0)
            why = (error.strerror if isinstance(error, OSError) else "") or error
            message = f"the gateway cannot listen at {address} port {port}: {why}"
            raise MachineError(Diagnostic.of("gateway.cannot-listen", message)) from error
        self.address, self.port = self._listener.sockets[0].getsockname()[:2]

    async def stop(self, grace: float = _STOP_AFTER) -> None:
        """Accept nothing more, let what runs end within `grace` seconds, then end it. Cancelled: end it at once."""
        if self._listener:
            self._listener.close()
        self._web.pre_shutdown()
        try:
            if self._running and grace > 0:
                await asyncio.wait(self._running, timeout=grace)
        finally:
            try:
                await self._web.shutdown(0.1)
            finally:
                await self._clients.close()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            page = self.pages.get(request.raw_path) if request.method in {"GET", "HEAD"} else None
            if page:
                return self._page(request, page)
            session = Session(self.policy, time.time() - time.monotonic())
            try:
                response = await Carrier(self._clients, session, request).carry()
            finally:
                self._hear(session.account())
            await self._pace()
            return response
        finally:
            self._running.discard(task)

    async def _pace(self) -> None:
        """Where recording lags behind, let this client's next request wait a little, rather than drop records."""
        for _ in range(_MOST_PAUSES):
            if not self.is_behind():
                return
            await asyncio.sleep(_PAUSE)

    def _say_once(self, line: str) -> None:
        # any program of this machine can send such requests without end
        if line not in self._said and len(self._said) < _MOST_SAID:
            self._said.add(line)
            self.say(line)

    def _page(self, request: web.BaseRequest, page: Page) -> web.StreamResponse:
        refused: Refused | None = judge_caller(fields_of(request.raw_headers), self.policy.access)
        if refused:
            return own_response(own_refusal(None, refused.status, refused.message))
        kind, body = page()
        return web.Response(body=body, headers={"Content-Type": kind})


def _to_standard_error(line: str) -> None:
    with suppress(OSError):  # its reader may have gone away: no reason to leave clients without an answer
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


class _Protocol(web.RequestHandler):
    """Answers clients too that have closed their sending side; aiohttp's own closes the connection then. What is no
    request gets an answer of the gateway's own, and `say` gets a line about it; aiohttp's own shows all of it."""

    __slots__ = ("_last", "_say", "_watch")

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002  (it quotes the request)
    ) -> web.StreamResponse:
        """The answer to what could not be handled, which is said. Raises ConnectionError where one has begun."""
        why = why_malformed(exc)
        self._say(f"a request from {request.remote} is no HTTP: {why}" if why else told(exc))
        if request.writer.output_size > 0:
            raise ConnectionError("an answer has begun already")
        status = status_of(exc) if exc is not None else status
        answer = own_response(own_refusal(None, status, f"this is no HTTP request: {why}" if why else told(exc)))
        answer.force_close()
        return answer

    def log_exception(self, *args: object, **kw: object) -> None:  # noqa: ARG002  (its words are aiohttp's)
        """Say a defect in one line."""
        self._say(told(kw.get("exc_info")))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._last: aiohttp.StreamReader | None = None
        self._say = cast("_Server", self._manager).say
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Bytes of the client."""
        super().data_received(data)
        if self._messages:
            self._last = self._messages[-1][1]

    def eof_received(self) -> bool | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The client sends no more. Keep the connection while it waits for an answer."""
        waits = self._waiter is not None and not self._waiter.done()
        if waits or self._last is None or not self._last.is_eof() or self.transport is None:
            return None
        self.close()  # after this answer
        self._watch = asyncio.ensure_future(self._close_when_gone())
        return True

    async def _close_when_gone(self) -> None:
        pause = 0.02
        while (transport := self.transport) is not None and not transport.is_closing():
            client, server = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
            if still_listens(client[:2], server[:2]) is False:
                transport.abort()
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)


class _Server(web.Server):
    """aiohttp's server with our protocol and limits; `say` is called for what is no request."""

    say: Say = staticmethod(_to_standard_error)

    def __call__(self) -> web.RequestHandler:
        return _Protocol(
            self,
            loop=self._loop,
            access_log=None,  # pyright: ignore[reportArgumentType]
            max_line_size=MOST_LINE,
            max_field_size=MOST_LINE,
            max_headers=MOST_HEADERS,
            auto_decompress=False,
            lingering_time=5.0,
        )


async def start_gateway(
    policy: Policy, hear: Hear, *, address: str = "127.0.0.1", port: int = 0, proxies: Proxies | None = None
) -> Gateway:
    """A gateway that listens in the running event loop; `port` 0 is any that is free. Raises MachineError."""
    gateway = Gateway(policy, hear, proxies or Proxies())
    try:
        await gateway.listen(address, port)
    except asyncio.CancelledError:
        await gateway.stop(0.0)  # it holds connections from the start
        raise
    return gateway
