"""The codec of Chat Completions."""

from skillrt.wire.assembly import EventReader
from skillrt.wire.codec import EncodedError, EncodedRequest, StreamReader, StreamWriter
from skillrt.wire.exchange import Dialect, Request, Response, WireError
from skillrt.wire.openai_chat import requests, responses
from skillrt.wire.openai_chat.reading import ChunkInterpreter
from skillrt.wire.openai_chat.writing import ChunkWriter

PATH = "/chat/completions"


class OpenAIChat:
    """Chat Completions; base URLs end in `/v1` as a rule."""

    @property
    def dialect(self) -> Dialect:
        """Its name."""
        return "openai-chat"

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
        """A reader for one stream of chunks."""
        return EventReader("openai-chat", ChunkInterpreter())

    def writer(self, request: Request) -> StreamWriter:
        """A writer of one stream of chunks."""
        return ChunkWriter(requests.includes_usage(request))


OPENAI_CHAT = OpenAIChat()
