"""A recorded answer for a run in other folders: paths in it become those of this run, wherever a stream cuts them."""

from collections.abc import Sequence
from typing import cast

import msgspec

from skillrt.gateway.recording import MISTAKES, read_response
from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import write_stream
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Request, Response

_STREAM = "text/event-stream"
Pairs = Sequence[tuple[str, str]]


def moved(body: str, content_type: str, status: int, request: Request, folders: Pairs) -> bytes:
    """The body with each old folder as the new one, to the byte what it was where none is named."""
    pairs = [(old, new) for old, new in folders if old != new]
    raw = body.encode()
    if not pairs:
        return raw
    try:
        streamed = content_type.startswith(_STREAM)
        found = read_response(codec(request.dialect), raw, status, streamed=streamed)
        other = _replaced(found, pairs)
        return raw if other == found else _written(other, request, streamed=streamed)
    except MISTAKES:
        return _other_words(body, pairs).encode()  # not understood: then as it stands


def _written(response: Response, request: Request, *, streamed: bool) -> bytes:
    speaks = codec(request.dialect)
    if not streamed:
        return speaks.encode_response(response)
    return write_stream(speaks.writer(request), deltas_of(response))


def _replaced(response: Response, pairs: Pairs) -> Response:
    return msgspec.convert(_tree(msgspec.to_builtins(response), pairs), Response)


def _tree(value: object, pairs: Pairs) -> object:
    """All texts of it; a response nests no deeper than its parts."""
    if isinstance(value, str):
        return _other_words(value, pairs)
    if isinstance(value, dict):
        return {key: _tree(item, pairs) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_tree(item, pairs) for item in cast("list[object]", value)]
    return value


def _other_words(text: str, pairs: Pairs) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text
