#!/usr/bin/env python3
"""Write the digests of a folder's files, or hold a restored folder against them. Standard library only."""

import argparse
import fnmatch
import hashlib
import json
import os
import sys
from pathlib import Path

CHUNK = 1 << 20


def digest(path):
    """SHA-256 of a file's content, read in pieces."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            total.update(piece)
    return total.hexdigest()


def describe(root, ignored):
    """Relative path -> size and digest of every regular file, or the aim of a symbolic link."""
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if any(fnmatch.fnmatch(relative, pattern) for pattern in ignored):
                continue
            if path.is_symlink():
                found[relative] = {"link": os.readlink(path)}
            elif path.is_file():
                found[relative] = {"bytes": path.stat().st_size, "sha256": digest(path)}
    return dict(sorted(found.items()))


def run_write(args):
    """write: the manifest of a folder."""
    if not args.folder.is_dir():
        raise ValueError(f"{args.folder}: no such folder")
    files = describe(args.folder, args.ignore)
    args.output.write_text(json.dumps({"version": 1, "files": files}, indent=1) + "\n", encoding="utf-8")
    print(f"{args.output}: {len(files)} files")
    return 0


def run_compare(args):
    """compare: what is missing, changed or new in a folder."""
    if not args.folder.is_dir():
        raise ValueError(f"{args.folder}: no such folder")
    manifest = json.loads(args.manifest.read_text(encoding="utf-8"))
    if not isinstance(manifest, dict) or manifest.get("version") != 1:
        raise ValueError(f"{args.manifest}: not a manifest of version 1")
    expected = {
        name: entry
        for name, entry in manifest["files"].items()
        if not any(fnmatch.fnmatch(name, pattern) for pattern in args.ignore)
    }
    present = describe(args.folder, args.ignore)
    result = {
        "expected": len(expected),
        "same": sum(present.get(name) == entry for name, entry in expected.items()),
        "missing": [name for name in expected if name not in present],
        "changed": [name for name in expected if name in present and present[name] != expected[name]],
        "new": [name for name in present if name not in expected],
    }
    if args.format == "json":
        print(json.dumps(result, indent=2))
    else:
        print(f"{result['same']} of {result['expected']} files are the same")
        for state in ("missing", "changed", "new"):
            for name in result[state]:
                print(f"{state}\t{name}")
    return 1 if result["missing"] or result["changed"] else 0


def build_parser():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help="note the digests of a folder")
    write.add_argument("folder", type=Path)
    write.add_argument("-o", "--output", type=Path, required=True)
    write.add_argument("--ignore", action="append", default=[], metavar="GLOB")
    write.set_defaults(run=run_write)
    compare = commands.add_parser("compare", help="hold a folder against a manifest")
    compare.add_argument("folder", type=Path)
    compare.add_argument("--manifest", type=Path, required=True)
    compare.add_argument("--ignore", action="append", default=[], metavar="GLOB")
    compare.add_argument("--format", choices=["text", "json"], default="text")
    compare.set_defaults(run=run_compare)
    return parser


def main():
    """Run one command; 0 the same, 1 differences or refused, 2 wrong usage."""
    args = build_parser().parse_args()
    try:
        return args.run(args)
    except (OSError, ValueError) as problem:
        print(f"manifest: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
