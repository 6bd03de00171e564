"""What a dialect can do. Each dialect has one `Codec`; `dialects.py` finds it by name or by the path of a request.

Nothing here raises for what came over the wire, apart from `NotUnderstood`, which the caller answers by relaying the
bytes as they are and marking the exchange.
"""

from collections.abc import Iterable
from typing import Protocol

import msgspec

from skillrt.wire.deltas import Delta
from skillrt.wire.exchange import Dialect, Request, Response, WireError


class NotUnderstood(Exception):
    """The bytes are no request or response of the dialect; the text says what was met."""


class EncodedRequest(msgspec.Struct, frozen=True):
    """A request ready to be sent: the path below the provider's base URL, with its query, and the JSON body."""

    path: str
    body: bytes


class EncodedError(msgspec.Struct, frozen=True):
    """An error ready to be sent: its HTTP status and the JSON body."""

    status: int
    body: bytes


class StreamReader(Protocol):
    """Reads one streamed response as it comes, in pieces cut anywhere."""

    def feed(self, data: bytes) -> list[Delta]:
        """What the bytes complete."""
        ...

    def end(self) -> list[Delta]:
        """What is left when the stream has ended (a last event without its blank line)."""
        ...

    def response(self) -> Response:
        """The whole response so far."""
        ...


class StreamWriter(Protocol):
    """Writes one streamed response from pieces."""

    @property
    def content_type(self) -> str:
        """What the bytes are, as the header field of the response says it."""
        ...

    def write(self, delta: Delta) -> bytes:
        """The bytes of the events that say this; empty where nothing is to be sent yet."""
        ...

    def end(self) -> bytes:
        """What closes the stream."""
        ...


class Codec(Protocol):
    """One dialect."""

    @property
    def dialect(self) -> Dialect:
        """Its name."""
        ...

    def decode_request(self, body: bytes, path: str) -> Request:
        """The request in `body`, posted to `path` (Gemini says model and streaming there)."""
        ...

    def encode_request(self, request: Request) -> EncodedRequest:
        """The request in this dialect; `request.dialect` is this one (`translate` changes it)."""
        ...

    def decode_response(self, body: bytes, status: int) -> Response:
        """The response, or the error, in a body that is no stream."""
        ...

    def encode_response(self, response: Response) -> bytes:
        """The response as one JSON body."""
        ...

    def encode_error(self, error: WireError) -> EncodedError:
        """An error in the form in which this dialect's clients expect it."""
        ...

    def reader(self) -> StreamReader:
        """A reader for one streamed response."""
        ...

    def writer(self, request: Request) -> StreamWriter:
        """A writer for one streamed response to `request`."""
        ...


def write_stream(writer: StreamWriter, deltas: Iterable[Delta]) -> bytes:
    """The bytes of a whole stream."""
    return b"".join([*(writer.write(delta) for delta in deltas), writer.end()])
