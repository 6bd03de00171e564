import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.primitives.gen_code_shell.open_words import open_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("qpdf --decrypt in.pdf out.pdf", ("in.pdf", "out.pdf")),
        ("gh issue view <number> --json title", ("<number>",)),
        ("tool log --last 10m --json", ("10m",)),
        ('mail -s "Weekly report" $RECIPIENT', ('"Weekly report"', "$RECIPIENT")),
        ("NAME=x\ntool $NAME", ()),
        ("git status --short", ()),
        ("tool --url=https://example.com/a", ("--url=https://example.com/a",)),
    ],
)
def test_what_a_reader_puts_in(text, words):
    assert open_words(text) == words


@given(st.text(max_size=200))
def test_nothing_raises(text):
    assert all(word for word in open_words(text))
