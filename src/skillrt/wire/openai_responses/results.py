"""What tools gave back: a text or a list of parts."""

from skillrt.wire.exchange import Media, Opaque, Part, Text, ToolResult
from skillrt.wire.json_text import Json, Members, extras, items, marked, rebuild, take_text
from skillrt.wire.openai_responses.content import decode_content, encode_content, plain

# type of a tool's output -> type of the call that it answers
CALL_TYPES = {
    "function_call_output": "function_call",
    "custom_tool_call_output": "custom_tool_call",
    "local_shell_call_output": "local_shell_call",
}


def decode_result(kind: str, item: Members) -> tuple[Part, ...] | None:
    """The result of one call; None where it does not say of which, or its output is neither text nor list."""
    del item["type"]
    output = item.pop("output", None)
    call = take_text(item, "call_id")
    found = items(output)
    if not call or (found is None and not isinstance(output, str)):
        return None
    content: tuple[Text | Media | Opaque, ...] = ()
    if isinstance(output, str):
        content = (Text(text=output),) if output else ()
    elif found:
        content = tuple([decode_content(value, "input_text", {}) for value in found])
    listed = found is not None and _as_text(content) is not None
    marks = {"list": listed or None, "type": kind if kind == "local_shell_call_output" else None}
    return (
        ToolResult(
            call=call,
            content=content,
            kind="custom" if kind == "custom_tool_call_output" else "function",
            extra=extras(item, marks),
        ),
    )


def encode_result(part: ToolResult) -> Members:
    """The item of a result."""
    text = _as_text(part.content)
    output: Json = text
    if text is None or marked(part.extra, "list"):
        output = [encode_content(one, "input_text", {}) for one in part.content]
    kind = marked(part.extra, "type") or (
        "custom_tool_call_output" if part.kind == "custom" else "function_call_output"
    )
    return rebuild({}, part.extra, {"type": kind, "call_id": part.call, "output": output})


def _as_text(content: tuple[Text | Media | Opaque, ...]) -> str | None:
    """The content as one text; None where it is more."""
    if not content:
        return ""
    return plain(content[0]) if len(content) == 1 else None
