import pytest

from tests.primitives.asking import level

NAME = "context.long"


@pytest.mark.parametrize(("size", "wanted"), [(70_000, "-"), (90_000, "L1"), (250_000, "L2"), (620_000, "L3")])
def test_the_length_of_the_instructions(tmp_path, size, wanted):
    paragraph = "Words that say nothing in particular.\n\n"
    assert level(tmp_path, NAME, "# S\n\n" + paragraph * (size // len(paragraph))) == wanted


def test_text_that_is_taken_in_as_a_whole(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nEvaluate the entire transcript.\n") == "L2"


def test_what_is_forbidden_asks_for_none(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nDo not hand over the whole session history.\n") == "-"
