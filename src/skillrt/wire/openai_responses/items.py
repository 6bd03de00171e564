"""Items of `input` and `output` to parts of messages and back.

What the assistant wrote stands in items next to each other (reasoning, messages, calls); they become the parts of one
message. A text begins a message item of its own where it has the mark `item`, which holds the item's other members,
or where no text stands before it. Items that are not understood are `Opaque` with the mark `whole`.

In a response items have what strict clients want: a status and an id, made from the response's id and the place where
the normal form has none. In a request only what is said is written.
"""

import msgspec

from skillrt.wire.exchange import Extra, Media, Opaque, Part, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.json_text import (
    Json,
    Members,
    items,
    mark,
    marked,
    members,
    rebuild,
    take_text,
    to_text,
    try_parse,
)
from skillrt.wire.members import folded, settled, unfolded, without
from skillrt.wire.openai_responses.content import ANNOTATED, decode_content, encode_content
from skillrt.wire.openai_responses.reasoning import decode_reasoning, encode_reasoning
from skillrt.wire.openai_responses.results import CALL_TYPES, decode_result, encode_result

DONE = "completed"


class Form(msgspec.Struct, frozen=True):
    """Where items stand: in a request (no `seed`), or in the response that the seed names."""

    seed: str | None = None

    def constants(self, prefix: str, place: int) -> Members:
        """What an item at that place of `output` always has; nothing in a request."""
        if self.seed is None:
            return {}
        # reasoning has no status
        status: Members = {} if prefix == "rs" else {"status": DONE}
        return {"id": f"{prefix}_{self.seed.removeprefix('resp_')}_{place}", **status}

    @property
    def text(self) -> Members:
        """What a text of the assistant always has."""
        return {} if self.seed is None else ANNOTATED


def opaque_item(value: Json) -> Opaque:
    """An item that is kept as it is."""
    kind = (members(value) or {}).get("type")
    return Opaque(type=kind if isinstance(kind, str) else "", json=to_text(value), extra=(mark("whole", True),))


def decode_item(item: Members, place: int, form: Form, after_text: bool) -> tuple[Part, ...]:
    """The parts of one item that the assistant wrote, or of a tool's output."""
    kind = item.get("type", "message")
    parts: tuple[Part, ...] | None = None
    if kind == "message" and item.get("role", "" if form.seed is None else "assistant") == "assistant":
        parts = _message(dict(item), place, form, after_text)
    elif kind == "reasoning":
        parts = decode_reasoning(dict(item), form.constants("rs", place))
    elif kind in ("function_call", "custom_tool_call", "local_shell_call"):
        parts = _call(str(kind), dict(item), form.constants("fc", place))
    elif isinstance(kind, str) and kind in CALL_TYPES:
        parts = decode_result(kind, dict(item))
    return parts or (opaque_item(item),)


def encode_items(
    parts: tuple[Part, ...], role: str, form: Form, first: int = 0, extra: tuple[Extra, ...] = ()
) -> list[Json]:
    """The items of the parts of one message; `first` is the place of the first one, `extra` belongs to the first
    message item."""
    found: list[Json] = []
    together: list[Part] = []
    for part in parts:
        inside = stands_in_message(part)
        if together and (not inside or marked(part.extra, "item") is not None):
            found.append(encode_message(tuple(together), role, form, first + len(found), extra))
            together, extra = [], ()
        if inside:
            together.append(part)
        else:
            found.append(_encode_item(part, first + len(found), form))
    if together:
        found.append(encode_message(tuple(together), role, form, first + len(found), extra))
    return found


def stands_in_message(part: Part) -> bool:
    """Is this a part of a message item, rather than an item of its own?"""
    return isinstance(part, Text | Media) or (isinstance(part, Opaque) and marked(part.extra, "whole") is None)


