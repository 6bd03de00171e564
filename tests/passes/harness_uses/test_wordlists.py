"""The word lists."""

import pytest

from skillrt.passes.harness_uses.wordlists import word_list


def test_lists_are_sets_of_words() -> None:
    assert "Grep" in word_list("odd_names")
    assert word_list("odd_names") is word_list("odd_names")
    with pytest.raises(KeyError):
        word_list("no_such_list")
