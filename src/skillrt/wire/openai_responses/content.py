"""Parts inside a message or a tool's output: texts, refusals, images, files, sound."""

from skillrt.wire.exchange import Media, Opaque, Part, Text
from skillrt.wire.json_text import Json, Members, extras, marked, members, rebuild, take_text, to_text, try_parse
from skillrt.wire.members import settled

TEXT_TYPES = ("input_text", "output_text", "text", "summary_text")
ANNOTATED: Members = {"annotations": []}


def decode_content(value: Json, text_type: str, constants: Members) -> Text | Media | Opaque:
    """One part. `text_type` is the type that texts have here, `constants` what they always hold here."""
    found = members(value)
    if found is None:
        return Opaque(type="", json=to_text(value))
    kind = found.get("type")
    rest = {key: one for key, one in found.items() if key != "type"}
    part: Text | Media | None = None
    if kind in TEXT_TYPES and isinstance(rest.get("text"), str):
        part = _text(str(kind), rest, text_type, constants)
    elif kind == "refusal" and isinstance(rest.get("refusal"), str):
        text = str(rest.pop("refusal"))
        part = Text(text=text, refusal=True, extra=extras(rest))
    elif kind == "input_image":
        part = _image(rest)
    elif kind == "input_file":
        part = _file(rest)
    elif kind == "input_audio":
        part = _sound(rest)
    return part or Opaque(type=kind if isinstance(kind, str) else "", json=to_text(value))


def encode_content(part: Part, text_type: str, constants: Members) -> Json:
    """A part as it stands in a message."""
    if isinstance(part, Text):
        if part.refusal:
            return rebuild({}, part.extra, {"type": "refusal", "refusal": part.text})
        kind = marked(part.extra, "type") or text_type
        return rebuild(constants if kind == "output_text" else {}, part.extra, {"type": kind, "text": part.text})
    if isinstance(part, Media):
        return _media(part)
    return try_parse(part.json) if isinstance(part, Opaque) else None


def plain(part: Part) -> str | None:
    """The text of a part that holds nothing else."""
    return part.text if isinstance(part, Text) and not part.refusal and not part.extra else None


def _text(kind: str, rest: Members, text_type: str, constants: Members) -> Text:
    text = str(rest.pop("text"))
    marks = {"type": kind if kind != text_type else None}
    return Text(text=text, extra=settled(rest, constants if kind == "output_text" else {}, marks))


def _image(rest: Members) -> Media | None:
    url = take_text(rest, "image_url")
    if not url:
        return None
    media_type, data = split_data_url(url)
    # an image that says it is none would be written as a file
    if data and not media_type.startswith("image/"):
        return Media(media_type="", url=url, extra=extras(rest))
    return Media(media_type=media_type, data=data, url="" if data else url, extra=extras(rest))


def _file(rest: Members) -> Media | None:
    url = take_text(rest, "file_url")
    if url:
        return Media(media_type="", url=url, extra=extras(rest, {"type": "input_file"}))
    media_type, data = split_data_url(take_text(rest, "file_data"))
    if not data or media_type.startswith(("image/", "audio/")):
        return None
    return Media(media_type=media_type, data=data, extra=settled(rest, {"filename": _file_name(media_type)}))


def _sound(rest: Members) -> Media | None:
    sound = dict(members(rest.pop("input_audio", None)) or {})
    data, form = take_text(sound, "data"), take_text(sound, "format")
    if not data or not form or sound:
        return None
    return Media(media_type="audio/" + form, data=data, extra=extras(rest))


def _media(part: Media) -> Members:
    where = f"data:{part.media_type};base64,{part.data}" if part.data else part.url
    if part.data and part.media_type.startswith("audio/"):
        sound: Members = {"data": part.data, "format": part.media_type.removeprefix("audio/")}
        return rebuild({}, part.extra, {"type": "input_audio", "input_audio": sound})
    if part.data and not part.media_type.startswith("image/"):
        constants: Members = {"filename": _file_name(part.media_type)}
        return rebuild(constants, part.extra, {"type": "input_file", "file_data": where})
    if marked(part.extra, "type") == "input_file" or (part.media_type and not part.media_type.startswith("image/")):
        return rebuild({}, part.extra, {"type": "input_file", "file_url": where})
    return rebuild({}, part.extra, {"type": "input_image", "image_url": where})


def _file_name(media_type: str) -> str:
    """The provider wants a name with each file."""
    return "file." + media_type.rpartition("/")[2]


def split_data_url(url: str) -> tuple[str, str]:
    """Media type and base64 of a data URL; empty texts where it is none or lacks one of them."""
    head, found, data = url.partition(";base64,")
    if found and data and head.startswith("data:") and len(head) > len("data:"):
        return head.removeprefix("data:"), data
    return "", ""
