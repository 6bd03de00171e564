"""Whole responses and errors."""

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Part, Response, StopReason, ToolCall, Usage, WireError
from skillrt.wire.json_text import (
    Json,
    Members,
    extras,
    items,
    members,
    parse_object,
    rebuild,
    take_count,
    take_text,
    to_bytes,
)
from skillrt.wire.members import kept_object, settled
from skillrt.wire.openai_responses.items import DONE, Form, decode_item, encode_items, opaque_item, stands_in_message

# what the object of a response always has
CONSTANTS: Members = {
    "object": "response",
    "created_at": 0,
    "error": None,
    "incomplete_details": None,
    "output": [],
}

# reason of an incomplete response -> why it ended
INCOMPLETE: dict[str, StopReason] = {"max_output_tokens": "length", "content_filter": "filtered"}


def decode_response(body: bytes, status: int) -> Response:
    """The response or error in a body; raises NotUnderstood."""
    found = parse_object(body)
    if "output" in found or found.get("object") == "response":
        return response_of(found)
    error = dict(members(found.pop("error", None)) or {})
    if not isinstance(error.get("message"), str):
        raise NotUnderstood("neither a response nor an error")
    return Response(
        dialect="openai-responses",
        stop="error",
        error=decode_error(error, status),
        extra=extras(found),
    )


def encode_response(response: Response) -> bytes:
    """The body of a response; of an error that came in place of one."""
    if response.error is not None and response.stop_word != "failed":
        return to_bytes(rebuild({}, response.extra, {"error": encode_error(response.error)}))
    return to_bytes(written(response))


def response_of(found: Members, streamed: tuple[Part, ...] = ()) -> Response:
    """The response that an object is; `streamed` are its parts where `output` says none. Takes its members out."""
    constants = dict(CONSTANTS)
    identity, model = take_text(found, "id"), take_text(found, "model")
    parts = streamed
    if listed := items(found.get("output")):
        del found["output"], constants["output"]
        parts = output_parts(listed, identity)
    error = _take_failure(found, constants)
    stop, word = _take_stop(found, constants, parts)
    usage: Usage | None = None
    if (counted := members(found.get("usage"))) is not None:
        del found["usage"]
        usage = decode_usage(dict(counted))
    return Response(
        dialect="openai-responses",
        id=identity,
        model=model,
        parts=parts,
        stop="error" if error else stop,
        stop_word=word,
        usage=usage,
        error=error,
        extra=settled(found, constants),
    )


def written(response: Response) -> Members:
    """The object of a response."""
    known: Members = {"output": output_items(response.parts, response.id)} if response.parts else {}
    if response.id:
        known["id"] = response.id
    if response.model:
        known["model"] = response.model
    known.update(_stop(response))
    if response.usage is not None:
        known["usage"] = encode_usage(response.usage)
    return rebuild(CONSTANTS, response.extra, known)


def output_parts(listed: list[Json], seed: str) -> tuple[Part, ...]:
    """The parts of the items of `output`."""
    parts: list[Part] = []
    form = Form(seed)
    for place, value in enumerate(listed):
        item = members(value)
        after_text = bool(parts) and stands_in_message(parts[-1])
        parts += (opaque_item(value),) if item is None else decode_item(item, place, form, after_text)
    return tuple(parts)


def output_items(parts: tuple[Part, ...], seed: str) -> list[Json]:
    """The items of `output` for these parts."""
    return encode_items(parts, "assistant", Form(seed))


def decode_error(error: Members, status: int) -> WireError:
    """An error's members."""
    return WireError(
        message=str(error.pop("message")),
        type=take_text(error, "type"),
        code=take_text(error, "code"),
        status=status,
        extra=extras(error),
    )


def encode_error(error: WireError) -> Members:
    """The members of an error."""
    known: Members = {"message": error.message}
    if error.type:
        known["type"] = error.type
    if error.code:
        known["code"] = error.code
    return rebuild({}, error.extra, known)


def decode_usage(found: Members) -> Usage:
    """Tokens; takes the members out."""
    read, wrote = take_count(found, "input_tokens"), take_count(found, "output_tokens")
    constants = _usage_constants(read, wrote)
    cached, stored = _take_details(found, "input_tokens_details", ("cached_tokens", "cache_write_tokens"), constants)
    (thought,) = _take_details(found, "output_tokens_details", ("reasoning_tokens",), constants)
    return Usage(
        input=read,
        output=wrote,
        cache_read=cached,
        cache_write=stored,
        thinking=thought,
        extra=settled(found, constants),
    )


def encode_usage(usage: Usage) -> Members:
    """The members that say these tokens."""
    known: Members = {}
    if usage.input:
        known["input_tokens"] = usage.input
    if usage.output:
        known["output_tokens"] = usage.output
    read = {"cached_tokens": usage.cache_read, "cache_write_tokens": usage.cache_write}
    for key, counts in (
        ("input_tokens_details", read),
        ("output_tokens_details", {"reasoning_tokens": usage.thinking}),
    ):
        if any(counts.values()):
            said = {name: count for name, count in counts.items() if count}
            known[key] = {**kept_object(usage.extra, key), **said}
    return rebuild(_usage_constants(usage.input, usage.output) | known, usage.extra, known)


def _usage_constants(read: int, wrote: int) -> Members:
    known: Members = {} if read else {"input_tokens": 0}
    if not wrote:
        known["output_tokens"] = 0
    return {
        **known,
        "total_tokens": read + wrote,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    }


def _take_details(found: Members, key: str, names: tuple[str, ...], constants: Members) -> list[int]:
    details = dict(members(found.get(key)) or {})
    counts = [take_count(details, name) for name in names]
    if any(counts):
        del constants[key]
        if details:
            found[key] = details
        else:
            del found[key]
    return counts


def _take_failure(found: Members, constants: Members) -> WireError | None:
    error = dict(members(found.get("error")) or {})
    if found.get("status") != "failed" or not isinstance(error.get("message"), str):
        return None
    del found["error"], constants["error"]
    return decode_error(error, 0)


def _take_stop(found: Members, constants: Members, parts: tuple[Part, ...]) -> tuple[StopReason, str]:
    details = members(found.get("incomplete_details")) or {}
    status = take_text(found, "status")
    if status == DONE:
        return ("tool-calls" if any(isinstance(part, ToolCall) for part in parts) else "end"), status
    reason = details.get("reason")
    if status == "incomplete" and len(details) == 1 and isinstance(reason, str) and reason in INCOMPLETE:
        del found["incomplete_details"], constants["incomplete_details"]
        return INCOMPLETE[reason], reason
    return "unknown", status


def _stop(response: Response) -> Members:
    """Status and what belongs to it."""
    if response.error is not None:
        return {"status": "failed", "error": encode_error(response.error)}
    if response.stop in INCOMPLETE.values():
        reason = next(reason for reason, stop in INCOMPLETE.items() if stop == response.stop)
        return {"status": "incomplete", "incomplete_details": {"reason": reason}}
    if response.stop == "unknown":
        return {"status": response.stop_word} if response.stop_word else {}
    return {"status": DONE}
