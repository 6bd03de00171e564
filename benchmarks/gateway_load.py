"""The parts around a gateway that is measured, each in a process of its own: a scripted provider, a load generator, a
plain relay. `gateway.py` starts them.

    python benchmarks/gateway_load.py provider           prints its port, answers Chat Completions until it is ended
    python benchmarks/gateway_load.py relay URL          prints its port, relays with aiohttp and nothing else
    python benchmarks/gateway_load.py load URL ...       prints what it measured as JSON

Provider and load generator speak HTTP by hand, so that what is measured is not them.
"""

import argparse
import asyncio
import json
import sys
import time
from urllib.parse import urlsplit

EVENTS = 101
_WORDS = "the quick brown fox jumps over the lazy dog and reads a file of the project that it was asked about "
_MARK = b"request 0000000000"


def request_body(size: int = 60_000, *, stream: bool = False) -> bytes:
    """A request of a coding agent, of about `size` bytes: tools, a long system prompt, a history of calls."""
    tools = [
        {
            "type": "function",
            "function": {
                "name": f"tool_{number}",
                "description": _WORDS * 3,
                "parameters": {"type": "object", "properties": {"path": {"type": "string", "description": _WORDS}}},
            },
        }
        for number in range(12)
    ]
    messages: list[dict[str, object]] = [{"role": "system", "content": _WORDS * 80}]
    number = 0
    while len(json.dumps(messages)) + len(json.dumps(tools)) < size:
        call = {"name": "tool_1", "arguments": json.dumps({"path": f"src/file_{number}.py"})}
        calls = [{"id": f"call_{number}", "type": "function", "function": call}]
        messages.append({"role": "assistant", "content": None, "tool_calls": calls})
        messages.append({"role": "tool", "tool_call_id": f"call_{number}", "content": f"{number} {_WORDS * 12}"})
        number += 1
    messages.append({"role": "user", "content": _MARK.decode()})
    body = {"model": "bench-model", "messages": messages, "tools": tools, "stream": stream}
    return json.dumps(body).encode()


def _whole_answer() -> bytes:
    message = {"role": "assistant", "content": _WORDS * 8}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "bench-model",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 15000, "completion_tokens": 160, "total_tokens": 15160},
    }
    data = json.dumps(body).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(data) + data


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "bench-model",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    data = b"data: %b\n\n" % json.dumps(chunk).encode()
    return b"%x\r\n%b\r\n" % (len(data), data)


