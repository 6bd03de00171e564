import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.json_list import ListDecoder
from tests.wire.json_bodies import anything, cut, words

objects = st.dictionaries(words | st.sampled_from(['"', "\\", "{", "]"]), anything, max_size=3)


@given(st.lists(objects, max_size=4), st.lists(st.integers(0, 9999), max_size=9))
def test_objects_come_one_by_one_however_the_bytes_are_cut(values: list[object], places: list[int]) -> None:
    decoder = ListDecoder()
    data = json.dumps(values, indent=1).encode()
    found = [one for piece in cut(data, places) for one in decoder.feed(piece)]
    assert [json.loads(one) for one in found] == values


def test_an_object_comes_as_soon_as_it_is_complete() -> None:
    decoder = ListDecoder()
    assert decoder.feed(b'[{"a":"}') == []
    assert decoder.feed(b'"}') == [b'{"a":"}"}']


def test_an_object_that_stands_alone_counts() -> None:
    assert ListDecoder().feed(b'{"error":{"code":400}}') == [b'{"error":{"code":400}}']


def test_one_object_is_limited() -> None:
    decoder = ListDecoder(limit=10)
    with pytest.raises(NotUnderstood):
        decoder.feed(b'[{"a":"' + b"x" * 20)


@given(st.lists(st.binary(max_size=20), max_size=5))
def test_no_bytes_do_harm(pieces: list[bytes]) -> None:
    decoder = ListDecoder()
    for piece in pieces:
        assert isinstance(decoder.feed(b"[" + piece), list)
