#!/usr/bin/env python3
"""Keep the sources of a piece of research and hold a text against them. Standard library only."""

import argparse
import json
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

KINDS = ["primary", "official", "scholarly", "press", "vendor", "forum"]
CITATION = re.compile(r"\[(S\d+(?:\s*,\s*S\d+)*)\]")
FIGURE = re.compile(r"\d")
UNBACKED = re.compile(r"#+ (sources|method)\b", re.IGNORECASE)  # sections that cite nothing
SECOND_LEVEL = {"co", "ac", "gov", "org", "com", "edu", "net"}  # as in ac.uk, com.au


def load(path):
    """The entries, oldest first; an absent ledger is empty."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def publisher(url):
    """The part of the host that stands for who publishes: news.example.co.uk -> example.co.uk."""
    labels = (urlsplit(url).hostname or "").lower().split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


def same_page(one, other):
    """Whether two addresses name one page, up to scheme, www, fragment and a trailing slash."""

    def plain(url):
        parts = urlsplit(url)
        return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query

    return plain(one) == plain(other)


def run_add(args):
    """add: a source gets the next number; a page that is known keeps the number that it has."""
    entries = load(args.ledger)
    if urlsplit(args.url).scheme not in ("http", "https"):
        raise ValueError(f"{args.url!r} is not a web address")
    known = next((entry for entry in entries if same_page(entry["url"], args.url)), None)
    if known:
        print(f"{known['id']} (known already)")
        return 0
    entry = {
        "id": f"S{len(entries) + 1}",
        "url": args.url,
        "title": args.title,
        "kind": args.kind,
        "dated": args.dated,
        "question": args.question,
        "quote": args.quote,
    }
    args.ledger.parent.mkdir(parents=True, exist_ok=True)
    with args.ledger.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    print(entry["id"])
    return 0


def run_list(args):
    """list: the sources, as text, JSON or a reference list in Markdown."""
    entries = [
        entry for entry in load(args.ledger) if not args.question or entry["question"] == args.question
    ]
    if args.format == "json":
        print(json.dumps(entries, indent=2, ensure_ascii=False))
        return 0
    for entry in entries:
        dated = entry["dated"] or "undated"
        if args.format == "md":
            print(f"- [{entry['id']}] {entry['title']}, {dated}. <{entry['url']}> ({entry['kind']})")
        else:
            print(f"{entry['id']}\t{entry['question']}\t{entry['kind']}\t{dated}\t{entry['title']}")
    return 0


def paragraphs(text):
    """(first line number, text) of each paragraph and list item that must be backed by sources."""
    start, lines, fenced, exempt = 0, [], False, False
    for number, line in enumerate([*text.splitlines(), ""], 1):
        fence = line.startswith("```")
        fenced ^= fence
        if line.startswith("#") and not fenced:
            exempt = bool(UNBACKED.match(line))
        plain = bool(line.strip()) and not (fence or fenced or exempt or line.startswith("#"))
        if lines and (not plain or line.startswith("- ")):
            yield start, " ".join(lines)
            lines = []
        if plain:
            start = start if lines else number
            lines.append(line.strip())


def run_check(args):
    """check: every figure cited, every citation known, and enough independent sources behind each paragraph."""
    known = {entry["id"]: entry for entry in load(args.ledger)}
    cited, problems = set(), []
    for line, paragraph in paragraphs(args.text.read_text(encoding="utf-8")):
        here = {name.strip() for group in CITATION.findall(paragraph) for name in group.split(",")}
        cited |= here
        where = f"{args.text}:{line}"
        problems += [f"{where}: {name} is not in the ledger" for name in sorted(here - known.keys())]
        if not here and FIGURE.search(paragraph):
            problems.append(f"{where}: a figure without a source")
        owners = {publisher(known[name]["url"]) for name in here & known.keys()}
        primary = any(known[name]["kind"] == "primary" for name in here & known.keys())
        if here and not primary and len(owners) < args.min_independent:
            problems.append(f"{where}: {len(owners)} independent source(s), {args.min_independent} wanted")
    for problem in problems:
        print(problem)
    unused = sorted(known.keys() - cited, key=lambda name: int(name[1:]))
    if unused:
        print(f"note: never cited: {', '.join(unused)}")
    if not problems:
        print(f"{args.text}: {len(cited)} sources cited, no problem")
    return 1 if problems else 0


def build_parser():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", type=Path, default=Path("research/ledger.jsonl"))
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="note a source, print its number")
    add.add_argument("url")
    add.add_argument("--title", required=True)
    add.add_argument("--kind", choices=KINDS, required=True)
    add.add_argument("--question", required=True, help="the sub-question that it helps to answer, such as Q2")
    add.add_argument("--dated", help="date of the source, YYYY-MM-DD or YYYY")
    add.add_argument("--quote", help="the sentence that matters, word for word")
    add.set_defaults(run=run_add)
    listing = commands.add_parser("list", help="print the sources")
    listing.add_argument("--question")
    listing.add_argument("--format", choices=["text", "json", "md"], default="text")
    listing.set_defaults(run=run_list)
    check = commands.add_parser("check", help="hold a text against the ledger")
    check.add_argument("text", type=Path)
    check.add_argument("--min-independent", type=int, default=2, metavar="N")
    check.set_defaults(run=run_check)
    return parser


def main():
    """Run one command; 0 done, 1 problems, 2 wrong usage."""
    args = build_parser().parse_args()
    try:
        return args.run(args)
    except (OSError, ValueError) as problem:
        print(f"ledger: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
