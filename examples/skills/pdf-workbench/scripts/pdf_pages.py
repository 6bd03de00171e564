#!/usr/bin/env python3
"""Look into PDF files and rearrange their pages. Needs pypdf; never writes over an existing file."""

import argparse
import json
import sys
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

SCANNED_BELOW = 20  # characters a page on average; real text pages have hundreds


class Refused(Exception):
    """The request cannot be carried out; the message says why."""


def open_pdf(path, password=None):
    """A reader for the file, decrypted where a password was given or none is needed."""
    try:
        reader = PdfReader(path)
    except FileNotFoundError:
        raise Refused(f"{path}: no such file") from None
    except (PyPdfError, OSError) as problem:
        raise Refused(f"{path}: not a readable PDF ({problem})") from None
    if reader.is_encrypted and not reader.decrypt(password or ""):
        raise Refused(f"{path}: needs a password (--password-file)")
    return reader


def parse_ranges(text, count):
    """Page numbers of '1-3,7,9-' as a list counted from 1, checked against the page count."""
    pages = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        try:
            low = int(first) if first else 1
            high = (int(last) if last else count) if dash else low
        except ValueError:
            raise Refused(f"page range {part!r} is not understood; write 1-3,7,9-") from None
        if not 1 <= low <= high <= count:
            raise Refused(f"page range {part!r} lies outside 1-{count}")
        pages.extend(range(low, high + 1))
    return pages


def save(writer, path):
    """Write the document to a path that does not exist yet."""
    if path.exists():
        raise Refused(f"{path}: exists already; choose another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        writer.write(file)
    print(f"{path}: {len(writer.pages)} pages")


def describe(path, password):
    """What one needs to know before choosing a way to work on the file."""
    reader = open_pdf(path, password)
    lengths = [len((page.extract_text() or "").strip()) for page in reader.pages]
    mean = sum(lengths) / max(len(lengths), 1)
    fields = len(reader.get_fields() or {})
    first = reader.pages[0].mediabox if lengths else None
    return {
        "file": str(path),
        "pages": len(lengths),
        "page_size_pt": [round(float(first.width), 1), round(float(first.height), 1)] if first else None,
        "characters": sum(lengths),
        "pages_without_text": [number for number, length in enumerate(lengths, 1) if length == 0],
        "kind": "scanned" if mean < SCANNED_BELOW and not fields else "text",
        "form_fields": fields,
        "encrypted": reader.is_encrypted,
        "title": (reader.metadata or {}).get("/Title"),
    }


def run_info(args):
    """info: one record a file."""
    records = [describe(path, read_password(args)) for path in args.files]
    if args.format == "json":
        print(json.dumps(records, indent=2))
        return
    for record in records:
        form = f", {record['form_fields']} form fields" if record["form_fields"] else ""
        print(f"{record['file']}: {record['pages']} pages, {record['kind']}{form}")


def run_text(args):
    """text: the words of each page, with a marker that keeps the page number."""
    reader = open_pdf(args.file, read_password(args))
    pages = parse_ranges(args.pages, len(reader.pages))
    parts = [f"=== page {number} ===\n{reader.pages[number - 1].extract_text()}\n" for number in pages]
    text = "\n".join(parts)
    if args.output is None:
        print(text)
        return
    args.output.write_text(text, encoding="utf-8")
    print(f"{args.output}: {len(pages)} pages, {len(text)} characters")


def run_split(args):
    """split: chosen pages into one file, or every so many pages into files of their own."""
    reader = open_pdf(args.file, read_password(args))
    count = len(reader.pages)
    if args.every is not None and args.every < 1:
        raise Refused("--every must be at least 1")
    if args.every is None:
        groups = [parse_ranges(args.pages, count)]
    else:
        groups = [list(range(n, min(n + args.every, count + 1))) for n in range(1, count + 1, args.every)]
    for group in groups:
        writer = PdfWriter()
        for number in group:
            writer.add_page(reader.pages[number - 1])
        save(writer, args.out_dir / f"{args.file.stem}-p{group[0]:03d}-{group[-1]:03d}.pdf")


def run_merge(args):
    """merge: files one after the other, each with a bookmark of its name."""
    writer = PdfWriter()
    for path in args.files:
        writer.append(open_pdf(path, read_password(args)), outline_item=path.stem)
    save(writer, args.output)


def run_rotate(args):
    """rotate: turn chosen pages clockwise."""
    reader = open_pdf(args.file, read_password(args))
    chosen = set(parse_ranges(args.pages, len(reader.pages)))
    writer = PdfWriter(clone_from=reader)
    for number, page in enumerate(writer.pages, 1):
        if number in chosen:
            page.rotate(args.angle)
    save(writer, args.output)


def read_password(args):
    """The password from its file: on the command line it would stand in the process list."""
    return args.password_file.read_text(encoding="utf-8").strip() if args.password_file else None


def build_parser():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--password-file", type=Path, help="file that holds the password of the input")
    commands = parser.add_subparsers(dest="command", required=True)

    info = commands.add_parser("info", help="pages, size, text or scan, form fields")
    info.add_argument("files", nargs="+", type=Path)
    info.add_argument("--format", choices=["text", "json"], default="text")
    info.set_defaults(run=run_info)

    text = commands.add_parser("text", help="text with page markers")
    text.add_argument("file", type=Path)
    text.add_argument("--pages", default="1-", help="1-3,7,9- (default: all)")
    text.add_argument("-o", "--output", type=Path)
    text.set_defaults(run=run_text)

    split = commands.add_parser("split", help="take pages out")
    split.add_argument("file", type=Path)
    how = split.add_mutually_exclusive_group(required=True)
    how.add_argument("--pages", help="1-3,7,9- into one file")
    how.add_argument("--every", type=int, metavar="N", help="a file for each N pages")
    split.add_argument("--out-dir", type=Path, required=True)
    split.set_defaults(run=run_split)

    merge = commands.add_parser("merge", help="join files in the order given")
    merge.add_argument("files", nargs="+", type=Path)
    merge.add_argument("-o", "--output", type=Path, required=True)
    merge.set_defaults(run=run_merge)

    rotate = commands.add_parser("rotate", help="turn pages clockwise")
    rotate.add_argument("file", type=Path)
    rotate.add_argument("--pages", default="1-")
    rotate.add_argument("--angle", type=int, choices=[90, 180, 270], required=True)
    rotate.add_argument("-o", "--output", type=Path, required=True)
    rotate.set_defaults(run=run_rotate)
    return parser


def main():
    """Run one command; 0 done, 1 refused, 2 wrong usage."""
    args = build_parser().parse_args()
    try:
        args.run(args)
    except (Refused, PyPdfError, OSError) as problem:
        print(f"pdf_pages: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
