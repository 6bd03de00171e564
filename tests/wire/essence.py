"""What of a conversation has to be the same in every dialect."""

from typing import Any

from skillrt.wire.exchange import Media, Message, Part, Request, Response, Text, ToolCall, ToolResult
from skillrt.wire.json_text import try_parse
from skillrt.wire.translate.turns import turns_of

Said = tuple[str, Any]


def conversation(messages: tuple[Message, ...]) -> list[Said]:
    """Who says what: the words of each turn together, then its media and calls; results with what they answer."""
    said: list[Said] = []
    for turn in turns_of(messages):
        words = "".join(part.text for part in turn.parts if isinstance(part, Text))
        if words:
            said.append((turn.speaker, squeezed(words)))
        said += [thing for part in turn.parts if (thing := essence(part)) is not None]
    return said


def request_essence(request: Request) -> Any:
    """The conversation and the tools of a request."""
    tools = [(tool.name, tool.description, try_parse(tool.schema)) for tool in request.tools]
    return conversation(request.messages), tools


def response_essence(response: Response) -> Any:
    """What the model said, why it stopped, what it cost."""
    words = "".join(part.text for part in response.parts if isinstance(part, Text))
    calls = [thing for part in response.parts if (thing := essence(part)) is not None]
    usage = (response.usage.input, response.usage.output) if response.usage else None
    return squeezed(words), calls, response.stop, usage


def essence(part: Part) -> Said | None:
    """A part but for its words; None for words and thinking."""
    if isinstance(part, ToolCall):
        value = try_parse(part.arguments) if part.kind == "function" else part.arguments
        return (f"call {part.id}", (part.namespace, part.name, part.kind, value))
    if isinstance(part, ToolResult):
        words = "".join(one.text for one in part.content if isinstance(one, Text))
        media = [essence(one) for one in part.content if isinstance(one, Media)]
        return (f"result {part.call}", (squeezed(words), media))
    if isinstance(part, Media):
        return ("media", part.data or part.url)
    return None


def squeezed(words: str) -> str:
    """Words without white space: texts are joined by lines in some dialects."""
    return "".join(words.split())
