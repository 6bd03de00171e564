"""Responses on their way back: in the dialect of the harness, with the names that it gave its tools."""

import msgspec

from skillrt.wire.assembly import StreamedPart
from skillrt.wire.exchange import Dialect, Part, Response, StopReason, Text, Thinking, ToolCall, Usage, WireError
from skillrt.wire.json_text import marked
from skillrt.wire.translate.memory import Memory
from skillrt.wire.translate.names import fitting_id
from skillrt.wire.translate.parts import free_text
from skillrt.wire.translate.request import Translation
from skillrt.wire.translate.target import limits_of

# What kind of error a status stands for, in the words that OpenAI and Anthropic have for it (API references, read
# 2026-11-28). A harness decides by them whether to try again.
_KINDS: dict[int, str] = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}
_WORDS = {
    "openai-chat": {"overloaded_error": "server_error", "api_error": "server_error"},
    "openai-responses": {"overloaded_error": "server_error", "api_error": "server_error"},
}
_GEMINI_WORDS = {"RESOURCE_EXHAUSTED": 429, "UNAVAILABLE": 503, "INVALID_ARGUMENT": 400, "INTERNAL": 500}


def translate_response(response: Response, translation: Translation) -> Response:
    """The response for the harness. Thinking loses its signature, and what is opaque goes."""
    dialect = translation.source.dialect
    parts: list[Part] = []
    for number, part in enumerate(response.parts):
        back = back_part(part, translation, seed_of(response.id, translation), number)
        parts += [] if back is None else [back]
    error = None if response.error is None else translate_error(response.error, dialect)
    return Response(
        dialect=dialect,
        id=response.id,
        model=response.model,
        parts=tuple(parts),
        stop=back_stop(response.stop, calls=any(isinstance(part, ToolCall) for part in parts)),
        stop_sequence=response.stop_sequence,
        usage=back_usage(response.usage),
        error=error,
    )


def back_part(part: Part, translation: Translation, seed: str, number: int) -> StreamedPart | None:
    """A part of a response, None where the harness's dialect has nothing for it. The seed makes ids for calls that
    have none: they must differ from those of other turns."""
    if isinstance(part, Text):
        return Text(text=part.text, refusal=part.refusal)
    if isinstance(part, Thinking):
        return Thinking(text=part.text) if part.text or not part.hidden else None
    if not isinstance(part, ToolCall):
        return None
    tool = translation.names.tool(part.name)
    call = ToolCall(
        id=back_id(part, translation, seed, number),
        name=tool.name if tool else part.name,
        namespace=tool.namespace if tool else "",
        arguments=part.arguments,
        kind="custom" if is_custom(part, translation) else part.kind,
    )
    if call.kind == "custom" and part.kind == "function":
        return msgspec.structs.replace(call, arguments=free_text(part.arguments))
    return call


def back_id(call: ToolCall, translation: Translation, seed: str, number: int) -> str:
    """The id of a call for the harness: the provider's, unless that is missing, only says which call of its response
    it is (Gemini), or was there before, as some servers count from 0 in every turn."""
    length = limits_of(translation.source.dialect).call_id_length
    own = "" if call.extra and marked(call.extra, "no-id") else call.id
    found = fitting_id(own, length) if own else ""
    return found if found and found not in translation.taken else fitting_id(f"call_{seed}_{number}", length)


def remember(response: Response, translation: Translation, memory: Memory) -> None:
    """Keep what the provider signed in its response, for the next turns of the conversation."""
    seed = seed_of(response.id, translation)
    ids = [
        back_id(part, translation, seed, number) if isinstance(part, ToolCall) else ""
        for number, part in enumerate(response.parts)
    ]
    memory.keep(response, ids)


def is_custom(call: ToolCall, translation: Translation) -> bool:
    """True for a call of a tool that takes free text in the harness's dialect."""
    tool = translation.names.tool(call.name)
    return tool is not None and tool.kind == "custom"


def seed_of(identity: str, translation: Translation) -> str:
    """What tells this response from the others of its conversation."""
    return (
        f"{len(translation.source.messages)}_{identity[-12:]}" if identity else str(len(translation.source.messages))
    )


def back_stop(stop: StopReason, *, calls: bool) -> StopReason:
    """The reason to stop; servers that say `stop` after calls mean the calls."""
    return "tool-calls" if calls and stop in ("end", "unknown") else stop


def back_usage(usage: Usage | None) -> Usage | None:
    """The tokens, without what only one dialect says of them."""
    return None if usage is None else msgspec.structs.replace(usage, extra=())


def translate_error(error: WireError, dialect: Dialect) -> WireError:
    """An error in the words of another dialect."""
    status = error.status or _GEMINI_WORDS.get(error.code) or _GEMINI_WORDS.get(error.type) or 0
    kind = _KINDS.get(status) if status else _kind_of_word(error.type)
    kind = kind or ("invalid_request_error" if 400 <= status < 500 else "api_error")
    if dialect == "gemini":
        code = next((word for word, known in _GEMINI_WORDS.items() if known == status), "INTERNAL")
        return WireError(message=error.message, type=code, code="", status=error.status)
    return WireError(
        message=error.message, type=_WORDS.get(dialect, {}).get(kind, kind), code=error.code, status=error.status
    )


def _kind_of_word(word: str) -> str:
    known = {
        "server_error": "api_error",
        "insufficient_quota": "rate_limit_error",
        "rate_limit_exceeded": "rate_limit_error",
    }
    return known.get(word, word)
