import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.jit.requests import Token, ending_of, tokens_of

FILES = frozenset(("a.csv", "in/b.csv", "notes"))
FIELDS = frozenset(("price", "unit price"))


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.value) for token in tokens_of(text, FILES, FIELDS) if token.kind != "word"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sort a.csv, please", [("file", "a.csv"), ("mark", ",")]),
        ("sort ./a.csv", [("file", "a.csv")]),
        ("write 2024.csv.", [("new-file", "2024.csv"), ("mark", ".")]),
        ("into out/ from in/", [("new-file", "out"), ("file", "in")]),
        ("at 120px, 50% or 1,200.5", [("number", "120"), ("mark", ","), ("number", "50"), ("number", "1,200.5")]),
        ("after 2024-03-01", [("date", "2024-03-01")]),
        ("the price and 'unit price'", [("field", "price"), ("field", "unit price")]),
        ('titled "Big Birds" (e.g. so)', [("quoted", "Big Birds"), ("mark", "("), ("mark", "."), ("mark", ")")]),
        ("don't", [("mark", "'")]),
        ("see https://example.org/a.csv", []),
        ("read notes", [("file", "notes")]),
        (
            "to 800x600 or 16×9px.",
            [
                ("number", "800"),
                ("mark", "x"),
                ("number", "600"),
                ("number", "16"),
                ("mark", "×"),
                ("number", "9"),
                ("mark", "."),
            ],
        ),
        (
            "zoom 2x, 0x1F, 3x4a, 5x6.png",
            [("number", "2"), ("mark", ","), ("mark", ","), ("mark", ","), ("new-file", "5x6.png")],
        ),
        ("pages 3-7", [("number", "3"), ("mark", "-"), ("number", "7")]),
        ("from -5 to +5", [("number", "-5"), ("number", "+5")]),
        ("to 2024-may.csv", [("new-file", "2024-may.csv")]),
    ],
)
def test_words_have_kinds(text: str, expected: list[tuple[str, str]]):
    assert kinds(text) == expected


def test_units_belong_to_the_shape():
    (one,) = tokens_of("120px", FILES, FIELDS)
    assert one == Token("120px", "number", "120", unit="px")
    assert one.shape == ("number", "px")
    assert one.is_slot


@given(st.text(max_size=200))
def test_any_text_is_cut_in_order(text: str):
    tokens = tokens_of(text, FILES, FIELDS)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert all(text[token.start : token.start + len(token.text)] == token.text for token in tokens)


def test_long_requests_are_cut_off():
    assert len(tokens_of("a " * 100_000, FILES, FIELDS)) == 400


def test_endings():
    assert [ending_of(name) for name in ("a.CSV", "b/c.tar.gz", ".bashrc", "x", "a.b/c")] == [
        ".csv",
        ".gz",
        "",
        "",
        "",
    ]


def test_a_name_of_a_file_with_blanks_is_one_word():
    files = frozenset(("mail stuff.tar.gz", "stuff.tar.gz", "a b.csv"))
    found = tokens_of("List mail stuff.tar.gz and 'a b.csv', not xmail stuff.tar.gz or a b.csvx", files, frozenset())
    assert [token.value for token in found if token.kind == "file"] == [
        "mail stuff.tar.gz",
        "a b.csv",
        "stuff.tar.gz",
    ]


def test_a_version_is_one_number():
    found = tokens_of("for 3.2.0-rc1, not 2.1.0-x or 1-2", frozenset(), frozenset())
    assert [token.value for token in found if token.kind == "number"] == ["3.2.0-rc1", "2.1.0", "1", "2"]
