"""The codec of Gemini."""

from skillrt.wire.codec import EncodedError, EncodedRequest, StreamReader, StreamWriter
from skillrt.wire.exchange import Dialect, Request, Response, WireError
from skillrt.wire.gemini.reading import GeminiReader
from skillrt.wire.gemini.request import decode_request, encode_request, wants_events
from skillrt.wire.gemini.response import decode_response, encode_response, whole_error
from skillrt.wire.gemini.writing import GeminiWriter


class Gemini:
    """A `Codec`. The base URL has no version: paths begin with it."""

    @property
    def dialect(self) -> Dialect:
        """Its name."""
        return "gemini"

    def decode_request(self, body: bytes, path: str) -> Request:
        """The request in `body`; its model and whether it streams are in `path`."""
        return decode_request(body, path)

    def encode_request(self, request: Request) -> EncodedRequest:
        """The request as path and body."""
        return encode_request(request)

    def decode_response(self, body: bytes, status: int) -> Response:
        """The response, or the error, in a body that is no stream."""
        return decode_response(body, status)

    def encode_response(self, response: Response) -> bytes:
        """The response as one JSON body."""
        return encode_response(response)

    def encode_error(self, error: WireError) -> EncodedError:
        """An error as the provider's clients expect it."""
        return whole_error(error)

    def reader(self) -> StreamReader:
        """A reader for one streamed response."""
        return GeminiReader()

    def writer(self, request: Request) -> StreamWriter:
        """A writer for one streamed response to `request`."""
        return GeminiWriter(wants_events(request))


GEMINI = Gemini()
