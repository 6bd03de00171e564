"""A model for tests of the built-in agent: a server on loopback that answers Chat Completions from a script."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Step = Any
"""An answer as `calls` and `says` make it, a status with a body, a page in place of an answer with its status, or a
function that gives one when it is asked."""


def calls(*wanted: tuple[str, Any]) -> Step:
    """An answer that calls tools: name and arguments (an object, or text as it is)."""
    return {"calls": [(name, args if isinstance(args, str) else json.dumps(args)) for name, args in wanted]}


def says(text: str) -> Step:
    """An answer in words."""
    return {"text": text}


class Model:
    """What was asked so far, and the script: the n-th request gets the n-th step, the last one again and again."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""

    def results(self, request: int = -1) -> list[str]:
        """The texts of the tool results in a request."""
        return [item["content"] for item in self.requests[request]["messages"] if item["role"] == "tool"]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One answer, streamed."""
        self.headers.append(dict(request.headers))
        self.requests.append(await request.json())
        step = self.steps[min(len(self.requests), len(self.steps)) - 1]
        step = step() if callable(step) else step
        if "page" in step:
            return web.Response(text=step["page"], status=step["status"], content_type="text/html")
        if "status" in step:
            return web.json_response(step["body"], status=step["status"])
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for chunk in _chunks(step, len(self.requests)):
            await response.write(f"data: {json.dumps(chunk)}\n\n".encode())
        await response.write(b"data: [DONE]\n\n")
        return response


def _chunks(step: Step, number: int):
    base = {"id": f"c{number}", "object": "chat.completion.chunk", "created": 1, "model": "m"}

    def delta(value: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {**base, "choices": [{"index": 0, "delta": value, "finish_reason": finish}]}

    yield delta({"role": "assistant", "content": ""})
    for word in step.get("text", "").split(" ") if step.get("text") else ():
        yield delta({"content": word + " "})
    for index, (name, arguments) in enumerate(step.get("calls", ())):
        head = {"index": index, "id": f"call_{number}_{index}", "type": "function"}
        yield delta({"tool_calls": [{**head, "function": {"name": name, "arguments": ""}}]})
        yield delta({"tool_calls": [{"index": index, "function": {"arguments": arguments}}]})
    yield delta({}, "tool_calls" if step.get("calls") else "stop")
    yield {**base, "choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}}


@asynccontextmanager
async def serving(*steps: Step) -> AsyncIterator[Model]:
    """The server while it runs."""
    model = Model(steps)
    app = web.Application(client_max_size=1 << 30)
    app.router.add_post("/v1/chat/completions", model.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    model.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield model
    finally:
        await runner.cleanup()
