import pytest

from skillrt.config.load import parse_settings
from skillrt.config.settings_source import SettingsSource
from skillrt.errors import Diagnostic, UsageError


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(UsageError) as caught:
        parse_settings(text)
    return caught.value.diagnostics


@pytest.mark.parametrize(("text", "place"), [("a = \n", "1:5"), ("x = [1\n", "2:1"), ("[a\n", "1:3")])
def test_what_is_no_toml_is_shown_with_its_place(text: str, place: str):
    (found,) = problems(text)
    assert found.code == "config.syntax"
    assert str(found.place) == f"skillrt.toml:{place}"


def test_deep_nesting_is_no_traceback():
    assert problems("a = " + "[" * 100_000)[0].code == "config.syntax"


def test_a_number_that_python_does_not_read_is_no_traceback():
    (found,) = problems(f'out = "a"\n[gateway]\nport = {"9" * 6000}\n')
    assert (found.code, str(found.place)) == ("config.syntax", "skillrt.toml:3:8")
    assert found.message == "this is not TOML: a number in it has too many digits"


def test_the_place_of_a_key_and_of_what_has_none():
    source = SettingsSource("s.toml", 'a = 1\n[b]\n"c.d" = { e = 2 }\n')
    assert str(source.at(("b", "c.d"))) == "s.toml:3:1"
    assert str(source.at(("b", "c.d", "e"))) == "s.toml:3:1"
    assert str(source.at(("b", "x"))) == "s.toml:2:2"
