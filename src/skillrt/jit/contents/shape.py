"""What inputs have in common: features of a file that guards compare, and the names of its columns or keys."""

import io
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, cast

from skillrt.jit.contents.read import (
    Archive,
    Bytes,
    Content,
    Image,
    Json,
    Pages,
    PlainText,
    Sheets,
    Table,
    read_content,
)
from skillrt.jit.contents.same import number_in
from skillrt.jit.recorded import files_below
from skillrt.jit.requests import ending_of

_MAX_FIELDS: Final = 500
_MAX_FIELD: Final = 60
_LETTERS: Final = re.compile(r"\w*[^\W\dA-Z_]\w*")
_CAPITALS: Final = re.compile(r"[A-Z]+")
_DIGITS: Final = re.compile(r"\d+")
_SENTENCE: Final = re.compile(r"(?![A-Z]{2})[^\W\d_]+(?:[,;]? [^\W\d_]+){3}")
_QUOTED: Final = frozenset(',"\n\r')

Features = dict[str, str]


def features_of(content: Content) -> Features:
    """What the content is like, by name; every value is short text. Sizes and counts are no features."""
    match content:
        case Table():
            return {"kind": "table", "delimiter": content.delimiter, **_table(content)}
        case Sheets():
            first = content.tables[0] if content.tables else Table((), ())
            return {"kind": "workbook", "sheets": "one" if len(content.tables) == 1 else "several", **_table(first)}
        case Json():
            return {"kind": "json", **_json(content.value)}
        case Image():
            return {"kind": "image", "format": content.format, "mode": content.mode, **_image(content.data)}
        case Pages():
            return {"kind": "pages", "text": _yes(all(text.strip() for text in content.texts))}
        case Archive():
            return {"kind": "archive"}
        case PlainText():
            return {"kind": "text", **_text(content.text)}
        case Bytes():
            return {"kind": "bytes", "magic": content.data[:4].hex()}


def place_features(path: Path) -> Features:
    """What the file at `path` is like; of a folder, which kinds of files it has."""
    if not path.is_dir():
        return features_of(read_content(path))
    files = files_below(path)
    endings = {ending_of(name) for name in files}
    return {
        "kind": "folder",
        "endings": " ".join(sorted(endings)),
        "deep": _yes(any("/" in name for name in files)),
        "capitals": _yes(any(name.rpartition(".")[2] != name.rpartition(".")[2].lower() for name in files)),
    }


def column_features(content: Content, field: str) -> Features:
    """What the column or key `field` holds: its type, whether values are missing or repeat."""
    cells = _cells(content, field)
    if cells is None:
        return {}
    filled = [cell for cell in cells if cell.strip()]
    kind = _column_type(cells)
    return {
        "type": kind,
        "missing": _yes(len(filled) < len(cells)),
        # measurements repeat or not by chance; keys and names do not
        **({} if kind == "number" else {"unique": _yes(len(set(filled)) == len(filled))}),
        **(
            {"variants": _yes(len({cell.strip().casefold() for cell in filled}) < len(set(filled)))}
            if kind == "text"
            else {}
        ),
    }


def fields_of(content: Content) -> tuple[str, ...]:
    """The names of columns or keys."""
    match content:
        case Table():
            found: Iterable[str] = content.header
        case Sheets():
            found = [name for table in content.tables for name in table.header]
        case Json():
            found = _keys(content.value)
        case _:
            found = ()
    return tuple(dict.fromkeys(name for name in found if 0 < len(name) <= _MAX_FIELD))[:_MAX_FIELDS]


def workspace_fields(folder: Path, files: Iterable[str]) -> frozenset[str]:
    """All names of columns and keys in these files of a workspace."""
    return frozenset(name for path in files for name in fields_of(read_content(folder / path)))


