#!/usr/bin/env python3
"""List, check and fill the fields of a PDF form. Needs pypdf; never writes over an existing file."""

import argparse
import json
import sys
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

KINDS = {"/Tx": "text", "/Btn": "button", "/Ch": "choice", "/Sig": "signature"}


def read_fields(reader):
    """Field name -> what it is, what it holds and what it accepts."""
    found = {}
    for name, field in (reader.get_fields() or {}).items():
        kind = KINDS.get(field.get("/FT"))
        if kind is None:  # a parent that only groups others
            continue
        states = [str(state) for state in field.get("/_States_", [])]
        found[name] = {
            "kind": kind,
            "label": field.get("/TU") or name,
            "value": None if field.get("/V") is None else str(field["/V"]),
            "required": bool(int(field.get("/Ff", 0)) & 2),
            "options": states,
        }
    return found


def find_problems(fields, values):
    """What would go wrong if these values were filled in, as lines of text."""
    problems = [f"{name}: the form has no such field" for name in values if name not in fields]
    for name, field in fields.items():
        value = values.get(name, field["value"])
        if field["required"] and value in (None, "", "/Off"):
            problems.append(f"{name}: required, but empty")
        if name not in values:
            continue
        if field["kind"] == "signature":
            problems.append(f"{name}: a signature cannot be filled in")
        elif not isinstance(values[name], str):
            problems.append(f"{name}: the value must be a string, not {type(values[name]).__name__}")
        elif field["options"] and values[name] not in field["options"]:
            problems.append(f"{name}: {values[name]!r} is not one of {', '.join(field['options'])}")
    return problems


def load_values(path):
    """The values file: one flat JSON object, field name -> string."""
    values = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(values, dict):
        raise ValueError(f"{path}: expected an object of field names and values")
    return values


def run_fields(args):
    """fields: print what can be filled in."""
    print(json.dumps(read_fields(PdfReader(args.form)), indent=2, ensure_ascii=False))
    return 0


def run_check(args):
    """check: compare a values file with the form."""
    problems = find_problems(read_fields(PdfReader(args.form)), load_values(args.values))
    for problem in problems:
        print(problem)
    if not problems:
        print("values fit the form")
    return 1 if problems else 0


def run_fill(args):
    """fill: write a filled copy, and only if the values fit."""
    reader = PdfReader(args.form)
    fields = read_fields(reader)
    values = load_values(args.values)
    problems = find_problems(fields, values)
    if problems:
        raise ValueError("not filled:\n  " + "\n  ".join(problems))
    if args.output.exists():
        raise ValueError(f"{args.output}: exists already; choose another name")
    writer = PdfWriter(clone_from=reader)
    drawn = dict(values)
    if args.flatten:  # what is not drawn now would be lost with its field
        drawn = {name: field["value"] for name, field in fields.items() if field["value"]} | values
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, drawn, auto_regenerate=False, flatten=args.flatten)
    if args.flatten:
        writer.remove_annotations(subtypes="/Widget")
        writer.root_object.pop("/AcroForm", None)
    with args.output.open("wb") as file:
        writer.write(file)
    print(f"{args.output}: {len(values)} fields filled")
    return 0


def build_parser():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    fields = commands.add_parser("fields", help="print every field as JSON")
    fields.add_argument("form", type=Path)
    fields.set_defaults(run=run_fields)
    check = commands.add_parser("check", help="compare a values file with the form")
    check.add_argument("form", type=Path)
    check.add_argument("--values", type=Path, required=True, help="JSON object: field name -> string")
    check.set_defaults(run=run_check)
    fill = commands.add_parser("fill", help="write a filled copy")
    fill.add_argument("form", type=Path)
    fill.add_argument("--values", type=Path, required=True, help="JSON object: field name -> string")
    fill.add_argument("-o", "--output", type=Path, required=True)
    fill.add_argument("--flatten", action="store_true", help="make the values part of the page, not editable")
    fill.set_defaults(run=run_fill)
    return parser


def main():
    """Run one command; 0 done, 1 problems, 2 wrong usage."""
    args = build_parser().parse_args()
    try:
        return args.run(args)
    except (PyPdfError, ValueError, OSError) as problem:
        print(f"pdf_form: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
