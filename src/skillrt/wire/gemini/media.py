"""Bytes and files inside parts."""

from skillrt.wire.exchange import Media
from skillrt.wire.json_text import Members, extras, marked, members, rebuild, take_text


def decode_media(found: Members) -> Media | None:
    """Bytes or a file; None where neither is given. Takes what it understands out of the part."""
    key = "inlineData" if "inlineData" in found else "fileData"
    inner = dict(members(found.get(key)) or {})
    where = take_text(inner, "data" if key == "inlineData" else "fileUri")
    media_type = take_text(inner, "mimeType")
    if not where:
        return None
    del found[key]
    extra = extras(found, {"inner": inner or None})
    if key == "inlineData":
        return Media(media_type=media_type, data=where, extra=extra)
    return Media(media_type=media_type, url=where, extra=extra)


def encode_media(part: Media) -> Members:
    """The part that says what the bytes are, or where."""
    known: Members = {"mimeType": part.media_type} if part.media_type else {}
    rest = dict(members(marked(part.extra, "inner")) or {})
    if part.data:
        return rebuild({}, part.extra, {"inlineData": {**rest, **known, "data": part.data}})
    return rebuild({}, part.extra, {"fileData": {**rest, **known, "fileUri": part.url}})
