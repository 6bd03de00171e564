from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.statements import statements


def texts(text: str, *, console: bool = False) -> list[str]:
    return [item.text for item in statements(text, console=console)]


def test_what_a_shell_carries_out_as_one():
    text = (
        "# first\npython a.py <in.pdf> | head; ls && cd b\n"
        'for f in *.md; do\n  pandoc "$f"\ndone\n'
        "cat <<EOF > out.txt\n$1\nEOF\n"
        "tool \\\n  --long  # why\n"
    )
    assert texts(text) == [
        "python a.py <in.pdf> | head",
        "ls && cd b",
        'for f in *.md; do\n  pandoc "$f"\ndone',
        "cat <<EOF > out.txt\n$1\nEOF",
        "tool \\\n  --long",
    ]


def test_what_goes_on_in_the_background_says_so():
    text = "python -m http.server &  # é\nfor x in 1 2; do a & done &\nb && c & d; e\nx=1&\nwait\n"
    assert texts(text) == [
        "python -m http.server &",
        "for x in 1 2; do a & done &",
        "b && c &",
        "d",
        "e",
        "x=1&",
        "wait",
    ]


def test_what_is_no_shell_is_taken_by_lines():
    assert texts("tool (a\nx \\\n  y\n# z\nb &&\nc") == ["tool (a", "x \\\n  y", "b &&\nc"]


def test_only_prompted_lines_of_a_session():
    assert texts("$ ls -l\nfile\n$ pwd\n/x\n", console=True) == ["ls -l", "pwd"]


@given(st.text("abé$\"'(){}|&;<>\n\\# ", max_size=40))
def test_they_stand_where_they_say(text: str):
    for item in statements(text):
        assert text[item.start : item.end].strip() == item.text
