"""Answers of the gateway's own: errors in the form that the client's dialect has for them."""

from typing import Final

import msgspec

from skillrt.gateway.events import Answer, Headers
from skillrt.wire.exchange import Dialect

REPLAY: Final = "SkillRT replay:"
"""What an error says first that a recording which is played has no answer."""
# HTTP status -> the words of Anthropic, of OpenAI, of Google for it
_WORDS: Final[dict[int, tuple[str, str, str]]] = {
    400: ("invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"),
    401: ("authentication_error", "authentication_error", "UNAUTHENTICATED"),
    403: ("permission_error", "permission_error", "PERMISSION_DENIED"),
    404: ("not_found_error", "not_found_error", "NOT_FOUND"),
    413: ("request_too_large", "invalid_request_error", "INVALID_ARGUMENT"),
    426: ("invalid_request_error", "invalid_request_error", "FAILED_PRECONDITION"),
    502: ("api_error", "server_error", "UNAVAILABLE"),
    504: ("timeout_error", "server_error", "DEADLINE_EXCEEDED"),
}


def refusal(dialect: Dialect | None, status: int, message: str, extra: Headers = ()) -> Answer:
    """An error answer; `message` says what was wrong and what to do."""
    anthropic, openai, google = _WORDS.get(status, _WORDS[502])
    if dialect == "anthropic-messages":
        tree: dict[str, object] = {"type": "error", "error": {"type": anthropic, "message": message}}
    elif dialect == "gemini":
        tree = {"error": {"code": status, "message": message, "status": google}}
    else:
        tree = {"error": {"message": message, "type": openai, "param": None, "code": "skillrt_gateway"}}
    headers = (("Content-Type", "application/json"), ("X-SkillRT-Gateway", "answered"), *extra)
    return Answer(status, headers, msgspec.json.encode(tree))


def own_refusal(dialect: Dialect | None, status: int, message: str, extra: Headers = ()) -> Answer:
    """An error that is the gateway's own, and says so."""
    return refusal(dialect, status, f"SkillRT gateway: {message}", extra)
