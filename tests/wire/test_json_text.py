import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire import json_text
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Extra


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000, b"1e999"])
def test_what_is_no_json_is_not_understood(data: bytes):
    with pytest.raises(NotUnderstood):
        json_text.parse(data)
    assert json_text.try_parse(data) is None


def test_half_a_surrogate_pair_is_read_as_the_replacement_character():
    assert json_text.parse(rb'{"a": "cut \ud83d", "b": "\ud83d\ude00"}') == {"a": "cut \ufffd", "b": "\U0001f600"}
    assert json_text.to_bytes({"a": json_text.raw(r'"\ud83d"')}) == rb'{"a":"\ufffd"}'


def test_a_list_is_no_object():
    with pytest.raises(NotUnderstood, match="not list"):
        json_text.parse_object(b"[]")


def test_taking_takes_only_what_would_be_written_the_same():
    source: json_text.Members = {
        **{"text": "a", "empty": "", "count": 3, "none": 0},
        **{"flag": True, "off": False, "half": 0.5, "texts": ["a"], "mixed": [1]},
    }
    assert json_text.take_text(source, "text") == "a"
    assert json_text.take_text(source, "empty") == ""
    assert json_text.take_text(source, "count") == ""
    assert json_text.take_count(source, "flag") == 0
    assert json_text.take_count(source, "none") == 0
    assert json_text.take_count(source, "count") == 3
    assert json_text.take_true(source, "off") is False
    assert json_text.take_true(source, "flag") is True
    assert json_text.take_boolean(source, "off") is False
    assert json_text.take_number(source, "half") == 0.5
    assert json_text.take_integer(source, "half") is None
    assert json_text.take_integer(source, "none") == 0
    assert json_text.take_texts(source, "mixed") == ()
    assert json_text.take_texts(source, "texts") == ("a",)
    assert source == {"empty": "", "mixed": [1]}


def test_a_number_that_no_float_holds_is_left():
    source: json_text.Members = {"n": 2**60, "m": 10**400}
    assert json_text.take_number(source, "n") is None
    assert json_text.take_number(source, "m") is None
    assert len(source) == 2


def test_constants_are_told_from_look_alikes():
    source: json_text.Members = {"a": 0, "b": False}
    assert not json_text.take_constant(source, "b", 0)
    assert not json_text.take_constant(source, "c", 0)
    assert json_text.take_constant(source, "a", 0)


def test_keys_that_look_like_marks_are_kept_apart_from_marks():
    extra = json_text.extras({"~absent": 1, "~": 2, "a": 3}, {"content": "list", "none": None})
    assert json_text.marked(extra, "content") == "list"
    assert json_text.marked(extra, "absent") is None
    assert json_text.marked(extra, "none") is None
    assert json_text.parse(json_text.to_bytes(json_text.kept(extra))) == {"~absent": 1, "~": 2, "a": 3}


def test_what_the_normal_form_says_wins_over_what_was_kept_and_that_over_constants():
    extra = (Extra(key="a", json="1"), Extra(key="b", json="1"))
    built = json_text.rebuild({"a": 0, "b": 0, "c": 0}, extra, {"b": 2})
    assert json_text.parse(json_text.to_bytes(built)) == {"a": 1, "b": 2, "c": 0}


def test_keys_that_were_missing_stay_away_until_there_is_something_to_say():
    extra = json_text.extras({}, {json_text.ABSENT: ["type", "text"]})
    assert json_text.rebuild({"type": "x", "text": "", "n": 1}, extra, {}) == {"n": 1}
    assert json_text.rebuild({"type": "x", "text": ""}, extra, {"text": "hi"}) == {"text": "hi"}
    assert json_text.missing({"a": 1}, ("a", "b")) == ["b"]
    assert json_text.missing({"a": 1}, ("a",)) is None


def test_text_that_is_no_unicode_is_not_written():
    with pytest.raises(NotUnderstood):
        json_text.to_text("\ud800")


def test_the_text_of_a_kept_member():
    extra = (Extra(key="seed", json="7"),)
    assert json_text.extra_text(extra, "seed") == "7"
    assert json_text.extra_text(extra, "other") is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text("~abc"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("~ab"), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text("~ab"), VALUES))
def test_members_that_are_kept_come_back(members: json_text.Members):
    extra = json_text.extras(members, {"mark": [1]})
    assert json_text.parse(json_text.to_bytes(json_text.rebuild({}, extra, {}))) == members
