import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.primitives.probing_parts.formats import FORMATS, read_yaml

VALUE = {
    "a": "1.10",
    "b": {"c": [{"d": True, "e": {"f": 'x "y" \\ é'}}, {"d": False, "e": {"f": "2020-01-02"}}]},
    "g": [1, 2.5],
}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_is_written_is_read_again(name):
    write, read = FORMATS[name]
    assert read(write(VALUE)) == (VALUE, "")


@pytest.mark.parametrize("name", sorted(FORMATS))
@given(
    text=st.text() | st.sampled_from(["[" * 5000, "- " * 5000, "{a: " * 500, "x" * 300_000, "\ud800", "a: &a [*a]"])
)
def test_any_text_is_read(name, text):
    value, complaint = FORMATS[name][1](text)
    assert isinstance(complaint, str)
    assert value is None or not complaint


def test_dates_stay_text_in_yaml():
    assert read_yaml("a: 2020-01-02\nb: [2020-01-03]") == ({"a": "2020-01-02", "b": ["2020-01-03"]}, "")


def test_aliases_that_grow_are_refused():
    bomb = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [{','.join([f'*{chr(97 + at)}'] * 9)}]\n" for at in range(8)
    )
    assert "no YAML" in read_yaml(bomb)[1]
