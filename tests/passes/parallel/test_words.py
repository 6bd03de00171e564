from skillrt.passes.parallel.words import has, is_doubtful, is_english, words


def test_whole_words_only():
    assert has("choice", "this or that")
    assert not has("choice", "a form for all")
    assert has("said", "run them in\nparallel")


def test_doubt_is_in_words_and_in_marks():
    assert is_doubtful("Check these if they are there")
    assert is_doubtful("a → b")
    assert not is_doubtful("Read both")


def test_lists_are_there():
    assert "read" in words("reads")
    assert "curl" in words("endless", "others")


def test_another_language_is_told_by_its_letters():
    assert is_english("Read the café's files (文) in `a.md`, then go on.")
    assert is_english("")
    assert not is_english("すべての `.md` ファイルでパス参照をスキャンします")
    assert not is_english("Прочитай a.md")
