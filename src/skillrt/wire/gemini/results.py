"""Results of calls. Harnesses say a text as `{"output": TEXT}` and an error as `{"error": TEXT}`; any other object is
kept as its JSON text, with the mark `json`. Images stand in `parts` beside it."""

from skillrt.wire.exchange import Media, Opaque, Text, ToolResult
from skillrt.wire.gemini.media import decode_media, encode_media
from skillrt.wire.json_text import Members, extras, items, marked, members, rebuild, take_text, to_text, try_parse


def decode_result(inner: Members) -> ToolResult | None:
    """A `functionResponse`, its call as far as it says; None where it has no name or response."""
    name, response = take_text(inner, "name"), members(inner.get("response"))
    if not name or response is None:
        return None
    del inner["response"]
    identity = take_text(inner, "id")
    (key, value), *more = response.items() or (("", None),)
    content: tuple[Text | Media | Opaque, ...] = ()
    as_json = False
    if not more and key in ("output", "error") and isinstance(value, str):
        content = (Text(text=value),)
    elif response:
        content, as_json = (Text(text=to_text(response)),), True
    listed = items(inner.get("parts"))
    if listed:
        del inner["parts"]
        content += tuple([_decode_media(value) for value in listed])
    marks = {"json": as_json or None, "no-id": None if identity else True}
    is_error = not as_json and key == "error"
    return ToolResult(call=identity, content=content, name=name, is_error=is_error, extra=extras(inner, marks))


def encode_result(part: ToolResult) -> Members:
    """The `functionResponse` of a result."""
    words = [one.text for one in part.content if isinstance(one, Text)]
    media = [_encode_media(one) for one in part.content if not isinstance(one, Text)]
    response: Members = {("error" if part.is_error else "output"): "\n".join(words)} if words else {}
    if len(words) == 1 and marked(part.extra, "json"):
        response = members(try_parse(words[0])) or response
    known: Members = {"name": part.name, "response": response}
    if media:
        known["parts"] = media
    if marked(part.extra, "no-id") is None:
        known["id"] = part.call
    return rebuild({}, part.extra, known)


def _decode_media(value: object) -> Media | Opaque:
    found = dict(members(value) or {})
    one = ("inlineData" in found) != ("fileData" in found)
    return (decode_media(found) if one else None) or Opaque(type="", json=to_text(value))


def _encode_media(part: Media | Opaque) -> object:
    return encode_media(part) if isinstance(part, Media) else try_parse(part.json)
