"""The codec of Anthropic Messages."""

from skillrt.wire.anthropic import requests, responses
from skillrt.wire.anthropic.reading import EventInterpreter
from skillrt.wire.anthropic.writing import EventWriter
from skillrt.wire.assembly import EventReader
from skillrt.wire.codec import EncodedError, EncodedRequest, StreamReader, StreamWriter
from skillrt.wire.exchange import Dialect, Request, Response, WireError

PATH = "/v1/messages"


class AnthropicMessages:
    """Anthropic Messages; base URLs end before `/v1`."""

    @property
    def dialect(self) -> Dialect:
        """Its name."""
        return "anthropic-messages"

    def decode_request(self, body: bytes, path: str = PATH) -> Request:  # noqa: ARG002  the path says nothing here
        """The request in a body."""
        return requests.decode_request(body)

    def encode_request(self, request: Request) -> EncodedRequest:
        """The request to be sent."""
        return EncodedRequest(path=PATH, body=requests.encode_request(request))

    def decode_response(self, body: bytes, status: int) -> Response:
        """The response or error in a body."""
        return responses.decode_response(body, status)

    def encode_response(self, response: Response) -> bytes:
        """The body of a response."""
        return responses.encode_response(response)

    def encode_error(self, error: WireError) -> EncodedError:
        """An error as a response of its own."""
        return responses.encode_error(error)

    def reader(self) -> StreamReader:
        """A reader for one stream of events."""
        return EventReader("anthropic-messages", EventInterpreter())

    def writer(self, request: Request) -> StreamWriter:  # noqa: ARG002  the same for all
        """A writer of one stream of events."""
        return EventWriter()


ANTHROPIC_MESSAGES = AnthropicMessages()
