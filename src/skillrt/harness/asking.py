"""Ask a model in its provider's dialect: one request with its answer as a stream, or a whole task as one question."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from skillrt.harness.launching.output import Said
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Extra, Message, Request, Response, Settings, Text, WireError
from skillrt.wire.translate.target import limits_of

if TYPE_CHECKING:
    import aiohttp

_IDLE: Final = 3600.0  # seconds without a byte of the answer
_WITH_USAGE: Final[dict[Dialect, tuple[Extra, ...]]] = {
    "openai-chat": (Extra(key="stream_options", json='{"include_usage":true}'),)
}
_HEADERS: Final[dict[Dialect, dict[str, str]]] = {"anthropic-messages": {"anthropic-version": "2023-06-01"}}
_MOST_TOKENS: Final = 8192  # where the dialect wants a limit


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a model without anything around it: its text, the model, the base URL (as the descriptor has it
    for the dialect), the key."""

    text: str
    model: str
    base_url: str
    key: str
    dialect: Dialect


async def ask_once(question: Question) -> Said:
    """What the model says to it, with no system prompt and no tools. What the provider refuses is an error in what is
    said; nothing is raised for it."""
    import aiohttp  # loaded where it is needed: start-up

    request = Request(
        dialect=question.dialect,
        model=question.model,
        messages=(Message(role="user", parts=(Text(text=question.text),)),),
        stream=True,
        settings=Settings(max_tokens=_MOST_TOKENS if limits_of(question.dialect).needs_limit else None),
    )
    async with model_session() as session:
        try:
            response = await answer_to(session, request, question.base_url, question.key)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Said("", f"the model could not be reached: {error or type(error).__name__}")
    if response.error:
        return Said("", error_of(response), response.usage)
    text = "".join(part.text for part in response.parts if isinstance(part, Text))
    return Said(text, "" if text.strip() else silence(response), response.usage)


def model_session() -> "aiohttp.ClientSession":
    """A session in which answers may take as long as models think."""
    import aiohttp  # loaded where it is needed: start-up

    timeout = aiohttp.ClientTimeout(total=None, sock_read=_IDLE)
    return aiohttp.ClientSession(timeout=timeout, read_bufsize=1 << 20)


async def answer_to(session: "aiohttp.ClientSession", request: Request, base_url: str, key: str) -> Response:
    """The answer, or the error that came in its place. Raises what aiohttp does where the model is not reached."""
    spoken = codec(request.dialect)
    asked = msgspec.structs.replace(request, extra=(*request.extra, *_WITH_USAGE.get(request.dialect, ())))
    encoded = spoken.encode_request(asked)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}", "User-Agent": "skillrt-bare"}
    headers |= _HEADERS.get(request.dialect, {})
    async with session.post(f"{base_url}{encoded.path}", data=encoded.body, headers=headers) as answer:
        if answer.status != 200 or answer.content_type != "text/event-stream":
            return _whole(await answer.read(), answer.status, request.dialect)
        reader = spoken.reader()
        async for data in answer.content.iter_any():
            reader.feed(data)
        reader.end()
        return reader.response()


def error_of(response: Response) -> str:
    """Why there is no answer, in the provider's words where it has any."""
    error = response.error
    return (error.message or f"HTTP status {error.status}") if error else ""


def silence(response: Response) -> str:
    """What to say of an answer without words and calls."""
    return f"the model stopped without an answer ({response.stop_word or response.stop})"


def _whole(body: bytes, status: int, dialect: Dialect) -> Response:
    try:
        response = codec(dialect).decode_response(body, status)
    except NotUnderstood as error:
        response = Response(dialect=dialect, error=WireError(message=str(error), status=status))
    if status >= 400 and not response.error:
        text = body[:500].decode("utf-8", "replace")
        return Response(dialect=dialect, error=WireError(message=f"HTTP status {status}: {text}", status=status))
    return response
