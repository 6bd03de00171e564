"""Whole responses and errors. The first candidate is the response; others are kept.

Reasons why a candidate ended: FinishReason and BlockReason of the API reference (2026-11-28).
"""

from skillrt.wire.codec import EncodedError, NotUnderstood
from skillrt.wire.exchange import Part, Response, StopReason, ToolCall, Usage, WireError
from skillrt.wire.gemini.parts import Calls, decode_part, encode_part
from skillrt.wire.json_text import (
    Json,
    Members,
    extras,
    items,
    marked,
    members,
    parse,
    rebuild,
    take_count,
    take_text,
    to_bytes,
)
from skillrt.wire.members import folded, kept_object, objects_in, settled, unfolded

REASONS: dict[str, StopReason] = {
    "STOP": "end",
    "MAX_TOKENS": "length",
    **dict.fromkeys(
        (
            "SAFETY",
            "RECITATION",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION",
        ),
        "filtered",
    ),
    **dict.fromkeys(
        (
            "MALFORMED_FUNCTION_CALL",
            "UNEXPECTED_TOOL_CALL",
            "TOO_MANY_TOOL_CALLS",
            "MISSING_THOUGHT_SIGNATURE",
            "MALFORMED_RESPONSE",
        ),
        "error",
    ),
}
# what is written for a stop reason of another dialect
WORDS: dict[StopReason, str] = {"length": "MAX_TOKENS", "filtered": "SAFETY", "error": "OTHER", "unknown": ""}
STATUSES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"} | {
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_CANDIDATE: Members = {"index": 0}
_CONTENT: Members = {"role": "model"}


def decode_response(body: bytes, status: int) -> Response:
    """The response or error in a body; raises NotUnderstood."""
    value = parse(body)
    listed = objects_in(value)
    alone = listed[0] if listed and len(listed) == 1 else None
    found = dict(alone or members(value) or {})
    if members(found.get("error")) is not None:
        return _failed(found, status, alone is not None)
    if alone is not None or not ({"candidates", "promptFeedback", "usageMetadata"} & found.keys()):
        raise NotUnderstood("neither a response nor an error")
    return response_of(found, Calls())


def encode_response(response: Response) -> bytes:
    """The body of a response."""
    if response.error is None:
        return to_bytes(written(response))
    body = rebuild({}, response.extra, {"error": encode_error(response.error)})
    return to_bytes([body] if marked(response.extra, "list") else body)


def response_of(found: Members, calls: Calls) -> Response:
    """The response that an object is. Takes its members out."""
    identity, model = take_text(found, "responseId"), take_text(found, "modelVersion")
    candidates = objects_in(found.get("candidates"))
    parts: tuple[Part, ...] = ()
    word, marks = "", Members()
    feedback = members(found.get("promptFeedback")) or {}
    if candidates:
        del found["candidates"]
        parts, word, candidate = decode_candidate(dict(candidates[0]), calls)
        if candidate is None and not parts and (not word or word == block_reason(feedback)):
            # nothing else would say that there was one
            candidate = {}
        marks = {"candidate": candidate, "candidates": candidates[1:] or None}
    usage: Usage | None = None
    if (counted := members(found.get("usageMetadata"))) is not None:
        del found["usageMetadata"]
        usage = decode_usage(dict(counted))
    stop = stop_of(word, parts)
    if not candidates and (blocked := block_reason(feedback)):
        word, stop = blocked, "filtered"
    return Response(
        dialect="gemini",
        id=identity,
        model=model,
        parts=parts,
        stop=stop,
        stop_word=word,
        usage=usage,
        extra=extras(found, marks),
    )


def written(response: Response) -> Members:
    """The object of a response."""
    known: Members = {}
    if response.id:
        known["responseId"] = response.id
    if response.model:
        known["modelVersion"] = response.model
    if response.usage is not None:
        known["usageMetadata"] = encode_usage(response.usage)
    rest = marked(response.extra, "candidate")
    word = word_of(response)
    feedback = kept_object(response.extra, "promptFeedback")
    blocked = response.stop == "filtered" and block_reason(feedback) == response.stop_word
    if rest is not None or response.parts or (word and not blocked):
        others = items(marked(response.extra, "candidates")) or []
        candidate = encode_candidate(response.parts, word, rest)
        known["candidates"] = [candidate, *others]
    return rebuild({}, response.extra, known)