def encode_message(
    parts: tuple[Part, ...], role: str, form: Form, place: int, extra: tuple[Extra, ...] = ()
) -> Members:
    """The message item of parts that stand in one."""
    own = marked(parts[0].extra, "item") if parts else None
    extra = extra if own is None else unfolded(own)
    bare = [
        msgspec.structs.replace(part, extra=without(part.extra, "~item")) if part.extra else part for part in parts
    ]
    text_type = "output_text" if role == "assistant" else "input_text"
    content: Json = [encode_content(part, text_type, form.text) for part in bare]
    if marked(extra, "string") and len(bare) == 1 and isinstance(bare[0], Text):
        content = bare[0].text
    constants: Members = {"type": "message", **form.constants("msg", place)}
    if form.seed is not None:
        return rebuild({**constants, "role": "assistant"}, extra, {"content": content})
    return rebuild(constants, extra, {"role": role, "content": content})


def message_content(content: Json, role: str, form: Form) -> tuple[Part, ...] | None:
    """The parts of a message's content; None where it is neither a text nor a list."""
    if isinstance(content, str):
        return (Text(text=content),)
    found = items(content)
    if found is None:
        return None
    text_type = "output_text" if role == "assistant" else "input_text"
    return tuple([decode_content(value, text_type, form.text) for value in found])


def _message(item: Members, place: int, form: Form, after_text: bool) -> tuple[Part, ...] | None:
    content = item.pop("content", None)
    parts = message_content(content, "assistant", form)
    if not parts:
        return None
    constants: Members = {"type": "message", **form.constants("msg", place)}
    if form.seed is None:
        item.pop("role", None)
    else:
        constants["role"] = "assistant"
    extra = settled(item, constants, {"string": True if isinstance(content, str) else None})
    if not extra and not after_text:
        return parts
    first = msgspec.structs.replace(parts[0], extra=(*parts[0].extra, mark("item", folded(extra) or {})))
    return (first, *parts[1:])


def _call(kind: str, item: Members, constants: Members) -> tuple[Part, ...] | None:
    del item["type"]
    if not isinstance(item.get("call_id"), str) or not item["call_id"]:
        return None
    if kind == "local_shell_call":
        action = members(item.pop("action", None))
        name, text = "local_shell", None if action is None else to_text(action)
    else:
        text = item.pop("input" if kind == "custom_tool_call" else "arguments", None)
        name = take_text(item, "name")
    if not name or not isinstance(text, str):
        return None
    if item.get("id") == constants.get("id"):
        own = ""
    else:
        own = take_text(item, "id")
        constants = {key: one for key, one in constants.items() if key != "id"} if own else constants
    call = take_text(item, "call_id")
    namespace = "" if kind == "local_shell_call" else take_text(item, "namespace")
    extra = settled(item, constants, {"type": kind if kind == "local_shell_call" else None})
    return (
        ToolCall(
            id=call,
            name=name,
            arguments=text,
            kind="custom" if kind == "custom_tool_call" else "function",
            namespace=namespace,
            item=own,
            extra=extra,
        ),
    )


def _encode_item(part: Part, place: int, form: Form) -> Json:
    if isinstance(part, ToolCall):
        return _encode_call(part, form.constants("fc", place))
    if isinstance(part, Thinking):
        return encode_reasoning(part, form.constants("rs", place))
    if isinstance(part, ToolResult):
        return encode_result(part)
    return try_parse(part.json) if isinstance(part, Opaque) else None


def _encode_call(part: ToolCall, constants: Members) -> Members:
    known: Members = {"call_id": part.id}
    if part.item:
        known["id"] = part.item
    if marked(part.extra, "type") == "local_shell_call":
        return rebuild(
            constants, part.extra, {"type": "local_shell_call", "action": try_parse(part.arguments), **known}
        )
    if part.namespace:
        known["namespace"] = part.namespace
    if part.kind == "custom":
        return rebuild(
            constants, part.extra, {"type": "custom_tool_call", "name": part.name, "input": part.arguments, **known}
        )
    return rebuild(
        constants, part.extra, {"type": "function_call", "name": part.name, "arguments": part.arguments, **known}
    )
