"""The gateway's sockets: aiohttp on both sides. They do what sessions ask for and decide nothing."""

import asyncio
import io
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, cast

import aiohttp
import yarl
from aiohttp import web

from skillrt.config import Proxies
from skillrt.errors import Diagnostic, MachineError
from skillrt.gateway.access import Refused, judge_caller
from skillrt.gateway.account import Account
from skillrt.gateway.events import (
    Action,
    Answer,
    Begin,
    Break,
    ClientGone,
    CloseUpstream,
    Event,
    Finish,
    Headers,
    ReadBody,
    ReadUpstream,
    Relay,
    RequestChunk,
    RequestEnd,
    RequestHead,
    Send,
    TimerFired,
    UpstreamChunk,
    UpstreamEnd,
    UpstreamFailed,
    UpstreamHead,
    Wait,
)
from skillrt.gateway.peers import still_listens
from skillrt.gateway.policy import Policy
from skillrt.gateway.proxies import proxy_for
from skillrt.gateway.refusals import refusal
from skillrt.gateway.session import Session

# aiohttp's defaults refuse a header of 9 kB
_LINE: Final = 64 * 1024
_FIELDS: Final = 64 * 1024
_BACKLOG: Final = 1024
# aiohttp warns of larger bodies that are given as bytes
_AS_BYTES: Final = 512 * 1024
_STOP_AFTER: Final = 10.0
_AUTOMATIC: Final = frozenset({"User-Agent", "Accept", "Accept-Encoding", "Content-Type"})
_GONE: Final = "the client has gone"

Page = Callable[[], tuple[str, bytes]]
"""A page of the gateway's own: its content type and its body."""
Hear = Callable[[Account], None]
"""What is done with the account of a session that has ended; it must not block and must not fail."""


