import pytest

from skillrt.wire.assembly import Assembly, EventReader, begun, deltas_of, grown, words_of
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import Event
from skillrt.wire.exchange import (
    Extra,
    Media,
    Opaque,
    Response,
    StopReason,
    Text,
    Thinking,
    ToolCall,
    Usage,
    WireError,
)

WHOLE = Response(
    dialect="anthropic-messages",
    id="r1",
    model="m",
    parts=(
        Thinking(text="first look", signature="c2ln"),
        Text(text="I shall look."),
        ToolCall(id="c1", name="ls", arguments='{"path": "a b"}'),
        ToolCall(id="c2", name="date", arguments="{}"),
        Opaque(type="hologram", json='{"type":"hologram"}'),
    ),
    stop="tool-calls",
    stop_word="tool_use",
    usage=Usage(input=10, output=5),
    extra=(Extra(key="container", json="null"),),
)


def assembled(deltas: list[Delta]) -> Response:
    assembly = Assembly("anthropic-messages")
    assembly.add(deltas)
    return assembly.response()


@pytest.mark.parametrize("piece", [0, 1, 3, 100])
def test_a_response_is_made_of_its_pieces(piece: int):
    assert assembled(list(deltas_of(WHOLE, piece))) == WHOLE


def test_pieces_are_as_long_as_asked_for():
    texts = [delta.text for delta in deltas_of(WHOLE, 5) if isinstance(delta, PartGrew) and delta.index == 0]
    assert texts == ["first", " look", ""]


def test_an_error_ends_the_pieces():
    failed = Response(dialect="gemini", parts=(Text(text="so"),), stop="error", error=WireError(message="busy"))
    deltas = list(deltas_of(failed))
    assert deltas[-1] == Failed(error=WireError(message="busy"))
    assembly = Assembly("gemini")
    assembly.add(deltas)
    assert assembly.response() == failed


def test_a_part_that_is_sent_again_is_in_place_of_its_pieces():
    deltas: list[Delta] = [
        PartStarted(index=0, part=ToolCall(id="c", name="n", arguments="")),
        PartGrew(index=0, text='{"a"'),
        PartEnded(index=0, part=ToolCall(id="c", name="n", arguments='{"a":1}')),
    ]
    assert assembled(deltas).parts == (ToolCall(id="c", name="n", arguments='{"a":1}'),)


def test_calls_that_grow_at_the_same_time():
    deltas: list[Delta] = [
        PartStarted(index=0, part=ToolCall(id="a", name="n", arguments="")),
        PartStarted(index=1, part=ToolCall(id="b", name="n", arguments="")),
        PartGrew(index=1, text="[1"),
        PartGrew(index=0, text="[0"),
        PartGrew(index=1, text="]"),
        PartGrew(index=0, text="]"),
    ]
    assert [words_of(part) for part in assembled(deltas).parts if isinstance(part, ToolCall)] == ["[0]", "[1]"]


def test_asking_in_between_changes_nothing():
    assembly = Assembly("openai-chat")
    for delta in deltas_of(WHOLE, 2):
        assembly.add([delta])
        assembly.response()
    assert assembly.response().parts == WHOLE.parts


def test_later_usage_is_in_place_of_earlier_usage():
    deltas: list[Delta] = [Started(usage=Usage(input=3)), UsageSeen(usage=Usage(input=3, output=9))]
    assert assembled(deltas[:1]).usage == Usage(input=3)
    assert assembled(deltas).usage == Usage(input=3, output=9)


def test_pieces_of_nothing_and_unknown_events_are_passed_over():
    assert assembled([PartGrew(index=4, text="x"), Unknown(event="odd", data="1"), PartEnded(index=4)]).parts == ()


def test_one_part_so_far():
    assembly = Assembly("gemini")
    assembly.add([PartStarted(index=0, part=Text(text="")), PartGrew(index=0, text="hi")])
    assert assembly.part(0) == Text(text="hi")
    assert assembly.part(1) is None


def test_media_are_not_streamed():
    response = Response(dialect="gemini", parts=(Media(media_type="image/png", data="aGk="), Text(text="x")))
    started = [delta.part for delta in deltas_of(response) if isinstance(delta, PartStarted)]
    assert started == [Text(text="")]


def test_growing_and_beginning():
    thinking = Thinking(text="a", signature="s", id="t1")
    assert begun(thinking) == Thinking(id="t1")
    assert grown(begun(thinking), "a", "s") == thinking
    odd = Opaque(type="x", json="{}")
    assert begun(odd) == odd == grown(odd, "more")
    assert words_of(odd) == ""


class Lines:
    """A dialect whose every event is a text and which says at its end that it stopped."""

    def __init__(self) -> None:
        self._count = 0

    def read(self, event: Event) -> list[Delta]:
        if event.data == "odd":
            raise NotUnderstood("odd")
        self._count += 1
        return [PartStarted(index=self._count - 1, part=Text(text=event.data))]

    def end(self) -> list[Delta]:
        stop: StopReason = "end"
        return [Stopped(stop=stop)]


def test_a_reader_reads_events_and_keeps_the_response():
    reader = EventReader("gemini", Lines())
    assert reader.feed(b"data: on") == []
    assert reader.feed(b"e\n\ndata: two") == [PartStarted(index=0, part=Text(text="one"))]
    assert reader.end() == [PartStarted(index=1, part=Text(text="two")), Stopped(stop="end")]
    assert reader.response() == Response(dialect="gemini", parts=(Text(text="one"), Text(text="two")), stop="end")


def test_an_event_that_was_broken_off_says_nothing():
    reader = EventReader("gemini", Lines())
    reader.feed(b"data: one\n\ndata: odd")
    assert reader.end() == [Stopped(stop="end")]
    with pytest.raises(NotUnderstood):
        reader.feed(b"data: odd\n\n")
