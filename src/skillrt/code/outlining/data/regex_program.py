#!/usr/bin/env python3
"""Apply a named pattern of patterns.json to files or standard input and print what matches."""

import argparse
import json
import re
import sys
from pathlib import Path

PATTERNS = Path(__file__).with_name("patterns.json")


def main() -> int:
    """Print one match a line, groups after a tab; the status is 1 where nothing matches, 2 for an error."""
    parser = argparse.ArgumentParser(description="Apply a named pattern and print matches, groups after a tab.")
    parser.add_argument("--pattern", required=True, metavar="NAME", help="name of a pattern; `list` shows all")
    parser.add_argument("files", nargs="*", help="files to search; standard input where none is given")
    arguments = parser.parse_args()
    try:
        patterns: dict[str, list[str]] = json.loads(PATTERNS.read_text(encoding="utf-8"))
        if arguments.pattern == "list":
            sys.stdout.writelines(f"{name}\t{row[0]}\n" for name, row in sorted(patterns.items()))
            return 0
        if arguments.pattern not in patterns:
            parser.error(f"no pattern {arguments.pattern!r}; there are: {', '.join(sorted(patterns))}")
        text, flags = patterns[arguments.pattern]
        found = search(re.compile(f"(?{flags}){text}" if flags else text), arguments.files)
    except (OSError, ValueError, re.error) as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 0 if found else 1


def search(pattern: "re.Pattern[str]", files: list[str]) -> list[str]:
    """The matches in all files, each as one line: the whole of it, then its groups."""
    texts = [Path(name).read_text(encoding="utf-8", errors="replace") for name in files] or [sys.stdin.read()]
    return [
        "\t".join([match.group(), *(group or "" for group in match.groups())]).replace("\n", "\\n")
        for text in texts
        for match in pattern.finditer(text)
    ]


if __name__ == "__main__":
    sys.exit(main())
