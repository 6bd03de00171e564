"""Ask a model in its provider's dialect: one request with its answer as a stream, or a whole task as one question."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from skillrt.harness.launching.output import Said
from skillrt.wire.codec import Codec, NotUnderstood
from skillrt.wire.dialects import codec
from skillrt.wire.errors import is_cut
from skillrt.wire.exchange import Dialect, Extra, Message, Request, Response, Settings, Text, WireError
from skillrt.wire.translate.target import limits_of

if TYPE_CHECKING:
    import aiohttp

_IDLE: Final = 3600.0  # seconds without a byte of the answer
_WITH_USAGE: Final[dict[Dialect, tuple[Extra, ...]]] = {
    "openai-chat": (Extra(key="stream_options", json='{"include_usage":true}'),)
}
_HEADERS: Final[dict[Dialect, dict[str, str]]] = {"anthropic-messages": {"anthropic-version": "2023-06-01"}}
_SHOWN: Final = 500  # bytes of a page that came in the place of an answer
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
            return Said("", unreached(error))
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
    """The answer, or the error that came in its place, also where what came is no answer. Raises what aiohttp does
    where the model is not reached."""
    spoken = codec(request.dialect)
    asked = msgspec.structs.replace(request, extra=(*request.extra, *_WITH_USAGE.get(request.dialect, ())))
    encoded = spoken.encode_request(asked)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}", "User-Agent": "skillrt-bare"}
    headers |= _HEADERS.get(request.dialect, {})
    async with session.post(f"{base_url}{encoded.path}", data=encoded.body, headers=headers) as answer:
        if answer.status != 200 or answer.content_type != "text/event-stream":
            return _whole(await answer.read(), answer.status, request.dialect)
        try:
            return await _streamed(answer, spoken)
        except NotUnderstood as error:
            return _unread(request.dialect, error)


def unreached(error: Exception) -> str:
    """Why the model gave no answer. What aiohttp says of a broken answer has a number that looks like its status."""
    import aiohttp  # loaded where it is needed: start-up

    if isinstance(error, aiohttp.ClientPayloadError):
        return "its answer broke off before the end"
    return f"the model could not be reached: {error or type(error).__name__}"


def error_of(response: Response) -> str:
    """Why there is no answer, in the provider's words where it has any."""
    error = response.error
    return (error.message or f"HTTP status {error.status}") if error else ""


def silence(response: Response) -> str:
    """What to say of an answer without words and calls."""
    return f"the model stopped without an answer ({response.stop_word or response.stop})"


async def _streamed(answer: "aiohttp.ClientResponse", spoken: Codec) -> Response:
    reader = spoken.reader()
    async for data in answer.content.iter_any():
        reader.feed(data)
    reader.end()
    response = reader.response()
    if is_cut(response):
        error = WireError(message="its answer ended without its last event, or with one that could not be read")
        return msgspec.structs.replace(response, error=error)
    return response


def _whole(body: bytes, status: int, dialect: Dialect) -> Response:
    try:
        response = codec(dialect).decode_response(body, status)
        if status < 400 or response.error:
            return response
    except NotUnderstood as error:
        if status < 400:
            return _unread(dialect, error)
    said = " ".join(body[:_SHOWN].decode("utf-8", "replace").split())  # the page of a proxy
    message = f"HTTP status {status}{': ' if said else ''}{said}"
    return Response(dialect=dialect, error=WireError(message=message, status=status))


def _unread(dialect: Dialect, why: NotUnderstood) -> Response:
    return Response(dialect=dialect, error=WireError(message=f"its answer could not be read: {why}"))
