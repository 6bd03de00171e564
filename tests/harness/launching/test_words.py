import json
import tomllib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from skillrt.harness.launching.words import filled, filled_all, filled_template
from tests.harness.launching.sample import WORDS


def test_words_are_filled_in_once():
    assert filled("{prompt}!", WORDS) == "say {model} and @key@!"
    assert filled_all(["--model", "{model}", "{unknown}", "{"], WORDS) == ("--model", "own/m", "{unknown}", "{")


def test_braces_of_a_template_stay():
    assert filled_template('{"a": "{env:KEY}", "b": "@key@"}', WORDS) == '{"a": "{env:KEY}", "b": "k"}'


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_filled_in_stays_inside_its_string(text: str):
    words = replace(WORDS, model=text)
    assert json.loads(filled_template('{"m": "@model@"}', words)) == {"m": text}
    assert tomllib.loads(filled_template('m = "@model@"', words)) == {"m": text}
