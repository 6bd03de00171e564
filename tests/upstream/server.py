"""A scripted upstream: a real HTTP server on a free port of loopback that answers in whatever dialect it is asked in.

    with ScriptedUpstream([say(call("bash", command="ls")), say("done")]) as upstream:
        ...  # point a client to upstream.url (OpenAI's dialects: upstream.url + "/v1")
    assert [one.request.model for one in upstream.received] == ["m", "m"]

The script is a list of responses of the normal form (faults.py: or of things that go wrong), or a function from a
request to one. Histories that a provider would refuse are refused (rules.toml), unless `enforce` is false.
`python -m tests.upstream` runs the same in a process of its own.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence

import msgspec
from aiohttp import web

from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.dialects import codec, dialect_of
from skillrt.wire.exchange import Dialect, Request, Response, WireError
from tests.upstream.answers import Answer, as_provider, in_order, say
from tests.upstream.delivery import deliver
from tests.upstream.faults import Fault
from tests.upstream.rules import Memory, refusal

BODY_LIMIT = 1 << 30
HEADER_LIMIT = 1 << 16


class Received(msgspec.Struct, kw_only=True):
    """One request as it came; `request` and `dialect` where it asks a model, `response` what was answered."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    dialect: Dialect | None = None
    request: Request | None = None
    response: Response | None = None
    fault: Fault | None = None
    status: int = 0
    # why it was refused, and whether the client went away before the answer was complete
    refused: str = ""
    gone: bool = False


class ScriptedUpstream:
    """The server, in a thread of its own, from `start` to `stop` or inside `with`."""

    def __init__(
        self,
        script: Sequence[Response | Fault] | Answer,
        *,
        enforce: bool = True,
        piece: int = 8,
        port: int = 0,
        latency: float = 0.0,
    ) -> None:
        self._answer = script if callable(script) else in_order(script)
        self._memory = Memory() if enforce else None
        self._piece = piece
        self._port = port
        self._latency = latency
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="upstream", daemon=True)
        self.received: list[Received] = []

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def exchanges(self) -> list[Received]:
        """What asked a model."""
        return [one for one in self.received if one.request is not None]

    def start(self) -> "ScriptedUpstream":
        self._thread.start()
        assert self._ready.wait(10), "the upstream did not start"
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def __enter__(self) -> "ScriptedUpstream":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_route("*", "/{tail:.*}", self._handle)
        runner = web.AppRunner(
            app,
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=0.2,
            max_line_size=HEADER_LIMIT,
            max_field_size=HEADER_LIMIT,
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port)
        await site.start()
        self._port = runner.addresses[0][1]
        self._ready.set()
        await self._stopping.wait()
        await runner.cleanup()

    async def _handle(self, http: web.Request) -> web.StreamResponse:
        path = http.raw_path
        one = Received(method=http.method, path=path, headers=dict(http.headers), body=await http.read())
        self.received.append(one)
        one.dialect = dialect_of(http.method, path)
        if one.dialect is None:
            return self._aside(one)
        try:
            one.request = codec(one.dialect).decode_request(one.body, path)
        except NotUnderstood as error:
            return self._refuse(one, WireError(message=str(error), type="invalid_request_error", status=400))
        broken = refusal(one.request, self._memory) if self._memory is not None else None
        if broken is not None:
            one.refused = broken.message
            return self._refuse(one, broken)
        await asyncio.sleep(self._latency)
        answer = self._answer(one.request)
        one.fault = answer if isinstance(answer, Fault) else None
        if one.fault is not None and one.fault.kind == "status":
            return self._planted(one, one.fault)
        one.response = as_provider(one.fault.response or say() if one.fault else answer, one.request)
        if one.response.error is not None:
            return self._refuse(one, one.response.error)
        if self._memory is not None:
            self._memory.keep(one.request, one.response)
        one.status = 200
        chunks = self._chunks(one.request, one.response)
        try:
            return await deliver(http, chunks, self._kind(one), one.fault, self._stopping)
        except (asyncio.CancelledError, ConnectionError):
            one.gone = True
            raise

    def _chunks(self, request: Request, response: Response) -> Iterator[bytes]:
        """The body of an answer in the pieces in which it is sent."""
        if not request.stream:
            yield codec(request.dialect).encode_response(response)
            return
        writer = codec(request.dialect).writer(request)
        for delta in deltas_of(response, self._piece):
            yield writer.write(delta)
        yield writer.end()

    def _kind(self, one: Received) -> str:
        assert one.request is not None
        listed = one.dialect == "gemini" and "alt=sse" not in one.path
        return "text/event-stream" if one.request.stream and not listed else "application/json"

    def _planted(self, one: Received, fault: Fault) -> web.Response:
        error = WireError(message=fault.message, type=fault.type, code=fault.code, status=fault.status)
        response = self._refuse(one, error)
        if fault.retry_after:
            response.headers["retry-after"] = fault.retry_after
        return response

    def _refuse(self, one: Received, error: WireError) -> web.Response:
        assert one.dialect is not None
        encoded = codec(one.dialect).encode_error(error)
        one.status = encoded.status
        return web.Response(body=encoded.body, status=encoded.status, content_type="application/json")

    def _aside(self, one: Received) -> web.Response:
        """What harnesses ask besides: lists of models, counts of tokens, whether somebody is there."""
        path = one.path.partition("?")[0]
        one.status = 200
        if path.endswith("/models") and one.method == "GET":
            return web.json_response(
                {"object": "list", "data": [{"id": "mock-model", "object": "model"}], "models": []}
            )
        if path.endswith(("/count_tokens", ":countTokens")):
            return web.json_response({"input_tokens": 12, "totalTokens": 12})
        if one.method == "HEAD":
            return web.Response()
        one.status = 404
        return web.json_response({"error": {"message": f"nothing at {path}", "type": "not_found_error"}}, status=404)