def _stream_pieces() -> list[bytes]:
    """The head, then 101 events one by one, then the end."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    events = [_event({"content": f"word {number} "}) for number in range(EVENTS - 1)]
    return [head, *events, _event({}, "stop"), b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"]


class _Provider(asyncio.Protocol):
    whole = _whole_answer()
    pieces = _stream_pieces()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # pyright: ignore[reportAttributeAccessIssue]
        self.data = bytearray()
        self.wanted = -1

    def data_received(self, data: bytes) -> None:
        self.data += data
        if self.wanted < 0:
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.data[:end]).lower()
            at = head.find(b"content-length:")
            self.wanted = end + 4 + (int(head[at + 15 :].split(b"\r\n")[0]) if at >= 0 else 0)
        if len(self.data) >= self.wanted:
            stream = b'"stream": true' in self.data or b'"stream":true' in self.data
            self.data.clear()
            self.wanted = -1
            for piece in self.pieces if stream else (self.whole,):
                self.transport.write(piece)


class _Client(asyncio.Protocol):
    """One connection that sends the next request as soon as an answer is whole."""

    def __init__(self, request: bytes, times: list[tuple[float, float]], until: float, number: int) -> None:
        self.at = request.rindex(_MARK) + len(_MARK) - 10
        self.request = bytearray(request)
        self.times, self.until, self.number = times, until, number
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.failures = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # pyright: ignore[reportAttributeAccessIssue]
        self._next()

    def _next(self) -> None:
        self.number += 1
        self.request[self.at : self.at + 10] = b"%010d" % self.number
        self.data = bytearray()
        self.wanted, self.first = -1, 0.0
        self.began = time.perf_counter()
        self.transport.write(bytes(self.request))

    def data_received(self, data: bytes) -> None:
        self.data += data
        if self.wanted < 0 and not self._head():
            return
        if not self.first and len(self.data) > self.body:
            self.first = time.perf_counter()
        whole = self.data.endswith(b"0\r\n\r\n") if self.wanted == 0 else len(self.data) >= self.wanted
        if whole:
            now = time.perf_counter()
            self.times.append((now - self.began, (self.first or now) - self.began))
            self.failures += not self.data.startswith(b"HTTP/1.1 200")
            if now < self.until:
                self._next()
            else:
                self.transport.close()

    def _head(self) -> bool:
        """Whether the head is there; `wanted` is then the length of all, 0 for a chunked body."""
        end = self.data.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self.data[:end]).lower()
        at = head.find(b"content-length:")
        self.body = end + 4
        self.wanted = self.body + int(head[at + 15 :].split(b"\r\n")[0]) if at >= 0 else 0
        return True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's name)
        if not self.done.done():
            self.done.set_result(None)


async def load(url: str, clients: int, seconds: float, *, stream: bool, most: int = 0) -> dict[str, float]:
    """Send as fast as answers come; `most` bounds the requests in place of the time."""
    parts = urlsplit(url)
    body = request_body(stream=stream)
    head = (
        f"POST {parts.path}/v1/chat/completions HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        "Content-Type: application/json\r\n"
        f"Authorization: Bearer sk-bench\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    loop = asyncio.get_running_loop()
    times: list[tuple[float, float]] = []
    began = time.perf_counter()
    until = began + seconds
    made: list[_Client] = []
    for number in range(clients):
        client = _Client(head.encode() + body, times, until, number * 10**7 + int(time.time()) % 10**6)
        made.append(client)
        await loop.create_connection(lambda client=client: client, parts.hostname, parts.port)
    if most:
        while len(times) < most and not all(client.done.done() for client in made):
            await asyncio.sleep(0.01)
        for client in made:
            client.until = 0.0
    await asyncio.gather(*(client.done for client in made))
    took = time.perf_counter() - began
    whole, first = sorted(item[0] for item in times), sorted(item[1] for item in times)
    return {
        "requests": len(times),
        "failures": sum(client.failures for client in made),
        "rate": len(times) / took,
        "p50": whole[len(whole) // 2] * 1000,
        "p95": whole[len(whole) * 95 // 100] * 1000,
        "first_p50": first[len(first) // 2] * 1000,
    }


async def _serve_provider() -> None:
    server = await asyncio.get_running_loop().create_server(_Provider, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _serve_relay(upstream: str) -> None:
    """The least that a relay on aiohttp can do."""
    import aiohttp
    from aiohttp import web

    client = aiohttp.ClientSession(auto_decompress=False, connector=aiohttp.TCPConnector(limit=0))

    async def relay(request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        url = upstream + request.raw_path.removeprefix("/v1")
        async with client.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
            kind = answer.headers["Content-Type"]
            response = web.StreamResponse(status=answer.status, headers={"Content-Type": kind})
            if answer.content_length is not None:
                response.content_length = answer.content_length
            await response.prepare(request)
            async for data in answer.content.iter_any():
                await response.write(data)
            await response.write_eof()
            return response

    server = web.Server(relay, access_log=None)  # pyright: ignore[reportArgumentType]
    listener = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await listener.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("provider", "relay", "load"))
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--requests", type=int, default=0)
    parser.add_argument("--stream", action="store_true")
    options = parser.parse_args()
    if options.part == "provider":
        asyncio.run(_serve_provider())
    elif options.part == "relay":
        asyncio.run(_serve_relay(options.url))
    else:
        seconds = 10**6 if options.requests else options.seconds
        found = asyncio.run(load(options.url, options.clients, seconds, stream=options.stream, most=options.requests))
        json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
