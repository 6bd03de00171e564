from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.events import Event, EventDecoder, encode_data, encode_event


def decoded(*chunks: bytes) -> list[Event]:
    decoder = EventDecoder()
    events = [event for chunk in chunks for event in decoder.feed(chunk)]
    return events + decoder.end()


def test_names_data_ids_and_retry_times():
    stream = b'event: ping\nid: 7\nretry: 1500\ndata: {"a": 1}\n\ndata:x\n\n'
    assert decoded(stream) == [Event(name="ping", id="7", retry=1500, data='{"a": 1}'), Event(data="x")]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_every_end_of_line(end: bytes):
    assert decoded(end.join([b"event: a", b"data: 1", b"data: 2", b"", b"data: 3", b"", b""])) == [
        Event(name="a", data="1\n2"),
        Event(data="3"),
    ]


def test_a_return_and_a_line_feed_in_two_chunks_are_one_end_of_line():
    assert decoded(b"data: 1\r", b"\ndata: 2\r", b"\n\r", b"\ndata: 3\n\n") == [Event(data="1\n2"), Event(data="3")]


def test_comments_and_unknown_fields_are_no_events():
    assert decoded(b": OPENROUTER PROCESSING\n\nwhat: ever\n\n:\n\ndata: 1\n\n") == [Event(data="1")]


def test_a_name_without_data_is_no_event_and_does_not_reach_the_next():
    assert decoded(b"event: a\n\ndata: 1\n\n") == [Event(data="1")]


def test_empty_data_is_an_event():
    assert decoded(b"data\n\ndata:\n\n") == [Event(data=""), Event(data="")]


def test_only_one_space_after_the_colon_goes():
    assert decoded(b"data:  two\n\n") == [Event(data=" two")]


def test_the_byte_order_mark_goes_even_when_split():
    assert decoded(b"\xef", b"\xbb", b"\xbfdata: 1\n\n") == [Event(data="1")]


def test_the_last_event_needs_no_blank_line():
    assert decoded(b"data: 1\n\ndata: 2") == [Event(data="1"), Event(data="2")]
    assert decoded(b"data: 1\n\ndata: 2\n") == [Event(data="1"), Event(data="2")]


def test_characters_split_between_chunks():
    whole = "data: 日本 🎉\n\n".encode()
    assert decoded(*(whole[i : i + 1] for i in range(len(whole)))) == [Event(data="日本 🎉")]


def test_bytes_that_are_no_utf8_are_replaced():
    assert decoded(b"data: a\xff\n\n") == [Event(data="a\ufffd")]


@pytest.mark.parametrize("chunks", [[b"data: " + b"x" * 200], [b"x" * 60] * 2, [b"data: " + b"x" * 30 + b"\n"] * 5])
def test_an_event_without_end_is_refused(chunks: list[bytes]):
    decoder = EventDecoder(limit=100)
    with pytest.raises(NotUnderstood, match="more than 100 bytes"):
        list(map(decoder.feed, chunks))


def test_the_limit_is_for_one_event_not_for_the_stream():
    decoder = EventDecoder(limit=100)
    assert sum(len(decoder.feed(b"data: " + b"x" * 40 + b"\n\n")) for _ in range(50)) == 50


def test_data_on_one_line_is_written_as_it_is():
    assert encode_data(b'{"a":1}') == b'data: {"a":1}\n\n'
    assert encode_data(b"{}", "ping") == b"event: ping\ndata: {}\n\n"


STREAMS = st.lists(
    st.sampled_from(
        [
            b"data: ",
            b"data",
            b"event: a",
            b"\n",
            b"\r",
            b"\r\n",
            b"\n\n",
            b":c",
            b"id: 1",
            b"\xef\xbb\xbf",
            "é🎉".encode(),
        ]
    ),
    max_size=30,
).map(b"".join)


@given(stream=st.one_of(STREAMS, st.binary(max_size=200)), cuts=st.lists(st.integers(0, 300), max_size=12))
def test_any_split_gives_the_same_events(stream: bytes, cuts: list[int]):
    places = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    pieces = [stream[start:end] for start, end in pairwise(places)]
    assert decoded(*pieces) == decoded(stream)


LINES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
)


@given(
    st.lists(
        st.builds(
            Event,
            name=LINES,
            id=LINES,
            retry=st.one_of(st.none(), st.integers(0, 10**9)),
            data=st.lists(LINES, min_size=1).map("\n".join),
        )
    )
)
def test_what_is_encoded_is_decoded_again(events: list[Event]):
    assert decoded(b"".join(encode_event(event) for event in events)) == events
