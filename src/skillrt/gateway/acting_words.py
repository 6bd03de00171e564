"""What a template says, in the harness's dialect: a call of its tool, a last answer."""

from typing import Final

from skillrt.gateway.events import Answer
from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import write_stream
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Request, Response, Text, ToolCall, Usage

# how ids of responses and of calls begin
_RESPONSES: Final[dict[Dialect, str]] = {
    "openai-chat": "chatcmpl-",
    "openai-responses": "resp_",
    "anthropic-messages": "msg_",
    "gemini": "",
}
_CALLS: Final[dict[Dialect, str]] = {"anthropic-messages": "toolu_"}


def call_answer(request: Request, mark: str, tool: str, arguments: str) -> Response:
    """The response that calls the tool."""
    number = _number(mark)
    call = ToolCall(id=f"{_CALLS.get(request.dialect, 'call_')}{number}", name=tool, arguments=arguments)
    return _response(request, f"{number}1", Response(dialect=request.dialect, parts=(call,), stop="tool-calls"))


def final_answer(request: Request, mark: str, text: str) -> Response:
    """The response that ends the work with these words."""
    return _response(
        request, f"{_number(mark)}2", Response(dialect=request.dialect, parts=(Text(text=text),), stop="end")
    )


def answer_of(request: Request, response: Response) -> Answer:
    """The response as the harness asked for it: a stream or one body."""
    spoken = codec(request.dialect)
    if not request.stream:
        return Answer(200, (("Content-Type", "application/json"), _LOCAL), spoken.encode_response(response))
    writer = spoken.writer(request)
    body = write_stream(writer, deltas_of(response))
    return Answer(200, (("Content-Type", writer.content_type), _LOCAL), body)


_LOCAL: Final = ("X-SkillRT-Gateway", "template")


def _response(request: Request, number: str, response: Response) -> Response:
    return Response(
        dialect=request.dialect,
        id=f"{_RESPONSES[request.dialect]}{number}",
        model=request.model,
        parts=response.parts,
        stop=response.stop,
        usage=Usage(),
    )


def _number(mark: str) -> str:
    return mark.removeprefix("[skillrt ").removesuffix("]")
