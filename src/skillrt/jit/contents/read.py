"""Read a file by its meaning. Nothing raises: what does not read as what its ending says is text or bytes."""

import csv
import io
import tarfile
import zipfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

from skillrt.jit.requests import ending_of

MAX_BYTES: Final = 32_000_000
_MAX_MEMBERS: Final = 5_000
_MAX_CELLS: Final = 2_000_000
_DELIMITERS: Final = {".csv": ",", ".tsv": "\t"}


class Table(msgspec.Struct, frozen=True):
    """Rows of text under a header. `sheet` is its name where the file has several."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    sheet: str = ""


class Json(msgspec.Struct, frozen=True):
    """A JSON value, as Python has it."""

    value: Any


class Image(msgspec.Struct, frozen=True):
    """A picture: its format and mode, its size in pixels; the pixels are read when they are compared."""

    format: str
    mode: str
    width: int
    height: int
    data: bytes


class Pages(msgspec.Struct, frozen=True):
    """A document: the text of each page."""

    texts: tuple[str, ...]


class Sheets(msgspec.Struct, frozen=True):
    """A workbook."""

    tables: tuple[Table, ...]


class Archive(msgspec.Struct, frozen=True):
    """Packed files: path and content of each."""

    members: tuple[tuple[str, bytes], ...]


class PlainText(msgspec.Struct, frozen=True):
    """Text that is nothing else."""

    text: str


class Bytes(msgspec.Struct, frozen=True):
    """What is not read as anything."""

    data: bytes


Content = Table | Json | Image | Pages | Sheets | Archive | PlainText | Bytes


def read_content(path: Path) -> Content:
    """The content of the file at `path`; bytes that cannot be had are none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return Bytes(b"")
        data = path.read_bytes()
    except OSError:
        return Bytes(b"")
    return content_of(data, ending_of(path.name))


@lru_cache(maxsize=512)
def content_of(data: bytes, ending: str) -> Content:
    """The content of `data`, a file with this ending."""
    reader = _READERS.get(ending)
    if reader is not None:
        # any library may raise anything on hostile bytes; they are then no such file
        with suppress(Exception):
            return reader(data, ending)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Bytes(data)
    return PlainText(text) if "\0" not in text else Bytes(data)


def _table(data: bytes, ending: str) -> Content:
    text = data.decode("utf-8-sig")
    delimiter = _DELIMITERS[ending]
    first = text.partition("\n")[0]
    if delimiter == "," and "," not in first and (first.count(";") or first.count("\t")):
        delimiter = ";" if first.count(";") >= first.count("\t") else "\t"
    rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    if not rows or sum(map(len, rows)) > _MAX_CELLS:
        return PlainText(text)
    return Table(rows[0], tuple(rows[1:]), delimiter)


def _json(data: bytes, ending: str) -> Content:  # noqa: ARG001
    return Json(msgspec.json.decode(data))


def _json_lines(data: bytes, ending: str) -> Content:  # noqa: ARG001
    return Json([msgspec.json.decode(line) for line in data.splitlines() if line.strip()])


def _image(data: bytes, ending: str) -> Content:  # noqa: ARG001
    from PIL import Image as Pictures

    with Pictures.open(io.BytesIO(data)) as image:
        return Image(image.format or "", image.mode, image.width, image.height, data)


def _pdf(data: bytes, ending: str) -> Content:  # noqa: ARG001
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    return Pages(tuple(page.extract_text() for page in reader.pages))


def _workbook(data: bytes, ending: str) -> Content:  # noqa: ARG001
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    tables: list[Table] = []
    for sheet in book.worksheets:
        rows = [tuple("" if cell is None else str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]
        tables.append(Table(rows[0] if rows else (), tuple(rows[1:]), sheet=sheet.title))
    return Sheets(tuple(tables))


def _zip(data: bytes, ending: str) -> Content:  # noqa: ARG001
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > _MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_BYTES:
            return Bytes(data)
        # when and by whom a document was made says nothing of its meaning
        members = [(info.filename, archive.read(info)) for info in infos if not info.filename.startswith("docProps/")]
    return Archive(tuple(sorted(members)))


def _tar(data: bytes, ending: str) -> Content:  # noqa: ARG001
    members: list[tuple[str, bytes]] = []
    left = MAX_BYTES
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for info in archive:
            left -= info.size
            if left < 0 or len(members) > _MAX_MEMBERS:
                return Bytes(data)
            stream = archive.extractfile(info) if info.isfile() else None
            if stream is not None:
                members.append((info.name.removeprefix("./"), stream.read()))
    return Archive(tuple(sorted(members)))


_READERS: Final = {
    ".csv": _table,
    ".tsv": _table,
    ".json": _json,
    ".geojson": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".pdf": _pdf,
    **dict.fromkeys((".zip", ".docx", ".pptx", ".odt", ".epub"), _zip),
    **dict.fromkeys((".tar", ".gz", ".tgz"), _tar),
    ".xlsx": _workbook,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"), _image),
}
