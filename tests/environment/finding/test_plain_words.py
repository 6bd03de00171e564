from skillrt.environment.finding.plain_words import called, is_plain_word, words


def test_words_and_names():
    assert is_plain_word("build")
    assert not is_plain_word("pandas")
    assert called()["pytorch"] == "torch"


def test_the_lists_are_in_order_and_fit_together():
    assert words()["marked"] <= words()["english"]
    assert "jq" in words()["programs"]
