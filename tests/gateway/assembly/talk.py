"""Traffic of our own in the shapes of six harnesses: what each would send, request by request, through the real
codecs."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from skillrt.store.traces import ExchangeRecord
from skillrt.store.traces.identity import identified
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Request, Response, Text, ToolCall, Usage, WireError

BEGUN = 4_000_000_000_000_000_000  # in 2096: never too old to be kept
SECOND = 1_000_000_000

Entry = tuple  # ("system", text) ("user", texts) ("assistant", text, calls) ("results", [(id, name, text, is_error)])


def chat(model: str, history: list[Entry], tools: list[str]) -> tuple[dict, str]:
    messages = []
    for kind, *rest in history:
        if kind in {"system", "user"}:
            text = rest[0] if isinstance(rest[0], str) else "\n".join(rest[0])
            messages.append({"role": kind, "content": text})
        elif kind == "assistant":
            calls = [
                {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}
                for id, name, arguments in rest[1]
            ]
            messages.append(
                {"role": "assistant", "content": rest[0] or None} | ({"tool_calls": calls} if calls else {})
            )
        else:
            messages += [{"role": "tool", "tool_call_id": id, "content": text} for id, _, text, _ in rest[0]]
    offered = [{"type": "function", "function": {"name": name, "parameters": {"type": "object"}}} for name in tools]
    body = {"model": model, "messages": messages, "stream": True} | ({"tools": offered} if offered else {})
    return body, "/v1/chat/completions"


def responses(model: str, history: list[Entry], tools: list[str]) -> tuple[dict, str]:
    items = []
    for kind, *rest in history:
        if kind in {"system", "user"}:
            texts = [rest[0]] if isinstance(rest[0], str) else rest[0]
            role = "developer" if kind == "system" else "user"
            content = [{"type": "input_text", "text": text} for text in texts]
            items.append({"type": "message", "role": role, "content": content})
        elif kind == "assistant":
            if rest[0]:
                content = [{"type": "output_text", "text": rest[0]}]
                items.append({"type": "message", "role": "assistant", "content": content})
            items += [
                {"type": "function_call", "call_id": id, "name": name, "arguments": arguments}
                for id, name, arguments in rest[1]
            ]
        else:
            items += [{"type": "function_call_output", "call_id": id, "output": text} for id, _, text, _ in rest[0]]
    offered = [{"type": "function", "name": name, "parameters": {"type": "object"}} for name in tools]
    return {"model": model, "input": items, "tools": offered, "stream": True, "store": False}, "/v1/responses"


def anthropic(model: str, history: list[Entry], tools: list[str]) -> tuple[dict, str]:
    system, messages = [], []
    for kind, *rest in history:
        if kind == "system":
            system.append({"type": "text", "text": rest[0]})
        elif kind == "user":
            texts = [rest[0]] if isinstance(rest[0], str) else rest[0]
            messages.append({"role": "user", "content": [{"type": "text", "text": text} for text in texts]})
        elif kind == "assistant":
            content = [{"type": "text", "text": rest[0]}] if rest[0] else []
            content += [
                {"type": "tool_use", "id": id, "name": name, "input": json.loads(arguments)}
                for id, name, arguments in rest[1]
            ]
            messages.append({"role": "assistant", "content": content})
        else:
            content = [
                {"type": "tool_result", "tool_use_id": id, "content": text, "is_error": is_error}
                for id, _, text, is_error in rest[0]
            ]
            # what the harness says beside results stands in the same message
            content += [{"type": "text", "text": text} for text in rest[1:]]
            messages.append({"role": "user", "content": content})
    if messages and isinstance(messages[-1]["content"], list):
        messages[-1]["content"][-1]["cache_control"] = {"type": "ephemeral"}  # it moves from request to request
    offered = [{"name": name, "input_schema": {"type": "object"}} for name in tools]
    body = {
        "model": model,
        "system": system,
        "messages": messages,
        "max_tokens": 100,
        "stream": True,
        "tools": offered,
    }
    return body, "/v1/messages?beta=true"


def gemini(model: str, history: list[Entry], tools: list[str]) -> tuple[dict, str]:
    system, contents = [], []
    for kind, *rest in history:
        if kind == "system":
            system.append({"text": rest[0]})
        elif kind == "user":
            texts = [rest[0]] if isinstance(rest[0], str) else rest[0]
            contents.append({"role": "user", "parts": [{"text": text} for text in texts]})
        elif kind == "assistant":
            parts: list[dict] = [{"text": rest[0]}] if rest[0] else []
            parts += [
                {"functionCall": {"id": id, "name": name, "args": json.loads(arguments)}}
                for id, name, arguments in rest[1]
            ]
            contents.append({"role": "model", "parts": parts})
        else:
            parts = [
                {"functionResponse": {"id": id, "name": name, "response": {"output": text}}}
                for id, name, text, _ in rest[0]
            ]
            contents.append({"role": "user", "parts": parts})
    offered = [
        {"functionDeclarations": [{"name": name, "parametersJsonSchema": {"type": "object"}} for name in tools]}
    ]
    body = {"contents": contents, "systemInstruction": {"parts": system}, "tools": offered if tools else []}
    return body, f"/v1beta/models/{model}:streamGenerateContent?alt=sse"


SHAPES: dict[Dialect, Callable] = {
    "openai-chat": chat,
    "openai-responses": responses,
    "anthropic-messages": anthropic,
    "gemini": gemini,
}


@dataclass
class Talk:
    """One harness that talks to its model. Each `send` gives a record; time goes on by a second with each."""

    dialect: Dialect
    model: str = "claude-sonnet-4-5"
    headers: dict[str, str] = field(default_factory=dict)
    run: str = "r1"
    harness: str = ""
    tools: tuple[str, ...] = ("bash",)
    sent: list[ExchangeRecord] = field(default_factory=list)

    def send(
        self,
        history: list[Entry],
        text: str = "",
        calls: list[tuple[str, str, str]] | None = None,
        *,
        error: str = "",
        headers: dict[str, str] | None = None,
        tools: tuple[str, ...] | None = None,
        **given,
    ) -> ExchangeRecord:
        """One request with this history, answered by text and calls, or by an error."""
        body, path = SHAPES[self.dialect](self.model, history, list(self.tools if tools is None else tools))
        request = codec(self.dialect).decode_request(json.dumps(body).encode(), path)
        number = len(self.sent)
        values = {
            "id": f"{self.run}-{number:03}", "started": BEGUN + number * SECOND, "run": self.run,
            "harness": self.harness, "dialect": self.dialect, "model": self.model, "path": path,
            "first_byte_ms": 120.0, "total_ms": 400.0, "status": 500 if error else 200, "request": request,
            "response": self._answer(text, calls or [], error),
            "headers": tuple((self.headers | (headers or {})).items()),
        }  # fmt: skip
        record = identified(ExchangeRecord(**(values | given)))
        self.sent.append(record)
        return record

    def _answer(self, text: str, calls: list[tuple[str, str, str]], error: str) -> Response:
        if error:
            return Response(dialect=self.dialect, stop="error", error=WireError(message=error, status=500))
        parts = ((Text(text=text),) if text else ()) + tuple(
            ToolCall(id=id, name=name, arguments=arguments) for id, name, arguments in calls
        )
        usage = Usage(input=1000, output=50, cache_read=600)
        stop = "tool-calls" if calls else "end"
        return Response(dialect=self.dialect, model=self.model, parts=parts, stop=stop, usage=usage)


def request_of(record: ExchangeRecord) -> Request:
    assert record.request
    return record.request


def without_times(record: ExchangeRecord) -> ExchangeRecord:
    return msgspec.structs.replace(record, started=0)


SKILLS = {"paper": "Fold paper into shapes.", "clay": "Bake clay."}


def tags(folder: str = "/home/u/w/.agents/skills") -> str:
    """The list of skills as most harnesses write it."""
    entries = "".join(
        f"  <skill>\n    <name>{name}</name>\n    <description>{text}</description>\n"
        f"    <location>{folder}/{name}/SKILL.md</location>\n  </skill>\n"
        for name, text in SKILLS.items()
    )
    return f"<available_skills>\n{entries}</available_skills>"


def lines(end: str = "") -> str:
    """The list of skills as lines, perhaps with files."""
    return "\n".join(f"- {name}: {text}{end.format(name)}" for name, text in SKILLS.items())
