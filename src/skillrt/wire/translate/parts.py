"""Parts of messages for another dialect: without what only the old one knows."""

import base64
import binascii
import json
from typing import cast

import msgspec

from skillrt.wire.exchange import Media, Opaque, Text, ToolCall, ToolResult
from skillrt.wire.json_text import Json, marked, members, to_text
from skillrt.wire.media import ANY_IMAGE, PDF
from skillrt.wire.translate.names import ToolNames
from skillrt.wire.translate.target import Limits, Losses

# the argument that holds the free text of a custom tool, where the provider knows functions only
FREE_TEXT = "input"
# opaque parts that stand for content which the provider keeps
_KEPT_BY_PROVIDER = (
    "file",
    "image",
    "document",
    "input_file",
    "input_image",
    "image_file",
    "fileData",
    "item_reference",
)


# links that every provider can follow
_ANYWHERE = ("http://", "https://")
# where Gemini keeps files that were given to it
_KEPT_FILES = "https://generativelanguage.googleapis.com/"


def carried_content(part: Text | Media | Opaque, allowed: tuple[str, ...], losses: Losses) -> Text | Media | None:
    """Words or media; None where nothing of it can be carried."""
    if isinstance(part, Text):
        # one provider refuses texts of white space only, and none needs them
        return Text(text=part.text) if part.text.strip() else None
    if isinstance(part, Opaque):
        _lose(part, losses)
        return None
    media = _plain(part)
    if media.url and _is_kept(media.url):
        losses.add("a file is left out: the provider keeps it", fatal=True)
        return Text(text="[file left out]")
    if media.media_type.startswith("text/") and media.data:
        return _words(media)
    if media.media_type.startswith(tuple(allowed)):
        return media
    losses.add(f"media of the type {media.media_type or 'unknown'} cannot be sent", fatal=True)
    return Text(text=f"[{media.media_type or 'media'} left out]")


def _is_kept(url: str) -> bool:
    return not url.startswith(_ANYWHERE) or url.startswith(_KEPT_FILES)


def _plain(part: Media) -> Media:
    """Media without what one dialect says of them; a link without a type is one to an image or else a document."""
    media_type = part.media_type
    if not media_type:
        media_type = PDF if marked(part.extra, "type") == "input_file" else ANY_IMAGE
    return Media(media_type=media_type, data=part.data, url=part.url)


def _words(media: Media) -> Text | None:
    try:
        text = base64.b64decode(media.data, validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return None
    return Text(text=text) if text else None


def _lose(part: Opaque, losses: Losses) -> None:
    if part.type == "additional_tools":
        # the tools in it are among those of the request
        return
    fatal = part.type in _KEPT_BY_PROVIDER
    why = ": the provider keeps what is in it" if fatal else ""
    losses.add(f"a part of the type {part.type or 'unknown'} is left out{why}", fatal=fatal)


def carried_call(call: ToolCall, names: ToolNames, limits: Limits) -> ToolCall:
    """A call of the conversation so far."""
    custom = call.kind == "custom"
    keeps = custom and limits.custom_tools
    arguments = call.arguments if keeps or not custom else to_text({FREE_TEXT: call.arguments})
    return ToolCall(
        id=call.id,
        name=names.name(call.name, call.namespace),
        arguments=arguments,
        kind="custom" if keeps else "function",
    )


def carried_result(result: ToolResult, limits: Limits, losses: Losses) -> tuple[ToolResult, list[Media]]:
    """The result of a tool, and the media that it may not hold there."""
    content: list[Text | Media | Opaque] = []
    beside: list[Media] = []
    for part in result.content:
        carried = carried_content(part, limits.media, losses)
        if isinstance(carried, Media) and not carried.media_type.startswith(tuple(limits.media_in_results)):
            beside.append(carried)
        elif carried is not None:
            content.append(carried)
    if beside:
        content.append(Text(text=f"[{len(beside)} file(s) of this result follow in the next message]"))
    if result.is_error and not limits.marks_errors:
        content.insert(0, Text(text="Error:"))
    kind = result.kind if limits.custom_tools else "function"
    marks_error = result.is_error and limits.marks_errors
    return msgspec.structs.replace(result, content=tuple(content), kind=kind, is_error=marks_error, extra=()), beside


def free_text(arguments: str) -> str:
    """The free text in the arguments that a model gave a function which stands for a custom tool."""
    text = text_of(arguments)
    return arguments if text is None else text


def text_of(arguments: str) -> str | None:
    """The text that the arguments hold; None where they are not as they should be."""
    found = members(_lenient(arguments))
    text = found.get(FREE_TEXT) if found else None
    return _unicode(text) if isinstance(text, str) else None


def text_in(literal: str) -> str | None:
    """The text that a JSON string says; None where it is none."""
    text = _lenient(literal)
    return _unicode(text) if isinstance(text, str) else None


def _lenient(text: str) -> Json:
    """JSON in which line breaks may stand in strings, as some models write it."""
    try:
        return cast(Json, json.loads(text, strict=False))
    except (ValueError, RecursionError):
        return None


def _unicode(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
