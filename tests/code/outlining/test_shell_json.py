import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_json import JsonText
from skillrt.code.outlining.shell_nodes import arguments, commands_in, root_of


def read(word: str) -> JsonText:
    root = root_of(f"x {word}\n")
    assert root is not None
    return JsonText(arguments(commands_in(root)[0])[0])


@pytest.mark.parametrize(
    "word", ["'{\"a\": 1}'", '"{\\"a\\": \\"$X\\"}"', "'{\"a\": \"'$X'\"}'", '"{\\"n\\": $N}"', "'[1]'"]
)
def test_json_in_any_quoting(word: str):
    assert read(word).is_json


@pytest.mark.parametrize("word", ["'{ print }'", "'{a, b}'", "'hello'", '"{{.Names}}"', "{1..3}"])
def test_no_json(word: str):
    assert not read(word).is_json


def test_leaves_are_content():
    text = read('\'{"type": "note", "title": "A b", "n": 3, "to": "\'$X\'"}\'')
    assert [(leaf.key, leaf.value, leaf.number) for leaf in text.leaves()] == [
        ("title", "A b", False),
        ("n", "3", True),
    ]


@pytest.mark.parametrize("text", ['{"a": "b", "on": true}', '{"tags": ["x", "y"]}', '{"fields": {"Name": "x"}}'])
def test_what_no_option_could_change_is_refused(text):
    with pytest.raises(Refused):
        read(f"'{text}'").leaves()


def test_the_number_of_a_remote_call_stays():
    assert read('\'{"jsonrpc": "2.0", "id": 1, "params": {"limit": 5}}\'').leaves()[0].key == "limit"


def test_places_are_those_of_the_source():
    source = 'x "{\\"título\\": \\"año\\"}"\n'
    root = root_of(source)
    assert root is not None
    (leaf,) = JsonText(arguments(commands_in(root)[0])[0]).leaves()
    assert source.encode()[leaf.start : leaf.end].decode() == "año"
    assert leaf.form == "in-double"


@given(
    value=st.dictionaries(
        st.text("abc", min_size=1, max_size=3), st.text("xyz é", min_size=1, max_size=5), max_size=5
    )
)
def test_any_object_is_read(value: dict[str, str]):
    text = read("'" + json.dumps(value) + "'")
    assert text.is_json
    assert {leaf.key: leaf.value for leaf in text.leaves()} == value
