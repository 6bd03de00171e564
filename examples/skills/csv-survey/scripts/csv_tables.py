#!/usr/bin/env python3
"""Stack, join and query CSV files (UTF-8, comma). Standard library only; inputs are never changed."""

import argparse
import csv
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path


def read_rows(path):
    """The header and the rows as dictionaries."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        if not reader.fieldnames:
            raise ValueError(f"{path}: no header")
        rows = list(reader)
        if any(None in row or None in row.values() for row in rows):
            raise ValueError(f"{path}: a row has more or fewer cells than the header")
        return list(reader.fieldnames), rows


def write_rows(path, header, rows):
    """Write one CSV file and say how large it became."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows, {len(header)} columns")


def run_stack(args):
    """stack: rows of all files under the union of their columns, each with the file it came from."""
    header, stacked = ["source_file"], []
    for path in args.files:
        names, rows = read_rows(path)
        if args.strict and header != ["source_file"] and set(names) != set(header[1:]):
            odd = sorted(set(names) ^ set(header[1:]))
            raise ValueError(f"{path}: other columns than the files before: {', '.join(odd)}")
        header += [name for name in names if name not in header]
        stacked += [{"source_file": path.name, **row} for row in rows]
    write_rows(args.output, header, stacked)


def run_join(args):
    """join: two files by a key; refuses a key that is not unique on the right, which multiplies rows."""
    left_names, left = read_rows(args.left)
    right_names, right = read_rows(args.right)
    for path, names in ((args.left, left_names), (args.right, right_names)):
        if args.on not in names:
            raise ValueError(f"{path}: no column {args.on}; it has {', '.join(names)}")
    repeated = [key for key, times in Counter(row[args.on] for row in right).items() if times > 1]
    if repeated:
        raise ValueError(
            f"{args.right}: {len(repeated)} keys stand there more than once, e.g. {sorted(repeated)[:3]}"
        )
    lookup = {row[args.on]: row for row in right}
    added = {
        name: (f"{args.right.stem}_{name}" if name in left_names else name)
        for name in right_names
        if name != args.on
    }
    joined = []
    for row in left:
        match = lookup.get(row[args.on])
        if match is not None or args.how == "left":
            joined.append(row | {new: (match or {}).get(old, "") for old, new in added.items()})
    unmatched = sum(row[args.on] not in lookup for row in left)
    write_rows(args.output, left_names + list(added.values()), joined)
    print(f"{unmatched} of {len(left)} rows of {args.left} have no match")


def table_name(path):
    """A table name that needs no quotes: letters, digits and underscores of the file's stem."""
    return "t_" + re.sub(r"\W+", "_", path.stem).strip("_").lower()


NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def column_values(rows, name):
    """The cells of a column for SQL: numbers if all of them are, else text; NULL where empty."""
    cells = [row[name] for row in rows]
    if all(cell == "" or NUMBER.fullmatch(cell) for cell in cells):
        return [None if cell == "" else (float(cell) if "." in cell else int(cell)) for cell in cells]
    return [cell or None for cell in cells]


def run_load(args):
    """load: each file becomes a table of an SQLite database."""
    with sqlite3.connect(args.db) as db:
        for path in args.files:
            names, rows = read_rows(path)
            columns = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
            name = table_name(path)
            db.execute(f"DROP TABLE IF EXISTS {name}")
            db.execute(f"CREATE TABLE {name} ({columns})")
            places = ", ".join("?" * len(names))
            cells = zip(*(column_values(rows, column) for column in names))
            db.executemany(f"INSERT INTO {name} VALUES ({places})", cells)
            print(f"{name}: {len(rows)} rows from {path}")
    db.close()


def run_query(args):
    """query: one SELECT of a file, the result as CSV; the database is opened read-only."""
    db = sqlite3.connect(f"{args.db.resolve().as_uri()}?mode=ro", uri=True)
    try:
        cursor = db.execute(args.sql_file.read_text(encoding="utf-8"))
        header = [column[0] for column in cursor.description or []]
        out = args.output.open("w", newline="", encoding="utf-8") if args.output else sys.stdout
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(cursor)
        if args.output:
            out.close()
    finally:
        db.close()


def build_parser():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    stack = commands.add_parser("stack", help="rows of all files under one header")
    stack.add_argument("files", nargs="+", type=Path)
    stack.add_argument("--strict", action="store_true", help="refuse files with other columns")
    stack.add_argument("-o", "--output", type=Path, required=True)
    stack.set_defaults(run=run_stack)
    join = commands.add_parser("join", help="two files by a key")
    join.add_argument("left", type=Path)
    join.add_argument("right", type=Path)
    join.add_argument("--on", required=True, metavar="COLUMN")
    join.add_argument("--how", choices=["left", "inner"], default="left")
    join.add_argument("-o", "--output", type=Path, required=True)
    join.set_defaults(run=run_join)
    load = commands.add_parser("load", help="files into an SQLite database")
    load.add_argument("files", nargs="+", type=Path)
    load.add_argument("--db", type=Path, required=True)
    load.set_defaults(run=run_load)
    query = commands.add_parser("query", help="one SELECT, result as CSV")
    query.add_argument("--db", type=Path, required=True)
    query.add_argument("--sql-file", type=Path, required=True)
    query.add_argument("-o", "--output", type=Path)
    query.set_defaults(run=run_query)
    return parser


def main():
    """Run one command; 0 done, 1 refused, 2 wrong usage."""
    args = build_parser().parse_args()
    try:
        args.run(args)
    except (OSError, ValueError, csv.Error, sqlite3.Error) as problem:
        print(f"csv_tables: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
