"""Responses of Anthropic Messages that are no streams, their tokens, errors."""

from skillrt.wire.anthropic.blocks import decode_block, encode_block
from skillrt.wire.codec import EncodedError, NotUnderstood
from skillrt.wire.errors import bare_error, bare_members, failing
from skillrt.wire.exchange import Response, StopReason, Usage, WireError
from skillrt.wire.json_text import (
    ABSENT,
    Json,
    Members,
    extra_text,
    extras,
    items,
    marked,
    members,
    missing,
    parse_object,
    rebuild,
    take_constant,
    take_count,
    take_text,
    to_bytes,
    try_parse,
)

STOPS: dict[str, StopReason] = {
    "end_turn": "end",
    "tool_use": "tool-calls",
    "stop_sequence": "stop-sequence",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "filtered",
    "pause_turn": "paused",
}
STOP_WORDS: dict[StopReason, str] = {
    "end": "end_turn",
    "tool-calls": "tool_use",
    "stop-sequence": "stop_sequence",
    "length": "max_tokens",
    "filtered": "refusal",
    "paused": "pause_turn",
}
# HTTP status of errors by their type (https://docs.anthropic.com/en/api/errors, read 2026-11-28)
STATUSES = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
_TYPES = {status: kind for kind, status in STATUSES.items()}

_CONSTANTS: Members = {
    "id": "",
    "type": "message",
    "role": "assistant",
    "model": "",
    "stop_reason": None,
    "stop_sequence": None,
}
_TOKENS = ("input_tokens", "output_tokens")
_CACHE_READ, _CACHE_WRITE = "cache_read_input_tokens", "cache_creation_input_tokens"
_DETAILS = "output_tokens_details"


def decode_response(body: bytes, status: int) -> Response:
    """The response or the error in a body."""
    rest = parse_object(body)
    if "content" not in rest and (error := take_error(rest, status)):
        return Response(dialect="anthropic-messages", stop="error", error=error, extra=extras(rest))
    if "content" not in rest and status >= 400:
        return bare_error("anthropic-messages", rest, status)
    return take_message(rest)


def take_message(rest: Members) -> Response:
    """The response that an object with `content` is; in a stream it has begun with that."""
    content = items(rest.pop("content", None))
    if content is None:
        raise NotUnderstood("a response without content")
    absent = missing(rest, _CONSTANTS)
    identity, model = take_text(rest, "id"), take_text(rest, "model")
    word, sequence = take_text(rest, "stop_reason"), take_text(rest, "stop_sequence")
    for key, value in _CONSTANTS.items():
        take_constant(rest, key, value)
    usage = decode_usage(rest.get("usage"))
    if usage is not None:
        del rest["usage"]
    return Response(
        dialect="anthropic-messages",
        id=identity,
        model=model,
        parts=tuple([decode_block(block) for block in content]),
        stop=STOPS.get(word, "unknown"),
        stop_word=word,
        stop_sequence=sequence,
        usage=usage,
        extra=extras(rest, {ABSENT: absent}),
    )


def encode_response(response: Response) -> bytes:
    """The body of a response or error."""
    bare = bare_members(response)
    if bare is not None:
        return to_bytes(bare)
    if response.error is not None:
        return to_bytes(rebuild({}, response.extra, encode_error_member(response.error)))
    known: Members = {"content": [encode_block(part) for part in response.parts]}
    return to_bytes(encode_message(response, known))


def encode_message(response: Response, known: Members) -> Members:
    """A response as an object, whose content is in `known` already."""
    said = {
        "id": response.id,
        "model": response.model,
        "stop_reason": stop_word(response.stop, response.stop_word),
        "stop_sequence": response.stop_sequence,
    }
    known |= {key: text for key, text in said.items() if text}
    if response.usage is not None:
        known["usage"] = encode_usage(response.usage)
    return rebuild(_CONSTANTS, response.extra, known)


def stop_word(stop: StopReason, word: str) -> str:
    """The reason to stop, as written where that still says the same."""
    return word if word and STOPS.get(word, "unknown") == stop else STOP_WORDS.get(stop, "")


def decode_usage(value: Json) -> Usage | None:
    """The tokens; None where there is no object. What was read from a cache or written to it counts as input."""
    found = members(value)
    if found is None:
        return None
    rest = dict(found)
    absent = missing(rest, _TOKENS)
    read, written = take_count(rest, "input_tokens"), take_count(rest, "output_tokens")
    for key in _TOKENS:
        take_constant(rest, key, 0)
    cached, stored = take_count(rest, _CACHE_READ), take_count(rest, _CACHE_WRITE)
    details = members(rest.get(_DETAILS))
    inner = dict(details) if details else {}
    if thinking := take_count(inner, "thinking_tokens"):
        rest[_DETAILS] = inner
        if not inner:
            del rest[_DETAILS]
    return Usage(
        input=read + cached + stored,
        output=written,
        cache_read=cached,
        cache_write=stored,
        thinking=thinking,
        extra=extras(rest, {ABSENT: absent}),
    )


def encode_usage(usage: Usage) -> Members:
    """The tokens as an object."""
    counts = {
        "input_tokens": max(usage.input - usage.cache_read - usage.cache_write, 0),
        "output_tokens": usage.output,
        _CACHE_READ: usage.cache_read,
        _CACHE_WRITE: usage.cache_write,
    }
    known: Members = {key: count for key, count in counts.items() if count}
    if usage.thinking:
        text = extra_text(usage.extra, _DETAILS)
        inner = members(try_parse(text)) if text else None
        known[_DETAILS] = {**(inner or {}), "thinking_tokens": usage.thinking}
    return rebuild({"input_tokens": 0, "output_tokens": 0}, usage.extra, known)


def take_error(rest: Members, status: int) -> WireError | None:
    """Take an error out of an object; None where it has none."""
    found = members(rest.get("error"))
    if found is None or rest.get("type", "error") != "error":
        return None
    absent = missing(rest, ("type",))
    rest.pop("type", None)
    del rest["error"]
    inner = dict(found)
    marks: Members = {ABSENT: missing(inner, ("type", "message")), "outer": absent}
    kind, message = take_text(inner, "type"), take_text(inner, "message")
    take_constant(inner, "message", "")
    take_constant(inner, "type", "")
    return WireError(message=message, type=kind, status=failing(status), extra=extras(inner, marks))


def encode_error_member(error: WireError) -> Members:
    """An error as the members of its object."""
    said = {"type": error.type, "message": error.message}
    known: Members = {key: text for key, text in said.items() if text}
    written: Members = {"error": rebuild({"type": "", "message": ""}, error.extra, known)}
    return written if marked(error.extra, "outer") else {"type": "error", **written}


def encode_error(error: WireError) -> EncodedError:
    """An error as a response of its own. What has no type gets the one that its status has."""
    status = error.status or STATUSES.get(error.type, 500)
    kind = error.type or _TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")
    named = WireError(message=error.message, type=kind, extra=error.extra)
    return EncodedError(status=status, body=to_bytes(encode_error_member(named)))