class Gateway:
    """A gateway that listens. `policy` may be replaced at any time: what runs keeps the one it began with."""

    def __init__(self, policy: Policy, hear: Hear, proxies: Proxies) -> None:
        self.policy = policy
        self.pages: dict[str, Page] = {}
        self.port = 0
        self.address = ""
        self._hear = hear
        self._proxies = proxies
        limits = policy.limits
        timeout = aiohttp.ClientTimeout(total=None, connect=None, sock_connect=limits.connect, sock_read=limits.idle)
        self._client = _client(timeout, fresh=False)
        self._fresh = _client(timeout, fresh=True)
        self._web = _Server(self._serve, handler_cancellation=True)
        self._listener: asyncio.Server | None = None
        self._wall = time.time() - time.monotonic()
        self._running: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        """The address that it listens at, without a path."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"http://{host}:{self.port}"

    @property
    def running(self) -> int:
        """How many requests are under way."""
        return len(self._running)

    async def listen(self, address: str, port: int) -> None:
        """Begin to accept connections. Raises MachineError."""
        loop = asyncio.get_running_loop()
        try:
            self._listener = await loop.create_server(self._web, address, port, backlog=_BACKLOG)
        except OSError as error:
            await self.stop(0.0)
            message = f"the gateway cannot listen at {address} port {port}: {error.strerror or error}"
            raise MachineError(Diagnostic.of("gateway.cannot-listen", message)) from error
        self.address, self.port = self._listener.sockets[0].getsockname()[:2]

    async def stop(self, grace: float = _STOP_AFTER) -> None:
        """Accept nothing more, let what runs end within `grace` seconds, then end it."""
        if self._listener:
            self._listener.close()
        self._web.pre_shutdown()
        if self._running and grace > 0:
            await asyncio.wait(self._running, timeout=grace)
        await self._web.shutdown(0.1)
        await self._client.close()
        await self._fresh.close()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            page = self.pages.get(request.raw_path) if request.method in {"GET", "HEAD"} else None
            if page:
                return self._page(request, page)
            return await _Carrier(self, request).carry()
        finally:
            self._running.discard(task)

    def _page(self, request: web.BaseRequest, page: Page) -> web.StreamResponse:
        refused: Refused | None = judge_caller(_fields(request.raw_headers), self.policy.access)
        if refused:
            return _response(refusal(None, refused.status, refused.message))
        kind, body = page()
        return web.Response(body=body, headers={"Content-Type": kind})

    # for the carriers

    def client(self, *, fresh: bool) -> aiohttp.ClientSession:
        """The client to send a request with."""
        return self._fresh if fresh else self._client

    def proxy(self, url: str) -> str | None:
        """The proxy to go through."""
        return proxy_for(url, self._proxies)

    def session(self) -> Session:
        """The state machine of a new request."""
        return Session(self.policy, self._wall)

    def ended(self, session: Session) -> None:
        """A session has ended."""
        self._hear(session.account())


class _Carrier:
    """Carries one request through its session."""

    def __init__(self, gateway: Gateway, request: web.BaseRequest) -> None:
        self._gateway = gateway
        self._request = request
        self._session = gateway.session()
        self._upstream: aiohttp.ClientResponse | None = None
        self._response: web.StreamResponse | None = None

    async def carry(self) -> web.StreamResponse:
        """From the head of the request to the end of the answer."""
        request, session = self._request, self._session
        head = RequestHead(
            now=_now(), method=request.method, target=request.raw_path, headers=_fields(request.raw_headers)
        )
        try:
            event: Event | None = head
            while event is not None:
                event = await self._do(session.handle(event))
        except (asyncio.CancelledError, ConnectionResetError, web.RequestPayloadError):
            session.handle(ClientGone(now=_now()))
            raise
        finally:
            self._close()
            self._gateway.ended(session)
        assert self._response is not None
        return self._response

    async def _do(self, actions: list[Action]) -> Event | None:
        """Do these; gives what the last one waited for, None where it ended the session."""
        for action in actions:
            kind = type(action)
            if kind is Relay:
                assert self._response is not None
                await self._response.write(cast("Relay", action).data)
            elif kind is ReadUpstream:
                return await self._read(cast("ReadUpstream", action).within)
            else:
                event = await self._do_rare(action)
                if event is not None:
                    return event
        return None

    async def _do_rare(self, action: Action) -> Event | None:
        match action:
            case ReadBody():
                return await self._read_body()
            case Send():
                return await self._send(action)
            case Wait():
                await asyncio.sleep(action.seconds)
                return TimerFired(now=_now())
            case CloseUpstream():
                self._close()
            case Begin():
                await self._begin(action)
            case Finish():
                assert self._response is not None
                await self._response.write_eof()
            case Answer():
                self._response = _response(action)
            case Break():
                self._break()
            case _:
                pass
        return None

    async def _read_body(self) -> Event:
        content = self._request.content
        if self._request.headers.get("Expect", "").lower() == "100-continue" and not content.at_eof():
            await self._request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self._request.writer.output_size = 0
        data = await content.readany()
        return RequestChunk(now=_now(), data=data) if data else RequestEnd(now=_now())

    async def _send(self, action: Send) -> Event:
        gateway = self._gateway
        try:
            self._upstream = await gateway.client(fresh=action.fresh).request(
                action.method,
                yarl.URL(action.url, encoded=True),
                headers=action.headers,
                data=self._payload(action),
                allow_redirects=False,
                proxy=gateway.proxy(action.url),
            )
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return _failed(error)
        answer = self._upstream
        return UpstreamHead(
            now=_now(), status=answer.status, reason=answer.reason or "", headers=_fields(answer.raw_headers)
        )

    def _payload(self, action: Send) -> bytes | io.BytesIO | AsyncIterator[bytes] | None:
        if action.more:
            return self._rest(action.body)
        if not action.body:
            return None
        return action.body if len(action.body) <= _AS_BYTES else io.BytesIO(action.body)

    async def _rest(self, begun: bytes) -> AsyncIterator[bytes]:
        yield begun
        while data := await self._request.content.readany():
            yield data

    async def _read(self, within: float | None) -> Event:
        assert self._upstream is not None
        content = self._upstream.content
        try:
            if within is None:
                data = await content.readany()
            else:
                async with asyncio.timeout(within):
                    data = await content.readany()
        except TimeoutError as error:
            if within is not None and not isinstance(error, aiohttp.ServerTimeoutError):
                return TimerFired(now=_now())
            return _failed(error)
        except (aiohttp.ClientError, OSError) as error:
            return _failed(error)
        return UpstreamChunk(now=_now(), data=data) if data else UpstreamEnd(now=_now())

    async def _begin(self, action: Begin) -> None:
        response = _Relayed(status=action.status, reason=action.reason, headers=action.headers)
        self._response = response
        await response.prepare(self._request)

    def _break(self) -> None:
        """Close without the end of the body, so that the client sees that something is missing."""
        self._request.protocol.force_close()

    def _close(self) -> None:
        if self._upstream is not None:
            # gives the connection back where the answer was read to its end, closes it otherwise
            self._upstream.close() if not self._upstream.content.is_eof() else self._upstream.release()
            self._upstream = None


class _Relayed(web.StreamResponse):
    """A response that is relayed: its head leaves together with the first bytes."""

    _send_headers_immediately = False


class _Protocol(web.RequestHandler):
    """Answers clients too that have closed their sending side; aiohttp's own closes the connection then."""

    __slots__ = ("_last", "_watch")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._last: aiohttp.StreamReader | None = None
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
    """aiohttp's server with our protocol and limits."""

    def __call__(self) -> web.RequestHandler:
        return _Protocol(
            self,
            loop=self._loop,
            access_log=None,  # pyright: ignore[reportArgumentType]
            max_line_size=_LINE,
            max_field_size=_FIELDS,
            max_headers=1024,
            auto_decompress=False,
            lingering_time=5.0,
        )


async def start_gateway(
    policy: Policy, hear: Hear, *, address: str = "127.0.0.1", port: int = 0, proxies: Proxies | None = None
) -> Gateway:
    """A gateway that listens in the running event loop; `port` 0 is any that is free. Raises MachineError."""
    gateway = Gateway(policy, hear, proxies or Proxies())
    await gateway.listen(address, port)
    return gateway


def _client(timeout: aiohttp.ClientTimeout, *, fresh: bool) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0, force_close=True) if fresh else aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=_AUTOMATIC,
        max_line_size=_LINE,
        max_field_size=_FIELDS,
        max_headers=1024,
    )


def _fields(raw: tuple[tuple[bytes, bytes], ...]) -> Headers:
    return tuple(
        (key.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape")) for key, value in raw
    )


def _response(answer: Answer) -> web.Response:
    return web.Response(status=answer.status, headers=answer.headers, body=answer.body)


def _failed(error: Exception) -> UpstreamFailed:
    words = str(error) or type(error).__name__
    match error:
        case aiohttp.ConnectionTimeoutError() | aiohttp.ClientConnectorError() | aiohttp.ClientProxyConnectionError():
            kind = "connect"
        case aiohttp.ServerTimeoutError() | TimeoutError():
            kind = "idle"
        case aiohttp.ClientResponseError() | ValueError():
            kind = "malformed"
        case _:
            kind = "reset"
    return UpstreamFailed(now=_now(), kind=kind, message=words)


def _now() -> float:
    return time.monotonic()
