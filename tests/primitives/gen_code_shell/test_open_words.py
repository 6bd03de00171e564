import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.primitives.gen_code_shell.open_words import open_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("qpdf --decrypt in.pdf out.pdf", ()),
        ("gh issue view <number> --json title", ("<number>",)),
        ("curl -H 'Key: YOUR_API_KEY' https://api.test/v1/{city}", ("YOUR_API_KEY", "{city}")),
        ('mail -s "Weekly report for [your team]" $RECIPIENT', ("[your team]", "$RECIPIENT")),
        ("NAME=x\ntool $NAME", ()),
        ("for f in *.txt; do wc -l $f; done", ()),
        ("read -r line; echo $line", ()),
        ("[ -f x ] && git status --short", ()),
        ("tool --ticket TICKET_ID --from path/to/notes.md", ("TICKET_ID", "path/to/notes.md")),
        ("tool --as my-account --in $HOME", ("my-account",)),
    ],
)
def test_what_a_reader_puts_in(text, words):
    assert open_words(text) == words


@given(st.text(max_size=200))
def test_nothing_raises(text):
    assert all(word for word in open_words(text))
