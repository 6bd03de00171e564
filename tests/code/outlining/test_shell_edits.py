import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining.shell_edits import Edit, quoted, rendered, variable_of
from skillrt.code.outlining.slots import Slot

SLOT = Slot("text", "x", name="label")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("word", 'a "$opt_label" c'),
        ("in-word", 'a "${opt_label}" c'),
        ("in-double", "a ${opt_label} c"),
        ("in-raw", "a '\"${opt_label}\"' c"),
        ("list", 'a "${opt_label[@]}" c'),
    ],
)
def test_a_value_is_quoted_for_its_place(form: str, text: str):
    assert rendered(b"a b c", 10, [Edit(12, 13, SLOT, form)], "opt_").decode() == text  # pyright: ignore[reportArgumentType]


def test_quotes_alone_and_edits_that_overlap():
    edits = [Edit(2, 4, None, "quote"), Edit(2, 3, SLOT, "word")]
    assert rendered(b"a $x c", 0, edits, "opt_") == b'a "$x" c'


def test_variables():
    assert variable_of(Slot("text", "", own="NAME"), "opt_") == "NAME"
    assert variable_of(Slot("secret", "", name="KEY"), "opt_") == "KEY"
    assert variable_of(SLOT, "opt_", json=True) == "opt_label_json"


@given(value=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30))
def test_a_quoted_value_is_one_word(value: str):
    found = subprocess.run(["sh", "-c", f"printf '%s' {quoted(value)}"], capture_output=True, check=True)
    assert found.stdout.decode() == value
