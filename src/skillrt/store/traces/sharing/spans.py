"""Episodes as OpenTelemetry spans by the conventions for generative AI, in the JSON form of OTLP.

One trace for each request of the user: a span for the agent, below it one for each answer of the model and each
tool call; sub-agents stand below the agent that started them. Words and results are left out unless `content`.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, Final

import skillrt
from skillrt.store.traces.episode import Call, Episode, Turn

_INTERNAL, _CLIENT = 1, 3  # kinds of spans
_OK, _ERROR = 1, 2  # codes of a status
_MS: Final = 1_000_000
_PROVIDERS: Final = (
    ("claude", "anthropic"),
    ("gpt", "openai"),
    ("o3", "openai"),
    ("o4", "openai"),
    ("gemini", "gcp.gemini"),
)


def spans_of(episodes: Iterable[Episode], *, content: bool = False) -> dict[str, Any]:
    """What an OTLP collector takes as one request (`/v1/traces`, JSON)."""
    listed = sorted(episodes, key=lambda episode: (episode.started, episode.id))
    parents = {episode.id: episode.parent for episode in listed}
    spans = [span for episode in listed for span in _spans(episode, _root(episode.id, parents), content=content)]
    resource = {"attributes": _attributes({"service.name": "skillrt", "service.version": skillrt.__version__})}
    scope = {"name": "skillrt.traces", "version": skillrt.__version__}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": scope, "spans": spans}]}]}


def _root(id: str, parents: dict[str, str]) -> str:
    seen: set[str] = set()
    while parents.get(id) and id not in seen:
        seen.add(id)
        id = parents[id]
    return id


def _spans(episode: Episode, root: str, *, content: bool) -> list[dict[str, Any]]:
    trace, own = _id(root, 16), _id(f"agent {episode.id}", 8)
    begun = episode.started * _MS
    end = begun + max(episode.took, 0) * _MS
    attributes: dict[str, Any] = {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": episode.harness or "agent",
        "gen_ai.provider.name": _provider(episode.model),
        "gen_ai.request.model": episode.model,
        "gen_ai.conversation.id": episode.session or episode.run or episode.id,
        "gen_ai.usage.input_tokens": episode.usage.input,
        "gen_ai.usage.output_tokens": episode.usage.output,
        "skillrt.episode.id": episode.id,
        "skillrt.run.id": episode.run,
        "skillrt.outcome": episode.outcome.kind,
        "skillrt.failure": episode.outcome.failure or "",
        "skillrt.skills.loaded": [skill.name for skill in episode.skills if skill.loaded_at >= 0],
        "skillrt.cost.usd": episode.cost,
    }
    if content:
        attributes |= {"skillrt.prompt": episode.prompt, "skillrt.final": episode.final}
    agent = _span(trace, own, f"invoke_agent {episode.harness or 'agent'}", (begun, end), attributes)
    agent["kind"] = _INTERNAL
    agent["status"] = {"code": _ERROR if episode.outcome.kind == "failed" else _OK}
    if episode.parent:
        agent["parentSpanId"] = _id(f"agent {episode.parent}", 8)
    found = [agent]
    for at, turn in enumerate(episode.turns):
        found += _of_turn(episode, turn, at, (trace, own), content=content)
    return found


def _of_turn(episode: Episode, turn: Turn, at: int, ids: tuple[str, str], *, content: bool) -> list[dict[str, Any]]:
    trace, own = ids
    begun = (episode.started + max(turn.began, 0)) * _MS
    end = begun + max(turn.took, 0) * _MS
    attributes: dict[str, Any] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": _provider(episode.model),
        "gen_ai.request.model": episode.model,
        "gen_ai.response.finish_reasons": [turn.stop] if turn.stop else [],
        "gen_ai.usage.input_tokens": turn.usage.input,
        "gen_ai.usage.output_tokens": turn.usage.output,
        "error.type": (str(turn.status) if turn.status else "no_answer") if turn.error else "",
        "skillrt.exchange.id": turn.exchange,
    }
    if content:
        attributes["skillrt.text"] = turn.text
    chat = _span(trace, _id(f"chat {episode.id} {at}", 8), f"chat {episode.model}", (begun, end), attributes)
    chat |= {"parentSpanId": own, "kind": _CLIENT}
    if turn.error:
        chat["status"] = {"code": _ERROR, "message": turn.error[:200]}
    tools = [
        _of_call(episode, call, f"{at} {number}", end, (trace, own), content=content)
        for number, call in enumerate(turn.calls)
    ]
    return [chat, *tools]


def _of_call(
    episode: Episode, call: Call, place: str, begun: int, ids: tuple[str, str], *, content: bool
) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": call.tool,
        "gen_ai.tool.type": "function",
        "gen_ai.tool.call.id": call.id,
        "skillrt.tool.operation": call.operation,
    }
    if content:
        attributes |= {"gen_ai.tool.call.arguments": call.arguments, "gen_ai.tool.call.result": call.result}
    times = (begun, begun + max(call.millis, 0) * _MS)
    span = _span(ids[0], _id(f"tool {episode.id} {place}", 8), f"execute_tool {call.tool}", times, attributes)
    span |= {"parentSpanId": ids[1], "kind": _INTERNAL}
    if call.is_error:
        span["status"] = {"code": _ERROR}
    return span


def _span(trace: str, own: str, name: str, times: tuple[int, int], attributes: dict[str, Any]) -> dict[str, Any]:
    return {
        "traceId": trace,
        "spanId": own,
        "name": name,
        "startTimeUnixNano": str(times[0]),
        "endTimeUnixNano": str(times[1]),
        "attributes": _attributes(attributes),
    }


def _attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in values.items() if value not in (None, "", [])]


def _value(value: object) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [{"stringValue": str(item)} for item in value]}}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return {"stringValue": str(value)}


def _provider(model: str) -> str:
    name = model.rpartition("/")[2].lower()
    return next((provider for beginning, provider in _PROVIDERS if name.startswith(beginning)), "")


def _id(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()
