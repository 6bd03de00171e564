import pytest

from skillrt.config.load import parse_settings
from skillrt.errors.defects import defect, raised


def test_a_defect_outside_of_our_files_has_no_place():
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int("x")
    assert defect(caught.value).message == f"SkillRT failed on this skill: ValueError: {caught.value}"


def test_a_defect_in_our_files_is_placed_without_the_machine():
    with pytest.raises(AttributeError) as caught:
        parse_settings(3)  # type: ignore[arg-type]
    message = defect(caught.value, on="").message
    assert message.startswith("SkillRT failed: AttributeError: ")
    assert " in config/load.py, line " in message


def test_what_was_raised_is_one_short_line():
    assert raised(KeyError()) == "KeyError"
    assert raised(ValueError("a\n  b")) == "ValueError: a b"
    assert len(raised(ValueError("x" * 9999))) < 400
