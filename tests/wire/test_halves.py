import json

import pytest

from skillrt.wire.halves import without_halves


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r'"a\ud83d"', "a\ufffd"),
        (r'"\uDE00b"', "\ufffdb"),
        (r'"\ud83d\ud83d\ude00"', "\ufffd\U0001f600"),
        (r'"\ud83d\u0041\n"', "\ufffdA\n"),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"\\ud83d"', r"\ud83d"),
        (r'"\\\ud83d\\"', "\\\ufffd\\"),
        ('"\U0001f600 \\" é"', '\U0001f600 " é'),
    ],
)
def test_half_a_pair_becomes_the_replacement_character(text: str, said: str):
    assert json.loads(without_halves(text)) == said
    assert without_halves(text.encode()) == without_halves(text).encode()


def test_what_has_none_is_the_same_object():
    text = '{"a": "\\\\ud83d no escape at all"}'.replace("\\\\ud", "/ud")
    assert without_halves(text) is text
    data = text.encode()
    assert without_halves(data) is data
