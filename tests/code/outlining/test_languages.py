import pytest

from skillrt.code.outlining import Outlined, Snippet, outline


def test_a_language_that_nobody_outlines_gives_nothing():
    assert outline("cobol", [Snippet("cobol", "STOP RUN.")]) == Outlined()


@pytest.mark.parametrize(
    ("language", "made", "stays"),
    [
        ("python", "print(open('a.txt').read())\n", "for row in rows:\n    ...\n"),
        ("shell", "curl -s 'https://example.com/a' | grep 'b' | sort > c.txt\n", "#!/bin/sh\nls\n"),
        ("sql", "SELECT name FROM people WHERE town = 'Bern';\n", "SELECT FROM WHERE\n"),
    ],
)
def test_without_a_snippet_that_must_be_in_a_program_there_are_none(language: str, made: str, stays: str):
    snippets = [Snippet(language, made, "SKILL.md:1"), Snippet(language, stays, "SKILL.md:9")]
    assert [program.sources for program in outline(language, snippets).programs] == [(0,)]
    assert outline(language, snippets, frozenset((0,))).programs == outline(language, snippets).programs
    assert outline(language, snippets, frozenset((0, 1))).programs == ()
    assert outline(language, snippets[::-1], frozenset((0, 1))).programs == ()


def test_a_snippet_that_a_later_program_takes_along_is_in_one():
    snippets = [
        Snippet("python", text) for text in ("import csv\nrows = list(csv.reader(open('a.csv')))\n", "print(rows)\n")
    ]
    (program,) = outline("python", snippets, frozenset((0, 1))).programs
    assert program.sources == (0, 1)
