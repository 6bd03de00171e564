from typing import Any

import pytest

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.content import decode_content, encode_content, is_plain
from skillrt.wire.exchange import Extra, Text
from skillrt.wire.openai_chat.parts import decode_part, encode_part


@pytest.mark.parametrize("message", [{"content": "a"}, {"content": []}, {"content": None}, {}])
@pytest.mark.parametrize("if_empty", ["list", "null"])
def test_content_is_written_in_the_form_in_which_it_came(message: dict[str, Any], if_empty: str):
    parts, form = decode_content(dict(message), if_empty, decode_part)
    assert encode_content(list(parts), form, if_empty, encode_part) == message


def test_a_single_text_in_a_list_stays_in_its_list():
    listed = [{"type": "text", "text": "a"}]
    parts, form = decode_content({"content": listed}, "list", decode_part)
    assert form == "list"
    assert encode_content(list(parts), form, "list", encode_part) == {"content": listed}


def test_parts_that_came_later_are_written():
    _, form = decode_content({"content": None}, "list", decode_part)
    assert form == "null"
    assert encode_content([Text(text="a")], form, "list", encode_part) == {"content": "a"}


def test_plain_words():
    assert is_plain(Text(text=""))
    assert not is_plain(Text(text="a", extra=(Extra(key="x", json="1"),)))
    assert not is_plain(Text(text="a", refusal=True))


def test_content_of_another_kind():
    with pytest.raises(NotUnderstood, match="int"):
        decode_content({"content": 5}, "list", decode_part)
