from skillrt.jit.endings import served_endings, text_endings


def test_a_format_has_all_its_endings():
    assert served_endings({".sqlite"}) == {".db", ".sqlite", ".sqlite3", ".db3"}
    assert served_endings({".yml", ".csv"}) == {".yaml", ".yml", ".csv"}
    assert served_endings({".csv"}) == {".csv"}


def test_several_endings_with_one_of_a_text_are_those_of_all_texts():
    assert served_endings({".txt"}) == {".txt"}
    assert served_endings({".txt", ".html"}) == {*text_endings(), ".html", ".htm"}


def test_packed_archives_have_two_endings():
    assert served_endings({".gz"}) == {".gz", ".tgz"}
