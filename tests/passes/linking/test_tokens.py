import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.passes.linking.tokens import path_tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see references/a.md.", ["references/a.md"]),
        ("**references/a.md**: it", ["references/a.md"]),
        ("notes.md and __init__.py", ["notes.md", "__init__.py"]),
        ("the file _images.md is", ["_images.md"]),
        ("references/setup-* and *.md", ["references/setup-*", ".md"]),
        ("https://host.io/a/b.md?x=c/d.md then e.md", ["e.md"]),
        ("<skill-dir>/scripts/x.py", ["<skill-dir>/scripts/x.py"]),
        ("编辑config.json进行", ["config.json"]),
        ("(a/b.py), 'c.sh'; d.txt:12", ["a/b.py", "c.sh", "d.txt"]),
        ("no path here. And. so on", []),
        ("scripts\\run.py", ["scripts\\run.py"]),
    ],
)
def test_words_that_may_be_paths(text: str, expected: list[str]):
    assert [token.text for token in path_tokens(text)] == expected


def test_a_placeholder_that_touches_the_word_is_told():
    (token, *_) = path_tokens("scripts/<name>.py")
    assert (token.text, token.cut) == ("scripts/", True)


def test_a_very_long_line_is_read_in_pieces():
    tokens = list(path_tokens("a/" * 500_000))
    assert all(len(token.text) <= 620 for token in tokens)


@given(st.text(alphabet="a/.md<>*_`\\ :\n中", max_size=60))
def test_offsets_name_the_text(text: str):
    last = 0
    for token in path_tokens(text):
        assert text[token.start : token.end] == token.text
        assert last <= token.end
        last = token.end


def test_an_underscore_in_front_of_an_emphasised_name_is_part_of_it():
    assert [token.text for token in path_tokens("**_plan.md** and *_docs/plan_*")] == ["_plan.md", "docs/plan"]
