from skillrt.workflow.shell_words import shell_words


def test_the_lists_hold_what_they_are_for():
    words = shell_words()
    assert {"cd", "[", "{", "if", "export"} <= words.own
    assert "true" not in words.own
    assert "bash" in words.runs
    assert "sed" in words.interprets
    assert "psql" in words.queries
    assert "ssh" in words.forwards


def test_what_bash_evaluates_is_its_own():
    words = shell_words()
    assert words.evaluates <= words.own
