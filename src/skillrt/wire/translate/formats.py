"""The form that an answer must have (a JSON schema), where a request asks for one."""

from skillrt.wire.exchange import Dialect, Extra, Request
from skillrt.wire.json_text import Members, extra_text, members, to_text, try_parse
from skillrt.wire.translate.target import Losses

_NAME = "answer"


def carried_format(request: Request, to: Dialect, losses: Losses) -> tuple[Extra, ...]:
    """The member that asks for the form, in another dialect."""
    wanted = _wanted(request)
    if wanted is None:
        return ()
    if not wanted:
        if to == "openai-chat":
            return (Extra(key="response_format", json='{"type":"json_object"}'),)
        if to == "openai-responses":
            return (Extra(key="text", json='{"format":{"type":"json_object"}}'),)
        losses.add("that the answer must be JSON is left out")
        return ()
    schema: Members = {"type": "json_schema", "schema": wanted.get("schema")}
    named: Members = {"name": wanted.get("name") or _NAME, "schema": wanted.get("schema")}
    if wanted.get("strict") is not None:
        named["strict"] = wanted["strict"]
    if to == "openai-chat":
        return (Extra(key="response_format", json=to_text({"type": "json_schema", "json_schema": named})),)
    if to == "openai-responses":
        return (Extra(key="text", json=to_text({"format": {"type": "json_schema", **named}})),)
    if to == "anthropic-messages":
        return (Extra(key="output_config", json=to_text({"format": schema})),)
    asked: Members = {"responseMimeType": "application/json", "responseJsonSchema": wanted.get("schema")}
    return (Extra(key="generationConfig", json=to_text(asked)),)


def _wanted(request: Request) -> Members | None:
    """Name, schema and strictness of what is asked for; no member for any JSON; None where nothing is asked."""
    if request.dialect == "openai-chat":
        asked = _member(request, "response_format")
        return _of(asked, members(asked.get("json_schema")))
    if request.dialect == "openai-responses":
        asked = members(_member(request, "text").get("format")) or {}
        return _of(asked, asked)
    if request.dialect == "anthropic-messages":
        asked = members(_member(request, "output_config").get("format")) or {}
        return _of(asked, asked)
    config = _member(request, "generationConfig")
    if config.get("responseMimeType") != "application/json":
        return None
    return {"schema": config["responseJsonSchema"]} if config.get("responseJsonSchema") else {}


def _of(asked: Members, inner: Members | None) -> Members | None:
    kind = asked.get("type")
    if kind == "json_object":
        return {}
    if kind != "json_schema" or inner is None or members(inner.get("schema")) is None:
        return None
    return {key: inner[key] for key in ("name", "schema", "strict") if key in inner}


def _member(request: Request, key: str) -> Members:
    return members(try_parse(extra_text(request.extra, key) or "")) or {}
