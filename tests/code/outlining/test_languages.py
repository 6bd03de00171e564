from skillrt.code.outlining import Outlined, Snippet, outline


def test_a_language_that_nobody_outlines_gives_nothing():
    assert outline("cobol", [Snippet("cobol", "STOP RUN.")]) == Outlined()
