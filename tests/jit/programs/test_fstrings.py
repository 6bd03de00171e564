import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.jit.programs.fstrings import fstring_parts, is_raw


def parts(written: str) -> list[str] | None:
    found = fstring_parts(written)
    return None if found is None else [written[part.start : part.end] for part in found]


@pytest.mark.parametrize(("written", "found"), [
    ('f"a{b}c"', ["a", "b", "c"]),
    ("f'{a}{b!r}{c:>{width}}{d=}'", ["a", "b", "c", "d="]),
    ("f'{x[\"}\"]} {{y}} {(lambda: 1)()}'", ['x["}"]', " {{y}} ", "(lambda: 1)()"]),
    ("f'{a != b}'", ["a != b"]),
    ('rf"""\n"{a}" """', ['\n"', "a", '" ']),
    ("f'a\\'b'", ["a\\'b"]),
    ("f''", []),
])  # fmt: skip
def test_pieces(written: str, found: list[str]):
    assert parts(written) == found


@pytest.mark.parametrize("written", ["f'a' 'b'", "f'{a'", "f'a}'", "x", "f'", "f'{a!r'", "''f'x'"])
def test_what_is_not_read(written: str):
    assert parts(written) is None


def test_raw():
    assert [is_raw(text) for text in ("f'a'", "rf'a'", "fR'a'", "a")] == [False, True, True, False]


@given(st.text(alphabet="f'\"{}[]()!:= ab\\", max_size=60))
def test_any_text_gives_pieces_in_order_or_none(text: str):
    found = fstring_parts(f"f'{text}'") or []
    spans = [(part.start, part.end) for part in found]
    assert all(low < high for low, high in spans)
    assert spans == sorted(spans)
