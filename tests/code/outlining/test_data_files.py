from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining.data_files import data_text, filled, pieces


def test_a_template_is_read_as_its_pieces():
    found = pieces("shell_program.sh", "#")
    assert found["head"].startswith("#!/usr/bin/env @shell@\n")
    assert all(text.endswith("\n") for text in found.values())
    assert "#: " not in "".join(found.values())


@given(text=st.text(max_size=30))
def test_what_is_filled_in_is_not_read_again(text: str):
    assert filled("a @one@ b @two@", one=text, two="@one@") == f"a {text} b @one@"


def test_other_signs_stay():
    assert filled('"$@" "${@x@[@]}" a@b', x="list") == '"$@" "${list[@]}" a@b'


def test_data_files_are_text():
    assert "open_keys" in data_text("literals.toml")
