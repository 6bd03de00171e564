"""Carries one request through its session: what the session asks for is done with aiohttp, and nothing is decided."""

import asyncio
import io
import os
import time
from collections.abc import AsyncIterator
from typing import Final, NamedTuple, cast

import aiohttp
import yarl
from aiohttp import web

from skillrt.config import Proxies
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
from skillrt.gateway.malformed import why_malformed
from skillrt.gateway.policy import Limits
from skillrt.gateway.proxies import proxy_for
from skillrt.gateway.session import Session

# aiohttp's defaults refuse a header of 9 kB
MOST_LINE: Final = 64 * 1024
MOST_HEADERS: Final = 1024
# aiohttp warns of larger bodies that are given as bytes
_AS_BYTES: Final = 512 * 1024
_PLACES: Final = 256
_AUTOMATIC: Final = frozenset({"User-Agent", "Accept", "Accept-Encoding", "Content-Type"})


class Place(NamedTuple):
    """An address as aiohttp takes it, and the proxy to go through."""

    url: yarl.URL
    proxy: str | None


class Clients:
    """Connections to providers: kept ones, and one that is new for each request that must not be sent twice."""

    def __init__(self, limits: Limits, proxies: Proxies) -> None:
        # nothing ends in all; only silence does
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=limits.connect, sock_read=limits.idle)
        self._kept = _client(timeout, fresh=False)
        self._fresh = _client(timeout, fresh=True)
        self._proxies = proxies
        self._places: dict[str, Place] = {}

    def of(self, *, fresh: bool) -> aiohttp.ClientSession:
        """The client to send a request with."""
        return self._fresh if fresh else self._kept

    def place(self, url: str) -> Place:
        """Where a request to this address goes. Raises ValueError for what is no address."""
        found = self._places.get(url)
        if found is None:
            found = Place(yarl.URL(url, encoded=True), proxy_for(url, self._proxies))
            if len(self._places) >= _PLACES:
                self._places.clear()
            self._places[url] = found
        return found

    async def close(self) -> None:
        """Let go of all connections."""
        try:
            await self._kept.close()
        finally:
            await self._fresh.close()


class Carrier:
    """Carries one request through its session."""

    def __init__(self, clients: Clients, session: Session, request: web.BaseRequest) -> None:
        self._clients = clients
        self._session = session
        self._request = request
        self._upstream: aiohttp.ClientResponse | None = None
        self._response: web.StreamResponse | None = None
        self._awaits_word = request.headers.get("Expect", "").lower() == "100-continue"

    async def carry(self) -> web.StreamResponse:
        """From the head of the request to the end of the answer."""
        request, session = self._request, self._session
        head = RequestHead(
            now=_now(), method=request.method, target=request.raw_path, headers=fields_of(request.raw_headers)
        )
        try:
            event: Event | None = head
            while event is not None:
                work = session.ahead() if type(event) is RequestEnd else None
                if work:
                    await asyncio.to_thread(work)
                event = await self._do(session.handle(event))
        except (asyncio.CancelledError, ConnectionResetError, web.RequestPayloadError):
            session.handle(ClientGone(now=_now()))
            raise
        finally:
            self._close()
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
                self._response = own_response(action)
            case Break():
                self._break()
            case _:
                pass
        return None

    async def _read_body(self) -> Event:
        content = self._request.content
        if self._awaits_word and not content.at_eof():
            self._awaits_word = False
            await self._request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self._request.writer.output_size = 0
        data = await content.readany()
        return RequestChunk(now=_now(), data=data) if data else RequestEnd(now=_now())

    async def _send(self, action: Send) -> Event:
        try:
            place = self._clients.place(action.url)
            self._upstream = await self._clients.of(fresh=action.fresh).request(
                action.method,
                place.url,
                headers=action.headers,
                data=self._payload(action),
                allow_redirects=False,
                proxy=place.proxy,
            )
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return _failed(error)
        answer = self._upstream
        return UpstreamHead(
            now=_now(), status=answer.status, reason=answer.reason or "", headers=fields_of(answer.raw_headers)
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
            if within is None or content.is_eof():  # what is whole is there at once
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


def _client(timeout: aiohttp.ClientTimeout, *, fresh: bool) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0, force_close=True) if fresh else aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=_AUTOMATIC,
        max_line_size=MOST_LINE,
        max_field_size=MOST_LINE,
        max_headers=MOST_HEADERS,
    )


def fields_of(raw: tuple[tuple[bytes, bytes], ...]) -> Headers:
    """Header fields as aiohttp has them."""
    return tuple(
        [(key.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape")) for key, value in raw]
    )


def own_response(answer: Answer) -> web.Response:
    """An answer of the gateway's own."""
    return web.Response(status=answer.status, headers=answer.headers, body=answer.body)


def _failed(error: Exception) -> UpstreamFailed:
    words = _words(error)
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


def _words(error: Exception) -> str:
    """What happened, where aiohttp's words would be taken for an answer of the provider (`400, message=...`)."""
    match error:
        case aiohttp.ClientPayloadError():
            return "its answer broke off before the end"
        case aiohttp.ClientHttpProxyError():
            return f"the proxy answered {error.status} {error.message}"
        case aiohttp.ClientResponseError():
            return f"its answer is no HTTP: {why_malformed(error.__cause__) or 'it is malformed'}"
        case aiohttp.ClientSSLError():  # its numbers are no errors of the system
            return str(error)
        case aiohttp.ClientConnectorError() if (error.os_error.errno or 0) > 0:
            return f"no connection to {error.host} port {error.port}: {os.strerror(error.os_error.errno or 0)}"
        case _:
            return str(error) or type(error).__name__


def _now() -> float:
    return time.monotonic()
