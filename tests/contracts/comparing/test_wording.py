import pytest

from skillrt.contracts.comparing.wording import counted, harnesses, joined_words, quoted, signed


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcd"), "a, b and 2 more"),
    ],
)
def test_words_are_joined(words: list[str], text: str):
    assert joined_words(words, 2 if len(words) > 3 else 8) == text


def test_the_rest():
    assert quoted(["a", "b"]) == "`a` and `b`"
    assert harnesses(["m/x@pi", "n@pi", "n@codex"]) == "pi and codex"
    assert signed(1240) == "+1,240"
    assert signed(-3) == "-3"
    assert (counted(1, "variant"), counted(2, "variant")) == ("1 variant", "2 variants")
