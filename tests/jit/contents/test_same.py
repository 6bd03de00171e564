import io

import pytest
from PIL import Image as Pictures
from PIL import ImageDraw

from skillrt.jit.contents.read import Archive, Bytes, Pages, PlainText, Sheets, Table, content_of
from skillrt.jit.contents.same import number_in, same_content, same_text


def same(one: bytes, other: bytes, ending: str) -> bool:
    return same_content(content_of(one, ending), content_of(other, ending))


def drawn(format_: str, *, quality: int = 90, line: bool = False, size: tuple[int, int] = (64, 48)) -> bytes:
    image = Pictures.radial_gradient("L").resize(size).convert("RGB")
    if line:
        ImageDraw.Draw(image).rectangle((5, 5, 40, 40), fill=(255, 0, 0))
    stream = io.BytesIO()
    image.save(stream, format_, **({"quality": quality} if format_ == "JPEG" else {}))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("one", "other", "ending", "expected"),
    [
        (b'{"a": 1.0, "b": [2]}', b'{"b":[2],"a":1}', ".json", True),
        (b'{"a": 0.30000000000000004}', b'{"a": 0.3}', ".json", True),
        (b'{"a": 1.0}', b'{"a": 1.001}', ".json", False),
        (b'{"a": true}', b'{"a": 1}', ".json", False),
        (b'{"a": "1"}', b'{"a": 1}', ".json", False),
        (b'{"a": null}', b'{"a": 0}', ".json", False),
        (b"[1, 2]", b"[2, 1]", ".json", False),
        (b"a,b\n1,2\n", b'"a","b"\r\n1.0,2\r\n', ".csv", True),
        (b"a,b\n1,2\n3,4\n", b"a,b\n3,4\n1,2\n", ".csv", False),
        (b"a\n007\n", b"a\n7\n", ".csv", False),
        (b"a,b\n1\n", b"a,b\n1,\n", ".csv", False),
        (b"a;b\n1;2\n", b"a,b\n1,2\n", ".csv", False),
        (b"one \ntwo\n\n", b"one\ntwo", ".txt", True),
        (b"one\ntwo", b"one\n\ntwo", ".txt", False),
        (b"\xff\0", b"\xff\0", ".bin", True),
        (b"\xff\0", b"\xff\1", ".bin", False),
        (b"{}", b"{", ".json", False),
    ],
)
def test_meaning_counts(one: bytes, other: bytes, ending: str, expected: bool):
    assert same(one, other, ending) is expected
    assert same(other, one, ending) is expected


def test_pictures_may_be_encoded_otherwise_but_not_drawn_otherwise():
    assert same(drawn("JPEG", quality=90), drawn("JPEG", quality=75), ".jpg")
    assert not same(drawn("JPEG"), drawn("JPEG", line=True), ".jpg")
    assert not same(drawn("PNG"), drawn("JPEG"), ".png")
    assert not same(drawn("PNG"), drawn("PNG", size=(64, 47)), ".png")


def test_documents_workbooks_and_archives():
    assert same_content(Pages(("a  b\n", "c")), Pages(("a b", "c")))
    assert not same_content(Pages(("a b c",)), Pages(("a b", "c")))
    table = Table(("a",), (("1",),), sheet="S")
    assert same_content(Sheets((table,)), Sheets((Table(("a",), (("1.0",),), sheet="S"),)))
    assert not same_content(Sheets((table,)), Sheets((Table(("a",), (("1",),), sheet="T"),)))
    assert not same_content(Archive((("a", b"1"),)), Archive((("a", b"2"),)))
    assert not same_content(PlainText(""), Bytes(b""))


def test_deep_nesting_is_not_compared_for_ever():
    deep = b"[" * 200 + b"]" * 200
    assert not same(deep, deep.replace(b"[]", b"[ ]"), ".json")


def test_what_is_a_number():
    assert [number_in(text) for text in ("1", " -2.5 ", "1e3", "0.5", ".5", "0")] == [1, -2.5, 1000, 0.5, 0.5, 0]
    assert [number_in(text) for text in ("007", "1_000", "nan", "inf", "", "x", "1 2")] == [None] * 7
    assert same_text("", "\n\n")
