"""How the bytes of an answer go out, and how they go wrong."""

import asyncio
import socket
import struct
from collections.abc import Iterable

from aiohttp import web

from tests.upstream.faults import GARBAGE, Fault

NO_LINGER = struct.pack("ii", 1, 0)
Chunks = Iterable[bytes]


async def deliver(
    http: web.Request, chunks: Chunks, kind: str, fault: Fault | None, stopping: asyncio.Event
) -> web.StreamResponse:
    """Send an answer of that content type; with a fault, only as far as it lets."""
    if fault is not None and fault.kind == "reset" and fault.after < 0:
        return _reset(http)
    stream = web.StreamResponse(headers={"content-type": kind, "cache-control": "no-cache"})
    await stream.prepare(http)
    if fault is not None:
        return await _go_wrong(http, stream, b"".join(chunks), fault, stopping)
    for chunk in chunks:
        if chunk:
            await stream.write(chunk)
    await stream.write_eof()
    return stream


async def _go_wrong(
    http: web.Request, stream: web.StreamResponse, data: bytes, fault: Fault, stopping: asyncio.Event
) -> web.StreamResponse:
    if fault.kind == "slow":
        for start in range(0, len(data), fault.after):
            await stream.write(data[start : start + fault.after])
            await asyncio.sleep(fault.seconds)
        await stream.write_eof()
        return stream
    await stream.write(data[: fault.after])
    if fault.kind == "malformed":
        await stream.write(GARBAGE)
        await stream.write_eof()
        return stream
    # what was written is to arrive before the connection breaks
    await asyncio.sleep(0.05)
    if fault.kind == "reset":
        return _reset(http)
    if fault.kind == "half-close" and http.transport is not None:
        http.transport.write_eof()
    # a client that goes away cancels this
    await stopping.wait()
    return _gone(http)


def _reset(http: web.Request) -> web.StreamResponse:
    transport = http.transport
    if transport is not None:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    return _gone(http)


def _gone(http: web.Request) -> web.StreamResponse:
    """Drop the connection; what is returned reaches nobody."""
    if http.transport is not None:
        http.transport.abort()
    raise asyncio.CancelledError
