import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining.shell_holes import with_words


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("cat <file> | x", ["<file>"]),
        ("curl https://a.b/{id}/x?y={{name}}", ["{id}", "{{name}}"]),
        ('find "[topic]"', ["[topic]"]),
        ("tool [ISSUE_KEY]", ["[ISSUE_KEY]"]),
        ("cat < in.txt > out.txt", []),
        ("echo ${X} {a,b} {1..3}", []),
        ("awk '{print}' a", []),
        ("cat <<EOF\n<title>x</title>\nEOF", []),
        ("[[ -f x ]] && [ -n y ]", []),
        ("diff <(a) <(b)", []),
        ("tr '[A-Z]' '[a-z]'", []),
    ],
)
def test_placeholders_are_told_from_syntax(text: str, marks: list[str]):
    assert list(with_words(text, 0).holes.values()) == marks


@given(text=st.text(alphabet="<>{}[]a_Z \n\"'$", max_size=60))
def test_the_text_can_be_had_back(text: str):
    holed = with_words(text, 3)
    assert holed.restored(holed.text) == text


def test_the_same_placeholder_is_one_word():
    assert len(with_words("a <x> <x> <y>", 0).holes) == 2
