"""Responses of Chat Completions that are no streams: the message, its tokens, errors.

The first choice is the response; others are kept. What stands beside the message in the choice is kept under the mark
`choice`, what the message holds beside what the model said under `message`.
"""

from skillrt.wire.codec import EncodedError, NotUnderstood
from skillrt.wire.content import FORM
from skillrt.wire.errors import bare_error, bare_members, failing
from skillrt.wire.exchange import Extra, Response, StopReason, Usage, WireError
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
from skillrt.wire.openai_chat.messages import encode_answer, take_answer

STOPS: dict[str, StopReason] = {
    "stop": "end",
    "tool_calls": "tool-calls",
    "function_call": "tool-calls",
    "length": "length",
    "content_filter": "filtered",
    "error": "error",
}
# the word for a reason that this dialect has no word of its own for
STOP_WORDS: dict[StopReason, str] = {
    "end": "stop",
    "tool-calls": "tool_calls",
    "stop-sequence": "stop",
    "length": "length",
    "filtered": "content_filter",
    "paused": "stop",
    "error": "error",
}
# HTTP status of an error that came without one (in a stream, or from another dialect)
STATUSES = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "insufficient_quota": 429,
    "permission_error": 403,
    "not_found_error": 404,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "overloaded_error": 503,
}

_CONSTANTS: Members = {"id": "", "object": "chat.completion", "created": 0, "model": ""}
_CHOICE: Members = {"index": 0, "finish_reason": None}
_TOKENS = ("prompt_tokens", "completion_tokens", "total_tokens")


def decode_response(body: bytes, status: int) -> Response:
    """The response or the error in a body."""
    rest = parse_object(body)
    if "choices" not in rest and (error := take_error(rest, status)):
        return Response(dialect="openai-chat", stop="error", error=error, extra=extras(rest))
    if "choices" not in rest and status >= 400:
        return bare_error("openai-chat", rest, status)
    choices = items(rest.pop("choices", None))
    choice = members(choices[0]) if choices else None
    message = members(choice.get("message")) if choice else None
    if not choices or choice is None or message is None:
        raise NotUnderstood("a response without a choice that has a message")
    absent = missing(rest, _CONSTANTS)
    identity, model = take_text(rest, "id"), take_text(rest, "model")
    usage = decode_usage(rest.get("usage"))
    if usage is not None:
        del rest["usage"]
    take_constant(rest, "object", _CONSTANTS["object"])
    for key in ("id", "created", "model"):
        take_constant(rest, key, _CONSTANTS[key])
    absent_choice = missing(choice, _CHOICE)
    del choice["message"]
    take_constant(choice, "index", 0)
    word = take_text(choice, "finish_reason")
    take_constant(choice, "finish_reason", None)
    absent_message = missing(message, ("role",))
    take_constant(message, "role", "assistant")
    parts, marks = take_answer(message)
    marks |= {ABSENT: absent, "absent-choice": absent_choice, "absent-message": absent_message}
    marks |= {"choice": choice or None, "message": message or None, "choices": choices[1:] or None}
    stop = STOPS.get(word, "unknown")
    return Response(
        dialect="openai-chat",
        id=identity,
        model=model,
        parts=parts,
        stop=stop,
        stop_word=word,
        usage=usage,
        extra=extras(rest, marks),
    )


def encode_response(response: Response) -> bytes:
    """The body of a response or error."""
    extra = response.extra
    bare = bare_members(response)
    if bare is not None:
        return to_bytes(bare)
    if response.error is not None:
        return to_bytes(rebuild({}, extra, encode_error_member(response.error)))
    message = {
        "role": "assistant",
        **(members(marked(extra, "message")) or {}),
        **encode_answer(response.parts, _forms(extra)),
    }
    choice = {
        **_CHOICE,
        **(members(marked(extra, "choice")) or {}),
        "message": _drop(message, marked(extra, "absent-message")),
    }
    if word := stop_word(response):
        choice["finish_reason"] = word
    known: Members = {
        "choices": [_drop(choice, marked(extra, "absent-choice")), *(items(marked(extra, "choices")) or ())]
    }
    if response.id:
        known["id"] = response.id
    if response.model:
        known["model"] = response.model
    if response.usage is not None:
        known["usage"] = encode_usage(response.usage)
    return to_bytes(rebuild(_CONSTANTS, extra, known))


