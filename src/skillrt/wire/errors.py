"""Errors that are not in the form of their dialect: a body with a status of failure whose members say something, and
a stream that ends without having said its end."""

from skillrt.wire.exchange import Dialect, Response, WireError
from skillrt.wire.json_text import Json, Members, extras, kept, marked

_BARE = "bare"
_WORDS = ("message", "detail", "title")


def bare_error(dialect: Dialect, rest: Members, status: int) -> Response:
    """An error of a server that has a form of its own: all of it is kept."""
    message = next((text for key in _WORDS if isinstance(text := rest.get(key), str)), "")
    error = WireError(message=message, status=failing(status))
    return Response(dialect=dialect, stop="error", error=error, extra=extras(rest, {"form": _BARE}))


def bare_members(response: Response) -> Json | None:
    """What `bare_error` kept; None for other responses."""
    return kept(response.extra) if marked(response.extra, "form") == _BARE else None


def failing(status: int) -> int:
    """The status where it is one of failure, else 0."""
    return status if status >= 400 else 0


def is_cut(response: Response) -> bool:
    """Whether what a stream said, to its end, lacks its end: what came there could not be read, or nothing did. Some
    servers never say why they stop in Chat Completions."""
    ends = response.stop != "unknown" or response.stop_word or response.error
    return response.dialect != "openai-chat" and not ends
