"""The codec of OpenAI Responses."""

from skillrt.wire.codec import EncodedError, EncodedRequest, StreamReader, StreamWriter
from skillrt.wire.exchange import Dialect, Request, Response, WireError
from skillrt.wire.json_text import to_bytes
from skillrt.wire.openai_responses.reading import ResponsesReader
from skillrt.wire.openai_responses.request import PATH, decode_request, encode_request
from skillrt.wire.openai_responses.response import decode_response, encode_error, encode_response
from skillrt.wire.openai_responses.writing import ResponsesWriter


class OpenAIResponses:
    """A `Codec`."""

    @property
    def dialect(self) -> Dialect:
        """Its name."""
        return "openai-responses"

    def decode_request(self, body: bytes, path: str = PATH) -> Request:  # noqa: ARG002 -- the path says nothing here
        """The request in `body`."""
        return decode_request(body)

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
        return EncodedError(
            error.status or 500, to_bytes({"error": {"param": None, "code": None, **encode_error(error)}})
        )

    def reader(self) -> StreamReader:
        """A reader for one streamed response."""
        return ResponsesReader()

    def writer(self, request: Request) -> StreamWriter:  # noqa: ARG002 -- streams are the same for all requests
        """A writer for one streamed response."""
        return ResponsesWriter()


OPENAI_RESPONSES = OpenAIResponses()