def _forms(extra: tuple[Extra, ...]) -> tuple[Extra, ...]:
    return tuple(one for one in extra if one.key == f"~{FORM}")


def _drop(source: Members, keys: Json) -> Members:
    """Without what was missing and says nothing."""
    absent = items(keys) or ()
    return {key: value for key, value in source.items() if key not in absent or value not in (None, 0, "assistant")}


def stop_word(response: Response) -> str:
    """The reason to stop, as written where that still says the same."""
    if response.stop_word and STOPS.get(response.stop_word, "unknown") == response.stop:
        return response.stop_word
    return STOP_WORDS.get(response.stop, "")


def decode_usage(value: Json) -> Usage | None:
    """The tokens; None where there is no object."""
    found = members(value)
    if found is None:
        return None
    rest = dict(found)
    absent = missing(rest, _TOKENS)
    read, written = take_count(rest, "prompt_tokens"), take_count(rest, "completion_tokens")
    take_constant(rest, "total_tokens", read + written)
    take_constant(rest, "prompt_tokens", 0)
    take_constant(rest, "completion_tokens", 0)
    cached, stored = _take_details(rest, "prompt_tokens_details", ("cached_tokens", "cache_write_tokens"))
    (thinking,) = _take_details(rest, "completion_tokens_details", ("reasoning_tokens",))
    return Usage(
        input=read,
        output=written,
        cache_read=cached,
        cache_write=stored,
        thinking=thinking,
        extra=extras(rest, {ABSENT: absent}),
    )


def _take_details(rest: Members, key: str, names: tuple[str, ...]) -> list[int]:
    details = members(rest.get(key))
    if details is None:
        return [0] * len(names)
    inner = dict(details)
    counts = [take_count(inner, name) for name in names]
    if inner or not any(counts):
        rest[key] = inner
    else:
        del rest[key]
    return counts


def encode_usage(usage: Usage) -> Members:
    """The tokens as an object."""
    known: Members = {}
    constants: Members = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": usage.input + usage.output}
    if usage.input:
        known["prompt_tokens"] = usage.input
    if usage.output:
        known["completion_tokens"] = usage.output
    known |= _details(
        usage, "prompt_tokens_details", {"cached_tokens": usage.cache_read, "cache_write_tokens": usage.cache_write}
    )
    known |= _details(usage, "completion_tokens_details", {"reasoning_tokens": usage.thinking})
    return rebuild(constants, usage.extra, known)


def _details(usage: Usage, key: str, counts: dict[str, int]) -> Members:
    said = {name: count for name, count in counts.items() if count}
    text = extra_text(usage.extra, key)
    rest = members(try_parse(text)) if text else None
    return {key: {**(rest or {}), **said}} if said else {}


def take_error(rest: Members, status: int) -> WireError | None:
    """Take the member `error` out of an object; None where it has none. Some providers send a mere text."""
    value = rest.get("error")
    if isinstance(value, str) and value:
        del rest["error"]
        return WireError(message=value, status=failing(status), extra=extras({}, {"form": "text"}))
    found = members(value)
    if found is None:
        return None
    del rest["error"]
    inner = dict(found)
    absent = missing(inner, ("message", "type", "param", "code"))
    message, kind, code = (take_text(inner, key) for key in ("message", "type", "code"))
    take_constant(inner, "message", "")
    for key in ("type", "param", "code"):
        take_constant(inner, key, None)
    return WireError(
        message=message, type=kind, code=code, status=failing(status), extra=extras(inner, {ABSENT: absent})
    )


def encode_error_member(error: WireError) -> Members:
    """An error as the member `error`."""
    if marked(error.extra, "form") == "text":
        return {"error": error.message}
    said = {"message": error.message, "type": error.type, "code": error.code}
    known: Members = {key: value for key, value in said.items() if value}
    return {"error": rebuild({"message": "", "type": None, "param": None, "code": None}, error.extra, known)}


def encode_error(error: WireError) -> EncodedError:
    """An error as a response of its own."""
    status = error.status or STATUSES.get(error.type) or STATUSES.get(error.code) or 500
    return EncodedError(status=status, body=to_bytes(encode_error_member(error)))
