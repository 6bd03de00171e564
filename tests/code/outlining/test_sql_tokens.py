from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining.sql_tokens import statements, tokens


def kinds(text: str) -> list[str]:
    found = tokens(text)
    assert found is not None
    return [token.kind for token in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 'it''s' -- b", ["name", "mark", "text", "comment"]),
        ('"a b" `c` [d]', ["quoted", "quoted", "quoted"]),
        (":x @y $1 ? %s x::int", ["parameter"] * 5 + ["name", "mark", "name"]),
        ("1 2.5 a.b", ["number", "number", "name"]),
        ("$$ any 'text $$ ;", ["quoted", "mark"]),
        ("/* a; */ b", ["comment", "name"]),
    ],
)
def test_tokens(text: str, expected: list[str]):
    assert kinds(text) == expected


@pytest.mark.parametrize("text", ["'never closed", "/* never closed", "$a$ never closed", '"x'])
def test_what_is_never_closed_is_no_sql(text: str):
    assert tokens(text) is None


@given(text=st.text(max_size=80))
def test_tokens_are_pieces_of_the_text_in_order(text: str):
    found = tokens(text) or []
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_statements():
    found = tokens("-- one\nselect 1;\n\n-- two\nselect 2; -- end")
    assert found is not None
    assert [len(group) for group in statements(found)] == [3, 3]
