import pytest

from tests.primitives.programs.run import run


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "it's.patterns").write_text("word\t[a-z]+\nquoted\t\"[^\"]*\"|'[^']*'\n")
    return folder


def test_texts_that_are_taken_wrongly_are_named(here):
    assert run(here, "match.sh", "try", "^a+$", "--yes", "aa", "--no", "ab", "--no", "") == "ok\n"
    out = run(here, "match.sh", "try", "a|it's", "--yes", "b", "--no", "it's a", "--no", "-e", status=1)
    assert out.splitlines()[0] == "does not match, and must: b"
    assert out.splitlines()[1].startswith("matches, and must not: it's a (at: it's")
    assert run(here, "match.sh", "try", "A", "--yes", "a", "-i") == "ok\n"


def test_named_patterns_are_applied(here):
    assert "quoted" in run(here, "match.sh", "it's.patterns", "list")
    assert run(here, "match.sh", "it's.patterns", "quoted", given="a 'b c' d \"e\"\n") == "'b c'\n\"e\"\n"
    (here / "my file").write_text("AB cd\n" * 20_000)
    assert run(here, "match.sh", "it's.patterns", "word", "my file").count("cd") == 20_000
    assert run(here, "match.sh", "it's.patterns", "word", "my file", "-i").startswith("AB\ncd\n")
    run(here, "match.sh", "it's.patterns", "word", given="", status=1)


def test_errors(here):
    assert run(here, "match.sh", "none", "a", status=2) == "match.sh: no such file: none\n"
    assert "there are: word quoted" in run(here, "match.sh", "it's.patterns", "x", status=2)
    assert run(here, "match.sh", "it's.patterns", "word", "none", status=2) == "match.sh: no such file: none\n"
    assert "cannot read the pattern" in run(here, "match.sh", "try", "(", "--yes", "a", status=2)
    assert "wants --yes" in run(here, "match.sh", "try", "a", status=2)
