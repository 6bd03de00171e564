import pytest

from skillrt.store.traces.redaction.literals import is_literal, looks_random, word_before


@pytest.mark.parametrize("value", [b"hunter2", b"correct horse", b"a$b$c", b"1234", b"p\xc3\xa4sswort"])
def test_literals(value: bytes):
    assert is_literal(value)


@pytest.mark.parametrize(
    "value", [b"", b"abc", b"$X_KEY", b"${X}", b"<key>", b"your-key", b"****", b"xxxx",
        b"None", b"get(x)", b"os.environ['A']", b"aaaaaaa"]
)  # fmt: skip
def test_no_literals(value: bytes):
    assert not is_literal(value)


def test_what_looks_random():
    assert [
        looks_random(value) for value in (b"abcd1234", b"abcdefgh", b"12345678", b"aBcdefg1", b"a1", b"a b c 12345")
    ] == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("data", "inside"), [(b"xsk", True), (b" sk", False), (b"\\nsk", False), (b"_sk", True), (b"\\u003dsk", False)]
)
def test_the_letter_of_an_escape_is_no_word(data: bytes, inside: bool):
    assert word_before(data, len(data) - 2) is inside
    assert not word_before(b"sk", 0)
