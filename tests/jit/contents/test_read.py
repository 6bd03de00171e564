import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image as Pictures

from skillrt.jit.contents.read import (
    Archive,
    Bytes,
    Image,
    Json,
    PlainText,
    Sheets,
    Table,
    content_of,
    read_content,
)

ENDINGS = [".csv", ".tsv", ".json", ".jsonl", ".png", ".pdf", ".xlsx", ".zip", ".docx", ".tgz", ".txt", ""]


def picture(format_: str = "PNG", colour: tuple[int, int, int] = (10, 20, 30)) -> bytes:
    stream = io.BytesIO()
    Pictures.new("RGB", (8, 4), colour).save(stream, format_)
    return stream.getvalue()


def test_tables_have_a_header_and_their_own_delimiter():
    assert content_of(b"a,b\n1,2\n", ".csv") == Table(("a", "b"), (("1", "2"),))
    assert content_of(b"\xef\xbb\xbfa;b\n1,5;2\n", ".csv") == Table(("a", "b"), (("1,5", "2"),), ";")
    assert content_of(b"a\tb\n", ".tsv") == Table(("a", "b"), (), "\t")


def test_json_pictures_and_archives_are_read_by_meaning():
    assert content_of(b'{"a": [1]}', ".json") == Json({"a": [1]})
    assert content_of(b'{"a": 1}\n\n{"a": 2}\n', ".jsonl") == Json([{"a": 1}, {"a": 2}])
    found = content_of(picture(), ".png")
    assert isinstance(found, Image)
    assert (found.format, found.width, found.height) == ("PNG", 8, 4)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("b.txt", "B")
        archive.writestr("a.txt", "A")
        archive.writestr("docProps/core.xml", "when it was made")
    assert content_of(stream.getvalue(), ".zip") == Archive((("a.txt", b"A"), ("b.txt", b"B")))


def test_a_tar_is_its_files(tmp_path: Path):
    (tmp_path / "a.txt").write_text("A")
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as archive:
        archive.add(tmp_path / "a.txt", "./a.txt")
    assert read_content(tmp_path / "a.tgz") == Archive((("a.txt", b"A"),))


def test_a_workbook_is_its_sheets(tmp_path: Path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Birds"
    sheet.append(["name", "count"])
    sheet.append(["wren", 3])
    book.save(tmp_path / "b.xlsx")
    assert read_content(tmp_path / "b.xlsx") == Sheets((Table(("name", "count"), (("wren", "3"),), sheet="Birds"),))


def test_what_does_not_read_is_text_or_bytes(tmp_path: Path):
    assert content_of(b"{", ".json") == PlainText("{")
    assert content_of(b"\xff\xfe", ".txt") == Bytes(b"\xff\xfe")
    assert content_of(b"a\0b", ".txt") == Bytes(b"a\0b")
    assert read_content(tmp_path / "gone.csv") == Bytes(b"")


@given(st.binary(max_size=80), st.sampled_from(ENDINGS))
def test_any_bytes_are_read_as_something(data: bytes, ending: str):
    assert content_of(data, ending) is not None


@pytest.mark.parametrize("start", [b"%PDF-1.4\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08"])
def test_a_good_beginning_with_a_bad_end_is_no_such_file(start: bytes):
    for ending in (".pdf", ".xlsx", ".zip", ".png", ".tgz"):
        assert isinstance(content_of(start + b"garbage" * 20, ending), PlainText | Bytes)
