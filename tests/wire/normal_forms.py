"""Random requests, responses and pieces in the normal form, of the kinds that a dialect can write."""

from collections.abc import Callable, Iterable

import msgspec
from hypothesis import strategies as st

from skillrt.wire.assembly import begun, words_of
from skillrt.wire.codec import Codec, write_stream
from skillrt.wire.deltas import Delta, PartEnded, PartGrew, PartStarted
from skillrt.wire.exchange import Extra, Media, Request, Response, Text, Thinking, ToolCall, Usage
from skillrt.wire.json_text import to_text
from tests.wire.json_shapes import VALUES

NAMES = st.text("abc_-", min_size=1, max_size=6)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
JSON_OBJECTS = st.dictionaries(NAMES, VALUES, max_size=3).map(to_text)
EXTRA = st.dictionaries(st.sampled_from(["x_a", "x_b", "~odd"]), VALUES, max_size=2).map(
    lambda found: tuple(
        Extra(key="~" + key if key[0] == "~" else key, json=to_text(value)) for key, value in found.items()
    )
)
BASE64 = st.sampled_from(["aGk=", "AAAA", "iVBORw0KGgo="])
TEXTS = st.builds(Text, text=WORDS, extra=EXTRA)
PLAIN_TEXTS = st.builds(Text, text=WORDS)
IMAGES = st.builds(Media, media_type=st.sampled_from(["image/png", "image/jpeg"]), data=BASE64, extra=EXTRA)
LINKED_IMAGES = st.builds(
    Media, media_type=st.just("image/*"), url=st.sampled_from(["https://example.org/a.png"]), extra=EXTRA
)
FUNCTION_CALLS = st.builds(ToolCall, id=NAMES, name=NAMES, arguments=JSON_OBJECTS, extra=EXTRA)


# what the dialects of OpenAI Responses and Gemini can say
words = st.text(max_size=20)
some = st.text(min_size=1, max_size=20)
texts = st.builds(Text, text=words)
thoughts = st.builds(Thinking, text=some)
arguments = st.dictionaries(words, words | st.integers(0, 9) | st.lists(words, max_size=2), max_size=2).map(
    lambda value: msgspec.json.encode(value).decode()
)
calls = st.builds(ToolCall, id=some, name=some, arguments=arguments)
custom_calls = st.builds(ToolCall, id=some, name=some, arguments=words, kind=st.just("custom"))
usages = st.builds(
    Usage, input=st.integers(0, 9), output=st.integers(5, 9), cache_read=st.integers(0, 3), thinking=st.integers(0, 3)
)


def in_pieces(draw: st.DrawFn, parts: Iterable[Text | Thinking | ToolCall]) -> list[Delta]:
    """Parts as a stream says them, cut anywhere."""
    deltas: list[Delta] = []
    for index, part in enumerate(parts):
        deltas.append(PartStarted(index=index, part=begun(part)))
        words = words_of(part)
        ends = sorted(draw(st.lists(st.integers(0, len(words)), max_size=3)))
        cuts = [words[start:end] for start, end in zip([0, *ends], [*ends, len(words)], strict=True)]
        deltas += [PartGrew(index=index, text=piece) for piece in cuts if piece]
        if isinstance(part, Thinking) and part.signature:
            deltas.append(PartGrew(index=index, signature=part.signature))
        deltas.append(PartEnded(index=index))
    return deltas


def read_back(
    codec: Codec, request: Request, deltas: list[Delta], cut: Callable[[bytes], list[bytes]]
) -> tuple[list[Delta], Response]:
    """What a reader makes of what a writer makes of pieces, cut anywhere."""
    reader = codec.reader()
    read = [delta for piece in cut(write_stream(codec.writer(request), deltas)) for delta in reader.feed(piece)]
    return read + reader.end(), reader.response()
