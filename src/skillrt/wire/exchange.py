"""An exchange: one model request with its response, whatever dialect it was spoken in.

The normal form holds what dialects share; whatever one of them adds stands in `extra`, as JSON text by key, so that
nothing is lost on the way back into the same dialect. A part or item that is not understood is `Opaque` and keeps its
JSON. JSON that was written by a model (arguments of a call) is kept as text: it may be no valid JSON.
"""

from typing import Literal

import msgspec

Dialect = Literal["openai-chat", "openai-responses", "anthropic-messages", "gemini"]
Role = Literal["system", "developer", "user", "assistant", "tool"]
# why a response ended: by itself, for tool calls, at a stop sequence, at a limit, by a filter or refusal, by an error
StopReason = Literal["end", "tool-calls", "stop-sequence", "length", "filtered", "paused", "error", "unknown"]


class Extra(msgspec.Struct, frozen=True, gc=False):
    """A member of an object that the normal form has no place for: its key and its value as JSON text."""

    key: str
    json: str


class PartBase(msgspec.Struct, frozen=True, tag_field="part", kw_only=True):
    """What every part has."""

    extra: tuple[Extra, ...] = ()


class Text(PartBase, frozen=True, tag="text", kw_only=True):
    """Words for or from the model. `refusal` where the dialect sets a refusal apart."""

    text: str
    refusal: bool = False


class Thinking(PartBase, frozen=True, tag="thinking", kw_only=True):
    """The model's reasoning. `signature` proves to its provider that it is unchanged, `hidden` is what only the
    provider can read (redacted or encrypted), `id` the provider's name for it; empty where there is none."""

    text: str = ""
    signature: str = ""
    hidden: str = ""
    id: str = ""


class Media(PartBase, frozen=True, tag="media", kw_only=True):
    """An image, a document or sound: its bytes as base64 in `data`, or where it is to be had in `url`."""

    media_type: str
    data: str = ""
    url: str = ""


class ToolCall(PartBase, frozen=True, tag="tool-call", kw_only=True):
    """The model asks for a tool. `arguments` is JSON text for a `function`, free text for a `custom` tool.

    `signature` is a thought signature that belongs to this call (Gemini); `item` the id of the item that holds it
    where that differs from the call's (Responses).
    """

    id: str
    name: str
    arguments: str
    kind: Literal["function", "custom"] = "function"
    namespace: str = ""
    signature: str = ""
    item: str = ""


class ToolResult(PartBase, frozen=True, tag="tool-result", kw_only=True):
    """What a tool gave back: the call's id, the tool's name where the dialect says it, text and media."""

    call: str
    content: tuple["Text | Media | Opaque", ...]
    name: str = ""
    kind: Literal["function", "custom"] = "function"
    is_error: bool = False


class Opaque(PartBase, frozen=True, tag="opaque", kw_only=True):
    """What this version does not understand: its `type` as written, and its JSON text."""

    type: str
    json: str


Part = Text | Thinking | Media | ToolCall | ToolResult | Opaque


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One turn of one speaker. Tool results stand in a message of the role that the dialect uses for them."""

    role: Role
    parts: tuple[Part, ...]
    extra: tuple[Extra, ...] = ()


class ToolSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A tool that the request offers: `schema` is its JSON Schema as JSON text.

    `function`: called with JSON. `custom`: called with free text. `built-in`: the provider runs it, `raw` is it.
    """

    name: str
    description: str = ""
    schema: str = ""
    kind: Literal["function", "custom", "built-in"] = "function"
    namespace: str = ""
    raw: str = ""
    extra: tuple[Extra, ...] = ()


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How to sample. None: the request does not say. `tool_choice` is `auto`, `none`, `any` or a tool's name after
    `tool:`; `thinking` is `off`, `on`, an effort (`low`, `high`) or a budget in tokens (`budget:4096`)."""

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: tuple[str, ...] = ()
    tool_choice: str | None = None
    parallel_tool_calls: bool | None = None
    thinking: str | None = None


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a harness asks a model. System prompts are messages with the role `system` or `developer`."""

    dialect: Dialect
    model: str
    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...] = ()
    stream: bool = False
    settings: Settings = Settings()
    extra: tuple[Extra, ...] = ()


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens. `input` counts all that was read, cached or not; `output` all that was written, thinking too."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    thinking: int = 0
    extra: tuple[Extra, ...] = ()


class WireError(msgspec.Struct, frozen=True, kw_only=True):
    """An error as a provider states it: `type` and `code` in its own words, `status` is HTTP (0: in a stream)."""

    message: str
    type: str = ""
    code: str = ""
    status: int = 0
    extra: tuple[Extra, ...] = ()


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What the model answered. With `error`, `parts` are what came before it."""

    dialect: Dialect
    id: str = ""
    model: str = ""
    parts: tuple[Part, ...] = ()
    stop: StopReason = "unknown"
    # the stop reason as written, and the stop sequence that was met
    stop_word: str = ""
    stop_sequence: str = ""
    usage: Usage | None = None
    error: WireError | None = None
    extra: tuple[Extra, ...] = ()


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A request with its response; no response where none came."""

    request: Request
    response: Response | None = None