@cache
def _sums() -> frozenset[str]:
    text = resources.files("skillrt.jit").joinpath("data/table_words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["sums"])


def _column_type(cells: list[str]) -> str:
    numbers = [number_in(cell) for cell in cells if cell.strip()]
    if not numbers or any(number is None for number in numbers):
        return "text"
    return "whole" if all(number is not None and number.is_integer() for number in numbers) else "number"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _table(table: Table) -> Features:
    widths = {len(row) for row in table.rows}
    return {
        "rows": _yes(bool(table.rows)),
        "even": _yes(widths <= {len(table.header)}),
        "missing": _yes(any(not cell.strip() for row in table.rows for cell in row)),
        "headed": _yes(all(name.strip() and number_in(name) is None for name in table.header)),
        "repeated-names": _yes(len(set(table.header)) < len(table.header)),
        "ascii": _yes(all(cell.isascii() for row in (table.header, *table.rows) for cell in row)),
        "plain": _yes(not any(set(cell) & _QUOTED for row in table.rows for cell in row)),
        "padded": _yes(any(cell != cell.strip() for row in (table.header, *table.rows) for cell in row)),
        "sums": _yes(any(cell.strip().casefold() in _sums() for row in table.rows for cell in row)),
        "repeated-rows": _yes(len(set(table.rows)) < len(table.rows)),
        "types": " ".join(
            _column_type([row[at] for row in table.rows if at < len(row)]) for at in range(len(table.header))
        )[:200],
    }


def _json(value: object) -> Features:
    found = {"type": _type(value), "empty": _yes(not value)}
    rows = _rows(value)
    if rows is None:
        return found
    keys = [tuple(sorted(row)) for row in rows]
    values = [item for row in rows for item in row.values()]
    return {
        **found,
        "rows": _yes(bool(rows)),
        "even": _yes(len(set(keys)) <= 1),
        "flat": _yes(not any(isinstance(item, dict | list) for item in values)),
        "missing": _yes(any(item is None for item in values)),
        "truths": _yes(any(isinstance(item, bool) for item in values)),
        "ascii": _yes(all(item.isascii() for item in values if isinstance(item, str))),
        "plain": _yes(not any(isinstance(item, str) and set(item) & _QUOTED for item in values)),
        "types": " ".join(sorted({_type(item) for item in values}))[:200],
    }


def _rows(value: object) -> list[dict[str, Any]] | None:
    if isinstance(value, list):
        items = cast("list[object]", value)
        if all(isinstance(item, dict) for item in items):
            return cast("list[dict[str, Any]]", items)
    return None


def _type(value: object) -> str:
    if isinstance(value, list):
        items = cast("list[object]", value)
        return "list of " + "/".join(sorted({_type(item) for item in items[:2000]}))[:60] if items else "empty list"
    if isinstance(value, dict):
        return "map"
    if value is None or isinstance(value, bool):
        return "null" if value is None else "truth"
    return "text" if isinstance(value, str) else "number"


def _text(text: str) -> Features:
    lines = text.splitlines()
    heads = [line for line in lines if line.startswith("#")]
    return {
        "ascii": _yes(text.isascii()),
        "returns": _yes("\r" in text),
        "ends": _yes(text.endswith("\n")),
        "empty": _yes(not text.strip()),
        **_layout([line for line in lines if line.strip()]),
        "fences": _yes(any(line.startswith(("```", "~~~")) for line in lines)),
        "headings": _yes(bool(heads)),
        "levels": " ".join(sorted({line.partition(" ")[0] for line in heads})),
        "repeated-headings": _yes(len(set(heads)) < len(heads)),
        "one-title": _yes(sum(line.startswith("# ") for line in heads) == 1),
        "title-first": _yes(bool(lines) and lines[0].startswith("# ")),
        "front-matter": _yes(bool(lines) and lines[0].strip() == "---"),
        "list-items": _yes(any(line.lstrip().startswith(("- ", "* ")) for line in lines)),
        "links": _yes("](" in text),
        "urls": _yes("://" in text),
    }


def _layout(lines: list[str]) -> Features:
    """How the first line begins, digits and letters alike (`9-9-9 9:9:9 A`), and whether all lines begin so.

    Of a sentence only that it is one: where its words end and commas stand is no layout.
    """
    shapes = [
        "words" if _SENTENCE.match(line) else _DIGITS.sub("9", _CAPITALS.sub("A", _LETTERS.sub("a", line[:60])))[:16]
        for line in lines[:5000]
    ]
    alike = {"alike": "yes"} if len({shape[:8] for shape in shapes}) == 1 else {}
    return {"begins": shapes[0] if shapes else "", **alike}


def _cells(content: Content, field: str) -> list[str] | None:
    table = content
    if isinstance(content, Sheets):
        table = next((item for item in content.tables if field in item.header), None)
    if isinstance(table, Table):
        if field not in table.header:
            return None
        at = table.header.index(field)
        return [row[at] if at < len(row) else "" for row in table.rows]
    if isinstance(content, Json):
        rows = _rows(content.value)
        if rows is not None and any(field in row for row in rows):
            return ["" if row.get(field) is None else str(row.get(field)) for row in rows]
    return None


def _keys(value: object) -> list[str]:
    rows = _rows(value)
    if rows is not None:
        return list(dict.fromkeys(key for row in rows[:2000] for key in row))
    if isinstance(value, dict):
        return list(cast("dict[str, object]", value))
    return []


def _image(data: bytes) -> Features:
    from PIL import Image as Pictures

    with Pictures.open(io.BytesIO(data)) as image:
        return {
            "turned": _yes(image.getexif().get(0x0112, 1) != 1),
            "moves": _yes(getattr(image, "n_frames", 1) > 1),
            "alpha": _yes("A" in image.getbands() or "transparency" in image.info),
        }