def decode_candidate(found: Members, calls: Calls) -> tuple[tuple[Part, ...], str, Members | None]:
    """Parts, the reason why it ended as written, and what is left."""
    word = take_text(found, "finishReason")
    parts: tuple[Part, ...] = ()
    marks: Members = {}
    content = dict(members(found.get("content")) or {})
    listed = items(content.get("parts"))
    if listed:
        del found["content"], content["parts"]
        parts = tuple([decode_part(value, calls) for value in listed])
        marks["content"] = folded(settled(content, _CONTENT))
    return parts, word, folded(settled(found, _CANDIDATE, marks))


def encode_candidate(parts: tuple[Part, ...], word: str, rest: Json) -> Members:
    """A candidate."""
    extra = unfolded(rest)
    known: Members = {"finishReason": word} if word else {}
    if parts:
        inside: Members = {"parts": [encode_part(part) for part in parts]}
        known["content"] = rebuild(_CONTENT, unfolded(marked(extra, "content")), inside)
    return rebuild(_CANDIDATE, extra, known)


def stop_of(word: str, parts: tuple[Part, ...]) -> StopReason:
    """Why a candidate ended."""
    stop = REASONS.get(word, "unknown")
    return "tool-calls" if stop == "end" and any(isinstance(part, ToolCall) for part in parts) else stop


def word_of(response: Response) -> str:
    """The reason as this dialect has it."""
    word = response.stop_word
    same = stop_of(word, response.parts) == response.stop
    return word if word and same else WORDS.get(response.stop, "STOP")


def block_reason(feedback: Members) -> str:
    """Why a prompt was not answered; empty where it was."""
    reason = feedback.get("blockReason")
    return reason if isinstance(reason, str) else ""


def decode_usage(found: Members) -> Usage:
    """Tokens; takes the members out."""
    read, wrote = take_count(found, "promptTokenCount"), take_count(found, "candidatesTokenCount")
    cached, thought = take_count(found, "cachedContentTokenCount"), take_count(found, "thoughtsTokenCount")
    constants = _usage_constants(read, wrote, thought)
    extra = settled(found, constants)
    return Usage(input=read, output=wrote + thought, cache_read=cached, thinking=thought, extra=extra)


def encode_usage(usage: Usage) -> Members:
    """The members that say these tokens."""
    wrote = max(usage.output - usage.thinking, 0)
    counts = {
        "promptTokenCount": usage.input,
        "candidatesTokenCount": wrote,
        "cachedContentTokenCount": usage.cache_read,
        "thoughtsTokenCount": usage.thinking,
    }
    known: Members = {key: count for key, count in counts.items() if count}
    return rebuild(_usage_constants(usage.input, wrote, usage.thinking), usage.extra, known)


def _usage_constants(read: int, wrote: int, thought: int) -> Members:
    constants: Members = {} if read else {"promptTokenCount": 0}
    if not wrote:
        constants["candidatesTokenCount"] = 0
    return {**constants, "totalTokenCount": read + wrote + thought}


def decode_error(found: Members, status: int) -> WireError:
    """An error's members."""
    message = take_text(found, "message")
    number = found.get("code")
    code = str(found.pop("code")) if type(number) is int and 0 <= number < 1000 else ""
    return WireError(message=message, type=take_text(found, "status"), code=code, status=status, extra=extras(found))


def encode_error(error: WireError) -> Members:
    """The members of an error."""
    known: Members = {"message": error.message} if error.message else {}
    if error.code.isdecimal() and len(error.code) < 4:
        known["code"] = int(error.code)
    if error.type:
        known["status"] = error.type
    return rebuild({}, error.extra, known)


def whole_error(error: WireError) -> EncodedError:
    """An error as the provider's clients expect it: with the status as number and word."""
    status = error.status or 500
    said = {"code": status, "message": error.message, "status": STATUSES.get(status, "UNKNOWN")}
    return EncodedError(status, to_bytes({"error": {**said, **encode_error(error)}}))


def _failed(found: Members, status: int, listed: bool) -> Response:
    error = decode_error(dict(members(found.pop("error")) or {}), status)
    extra = extras(found, {"list": listed or None})
    return Response(dialect="gemini", stop="error", error=error, extra=extra)
