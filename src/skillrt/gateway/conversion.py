"""Through another dialect and back: a harness reaches a model whose provider does not speak its dialect.

What cannot be carried without changing the task is refused before anything is sent, with the reason.
"""

from typing import Final

import msgspec

from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.events import Headers, RequestHead, UpstreamHead
from skillrt.gateway.headers import value_of
from skillrt.gateway.routes import Route
from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import NotUnderstood, write_stream
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Response, WireError
from skillrt.wire.translate.memory import Memory
from skillrt.wire.translate.request import Translation, translate_request
from skillrt.wire.translate.response import remember, translate_error, translate_response
from skillrt.wire.translate.stream import StreamTranslation
from skillrt.wire.translate.target import Target

MOST_DECODED: Final = 256 * 1024 * 1024
_JSON: Final = ("Content-Type", "application/json")
_ANTHROPIC: Final = ("anthropic-version", "2023-06-01")
# what of the provider's header fields means the same in every dialect
_CARRIED: Final = frozenset({"retry-after", "retry-after-ms", "x-should-retry", "request-id", "x-request-id"})


class CannotTranslate(Exception):
    """The request cannot be said in the provider's dialect; the text says why."""


class Converted(msgspec.Struct, frozen=True):
    """A whole answer for the client."""

    status: int
    headers: Headers
    body: bytes


class Conversion:
    """One request on its way there, and its answer on the way back."""

    def __init__(self, translation: Translation, spoken: Dialect, memory: Memory) -> None:
        self._translation = translation
        self._memory = memory
        self._dialect: Dialect = translation.source.dialect
        self._spoken: Dialect = spoken
        self._stream: StreamTranslation | None = None
        encoded = codec(spoken).encode_request(translation.request)
        self.path, _, self.query = encoded.path.partition("?")
        self.body = encoded.body

    @property
    def headers(self) -> Headers:
        """The header fields of the request, but for the key: those of the client are its dialect's."""
        return (_JSON, _ANTHROPIC) if self._spoken == "anthropic-messages" else (_JSON,)

    def streams(self, head: UpstreamHead) -> bool:
        """Whether this answer can go on piece by piece."""
        is_stream = "event-stream" in value_of(head.headers, "content-type")
        return is_stream and head.status < 400 and not value_of(head.headers, "content-encoding")

    def begin(self, head: UpstreamHead) -> Headers:
        """Begin a streamed answer; gives its header fields."""
        writer = codec(self._dialect).writer(self._translation.source)
        self._stream = StreamTranslation(self._translation, codec(self._spoken).reader(), writer)
        return (("Content-Type", writer.content_type), *_carried(head.headers))

    def feed(self, data: bytes) -> bytes:
        """What a piece of a streamed answer says; may be nothing yet. Raises NotUnderstood."""
        assert self._stream is not None
        return self._stream.feed(data)

    def end(self) -> bytes:
        """The end of a streamed answer. Raises NotUnderstood."""
        assert self._stream is not None
        said = self._stream.end()
        remember(self._stream.response(), self._translation, self._memory)
        return said

    def whole(self, head: UpstreamHead, body: bytes) -> Converted:
        """An answer that is here as a whole. Raises NotUnderstood where it is none of the provider's dialect."""
        try:
            plain = decoded(body, value_of(head.headers, "content-encoding"), MOST_DECODED)
        except CannotDecode as error:
            raise NotUnderstood(str(error)) from error
        response = self._read(head, plain)
        if head.status >= 400 or response.error is not None:
            return self._error(head, response, plain)
        back = translate_response(response, self._translation)
        remember(response, self._translation, self._memory)
        if self._translation.source.stream:
            writer = codec(self._dialect).writer(self._translation.source)
            headers = (("Content-Type", writer.content_type), *_carried(head.headers))
            return Converted(head.status, headers, write_stream(writer, deltas_of(back)))
        return Converted(head.status, (_JSON, *_carried(head.headers)), codec(self._dialect).encode_response(back))

    def _read(self, head: UpstreamHead, body: bytes) -> Response:
        spoken = codec(self._spoken)
        if "event-stream" not in value_of(head.headers, "content-type"):
            try:
                return spoken.decode_response(body, head.status)
            except NotUnderstood:
                if head.status < 400:
                    raise
                return Response(dialect=self._spoken)  # a page of some server on the way: its status says enough
        reader = spoken.reader()
        reader.feed(body)
        reader.end()
        return reader.response()

    def _error(self, head: UpstreamHead, response: Response, body: bytes) -> Converted:
        said = response.error or WireError(message=body[:2000].decode("utf-8", "replace").strip())
        status = head.status if head.status >= 400 else said.status or 502
        error = translate_error(msgspec.structs.replace(said, status=status), self._dialect)
        encoded = codec(self._dialect).encode_error(error)
        return Converted(status, (_JSON, *_carried(head.headers)), encoded.body)


def convert(head: RequestHead, path: str, dialect: Dialect, body: bytes, route: Route, memory: Memory) -> Conversion:
    """The conversion of a request; `memory` is what the route's provider signed before. Raises CannotTranslate."""
    assert route.dialect is not None
    try:
        plain = decoded(body, value_of(head.headers, "content-encoding"), MOST_DECODED)
        request = codec(dialect).decode_request(plain, path)
        target = Target(dialect=route.dialect, model=route.upstream.model)
        translation = translate_request(request, target, memory)
        if translation.refusal:
            raise CannotTranslate(f"{route.upstream.name} speaks {route.dialect} only: {translation.refusal}")
        return Conversion(translation, route.dialect, memory)
    except (NotUnderstood, CannotDecode) as error:
        message = f"the request cannot be translated from {dialect} to {route.dialect}: {error}"
        raise CannotTranslate(message) from error


def _carried(headers: Headers) -> Headers:
    return tuple(item for item in headers if item[0].lower() in _CARRIED)
