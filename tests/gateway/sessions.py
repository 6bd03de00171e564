"""Sessions for tests: a policy with one provider, requests, and events with a clock of their own."""

import json
from collections.abc import Sequence
from typing import Any

from skillrt.gateway.access import Access, Run
from skillrt.gateway.events import (
    Action,
    RequestChunk,
    RequestEnd,
    RequestHead,
    UpstreamChunk,
    UpstreamEnd,
    UpstreamFailed,
    UpstreamHead,
)
from skillrt.gateway.policy import Limits, Policy
from skillrt.gateway.routes import Routes, Upstream
from skillrt.gateway.session import Session

RUN = Run(id="0" * 32)
PREFIX = f"/run/{RUN.id}"
HOST = ("Host", "127.0.0.1:4141")
JSON = ("Content-Type", "application/json")
SSE = ("Content-Type", "text/event-stream")
CHAT = Upstream(name="there", base_url="https://there.example/v1", dialects=("openai-chat",), key="the key")


def policy(*upstreams: Upstream, limits: Limits | None = None, **changes: Any) -> Policy:
    return Policy(
        routes=Routes(upstreams or (CHAT,)),
        access=changes.pop("access", Access(runs={RUN.id: RUN})),
        limits=limits or Limits(),
        chance=lambda: 0.0,
        **changes,
    )


def head(
    target: str = f"{PREFIX}/v1/chat/completions", method: str = "POST", *fields: tuple[str, str]
) -> RequestHead:
    return RequestHead(now=0.0, method=method, target=target, headers=(HOST, JSON, *fields))


def begun(
    rules: Policy, body: bytes = b'{"model":"m"}', request: RequestHead | None = None
) -> tuple[Session, list[Action]]:
    """A session whose request is whole, and what it wants then."""
    session = Session(rules)
    session.handle(request or head())
    session.handle(RequestChunk(now=0.0, data=body))
    return session, session.handle(RequestEnd(now=0.0))


def answered(status: int = 200, *fields: tuple[str, str], now: float = 1.0) -> UpstreamHead:
    return UpstreamHead(now=now, status=status, reason="", headers=(JSON, *fields))


def piece(data: bytes, now: float = 1.0) -> UpstreamChunk:
    return UpstreamChunk(now=now, data=data)


def ended(now: float = 1.0) -> UpstreamEnd:
    return UpstreamEnd(now=now)


def broke(kind: Any = "reset", now: float = 1.0) -> UpstreamFailed:
    return UpstreamFailed(now=now, kind=kind, message="it broke")


def error(**members: object) -> bytes:
    return json.dumps({"error": members}).encode()


def kinds(actions: Sequence[Action]) -> list[str]:
    return [type(action).__name__ for action in actions]
