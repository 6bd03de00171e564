#!/usr/bin/env python3
"""Describe CSV files: dialect, columns, types, missing values, odd rows. Standard library only."""

import argparse
import csv
import hashlib
import io
import itertools
import json
import re
import sys
from collections import Counter
from pathlib import Path

MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "?"}
SHAPES = [
    ("integer", re.compile(r"[+-]?\d+")),
    ("number", re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?\.\d+([eE][+-]?\d+)?|[+-]?\d+[eE][+-]?\d+")),
    ("number-decimal-comma", re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)?,\d+")),
    ("date-iso", re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")),
    ("date-other", re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")),
    ("boolean", re.compile(r"true|false|yes|no", re.IGNORECASE)),
]


def decode(data, wanted):
    """The text and the encoding that fitted; cp1252 is the last resort, it accepts almost anything."""
    if wanted:
        tried = [wanted]
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tried = ["utf-16"]
    else:
        tried = ["utf-8-sig", "cp1252"]
    for encoding in tried:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ValueError(f"not readable as {' or '.join(tried)}; give --encoding")


def find_delimiter(text):
    """The candidate that cuts the first rows into as many cells as the header, most cells first."""
    best, best_cells = ",", 1
    for candidate in ",;\t|":
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=candidate)
        cells = [len(row) for row in itertools.islice(rows, 50) if row]
        if cells and cells[0] > best_cells and cells.count(cells[0]) >= 0.8 * len(cells):
            best, best_cells = candidate, cells[0]
    return best


def shape_of(value):
    """The name of the first shape that the whole value has, else text."""
    return next((name for name, pattern in SHAPES if pattern.fullmatch(value)), "text")


def describe_column(name, values):
    """Type, missing cells, distinct values and a few examples of one column."""
    present = [value.strip() for value in values if value.strip().lower() not in MISSING]
    shapes = Counter(shape_of(value) for value in present)
    kinds = set(shapes)
    if kinds == {"integer", "number"}:
        kind = "number"
    elif kinds == {"integer", "number-decimal-comma"}:
        kind = "number-decimal-comma"
    else:
        kind = kinds.pop() if len(kinds) == 1 else ("mixed" if kinds else "empty")
    distinct = set(present)
    return {
        "name": name,
        "type": kind,
        "shapes": dict(sorted(shapes.items())) if kind == "mixed" else {},
        "missing": len(values) - len(present),
        "distinct": len(distinct),
        "key_candidate": len(present) == len(values) == len(distinct) > 0,
        "examples": sorted(distinct)[:3],
    }


def describe_file(path, encoding, delimiter, columns):
    """Everything about one file, as plain data."""
    data = path.read_bytes()
    text, used = decode(data, encoding)
    cut = delimiter or find_delimiter(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=cut))
    if not rows:
        raise ValueError("empty file")
    header, body = [cell.strip() for cell in rows[0]], [row for row in rows[1:] if row]
    odd = [number for number, row in enumerate(rows[1:], 2) if row and len(row) != len(header)]
    absent = [name for name in columns or [] if name not in header]
    if absent:
        raise ValueError(f"no column {', '.join(absent)}; it has {', '.join(header)}")
    described = [
        describe_column(name, [row[index] if index < len(row) else "" for row in body])
        for index, name in enumerate(header)
        if not columns or name in columns
    ]
    return {
        "file": str(path),
        "encoding": used,
        "delimiter": cut,
        "rows": len(body),
        "odd_rows": odd[:20],
        "schema": hashlib.sha256("\n".join(sorted(header)).encode()).hexdigest()[:8],
        "columns": described,
    }


def as_text(records):
    """One line a file and one a column."""
    lines = []
    for record in records:
        odd = f", odd rows {record['odd_rows']}" if record["odd_rows"] else ""
        lines.append(
            f"{record['file']}: {record['rows']} rows, {record['encoding']}, "
            f"delimiter {record['delimiter']!r}, schema {record['schema']}{odd}"
        )
        for column in record["columns"]:
            key = ", key candidate" if column["key_candidate"] else ""
            lines.append(
                f"  {column['name']}: {column['type']}, {column['missing']} missing, "
                f"{column['distinct']} distinct{key}, e.g. {'; '.join(column['examples'])}"
            )
    return "\n".join(lines)


def as_markdown(records):
    """A table for a report."""
    lines = ["| File | Rows | Column | Type | Missing | Distinct |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {record['file']} | {record['rows']} | {column['name']} | {column['type']} "
        f"| {column['missing']} | {column['distinct']} |"
        for record in records
        for column in record["columns"]
    ]
    return "\n".join(lines)


def build_parser():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="CSV files")
    parser.add_argument("--columns", nargs="+", metavar="NAME", help="only these columns")
    parser.add_argument("--format", choices=["text", "json", "md"], default="text")
    parser.add_argument("--encoding", help="instead of trying UTF-8, then cp1252")
    parser.add_argument("--delimiter", help="instead of finding it")
    parser.add_argument("-o", "--output", type=Path, help="a file instead of standard output")
    return parser


def main():
    """Describe each file; 1 if one of them could not be read."""
    args = build_parser().parse_args()
    records, failed = [], False
    for path in args.files:
        try:
            records.append(describe_file(path, args.encoding, args.delimiter, args.columns))
        except (OSError, ValueError, LookupError, csv.Error) as problem:
            print(f"profile_csv: {path}: {problem}", file=sys.stderr)
            failed = True
    if args.format == "json":
        text = json.dumps(records, indent=2, ensure_ascii=False)
    else:
        text = as_markdown(records) if args.format == "md" else as_text(records)
    if args.output:
        args.output.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
