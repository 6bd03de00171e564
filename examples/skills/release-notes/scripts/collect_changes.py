#!/usr/bin/env python3
"""List the changes between two git revisions and propose a version. Standard library and git only."""

import argparse
import json
import re
import subprocess
import sys

FIELD, RECORD = "\x1f", "\x1e"
SUBJECT = re.compile(r"(?P<kind>[a-z]+)(\((?P<scope>[^)]*)\))?(?P<bang>!)?: (?P<text>.+)")
PULL = re.compile(r"\(#(\d+)\)\s*$|^Merge pull request #(\d+)")
BREAKING = re.compile(r"^BREAKING[ -]CHANGE: (.+)", re.MULTILINE)
COAUTHOR = re.compile(r"^Co-authored-by: (.+?) <", re.MULTILINE | re.IGNORECASE)
VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)$")
GROUPS = {"feat": "added", "fix": "fixed", "perf": "faster", "revert": "reverted", "docs": "documented"}


class GitFailed(Exception):
    """git refused; the message is what it said."""


def git(repo, *arguments):
    """Standard output of one git command."""
    command = ["git", "-C", repo, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise GitFailed(done.stderr.strip() or f"git {arguments[0]} failed")
    return done.stdout


def read_change(record):
    """One commit as plain data."""
    commit, author, subject, body = record.split(FIELD)
    parsed = SUBJECT.match(subject)
    pull = PULL.search(subject)
    breaking = BREAKING.search(body)
    merge_title = body.strip().splitlines()[0] if pull and pull[2] and body.strip() else None
    return {
        "commit": commit[:10],
        "group": GROUPS.get(parsed["kind"], "internal") if parsed else "unsorted",
        "scope": parsed["scope"] if parsed else None,
        "text": merge_title or re.sub(r"\s*\(#\d+\)$", "", parsed["text"] if parsed else subject),
        "pull": int(pull[1] or pull[2]) if pull else None,
        "breaking": breaking[1] if breaking else (parsed["text"] if parsed and parsed["bang"] else None),
        "authors": [author, *COAUTHOR.findall(body)],
    }


def collect(repo, since, until):
    """The changes after `since` up to `until`, oldest first, along the first parent only."""
    form = FIELD.join(["%H", "%an", "%s", "%b"]) + RECORD
    out = git(repo, "log", "--first-parent", "--reverse", f"--format={form}", f"{since}..{until}")
    return [read_change(record.strip("\n")) for record in out.split(RECORD) if record.strip()]


def bump(current, changes):
    """The next version and the reason; before 1.0 a breaking change raises the minor number."""
    match = VERSION.search(current)
    if not match:
        raise GitFailed(f"{current!r} is not a version like v1.2.3; give --current")
    major, minor, patch = (int(part) for part in match.groups())
    if any(change["breaking"] for change in changes):
        new = (major + 1, 0, 0) if major else (0, minor + 1, 0)
        return new, "a breaking change"
    if any(change["group"] == "added" for change in changes):
        return (major, minor + 1, 0), "something added"
    return (major, minor, patch + 1), "fixes only"


def run_collect(args):
    """collect: the changes as JSON or as grouped lines."""
    changes = collect(args.repo, args.since, args.until)
    if args.format == "json":
        print(json.dumps(changes, indent=2, ensure_ascii=False))
        return
    for group in dict.fromkeys([*GROUPS.values(), "internal", "unsorted"]):
        members = [change for change in changes if change["group"] == group]
        if members:
            print(f"{group} ({len(members)})")
        for change in members:
            pull = f" (#{change['pull']})" if change["pull"] else ""
            mark = "! " if change["breaking"] else ""
            print(f"  {change['commit']} {mark}{change['text']}{pull}")


def run_version(args):
    """next-version: what the changes since the last release call for."""
    changes = collect(args.repo, args.since, args.until)
    if not changes:
        raise GitFailed(f"no change between {args.since} and {args.until}")
    current = args.current or args.since
    new, reason = bump(current, changes)
    prefix = "v" if current.startswith("v") else ""
    print(f"{prefix}{'.'.join(map(str, new))}\t{reason}")


def build_parser():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--since", required=True, metavar="REF", help="the last release")
    shared.add_argument("--until", default="HEAD", metavar="REF")
    shared.add_argument("--repo", default=".", metavar="DIR")
    one = commands.add_parser("collect", parents=[shared], help="list the changes")
    one.add_argument("--format", choices=["json", "text"], default="json")
    one.set_defaults(run=run_collect)
    two = commands.add_parser("next-version", parents=[shared], help="propose a version")
    two.add_argument("--current", metavar="VERSION", help="where --since is not the version's tag")
    two.set_defaults(run=run_version)
    return parser


def main():
    """Run one command; 0 done, 1 refused, 2 wrong usage."""
    args = build_parser().parse_args()
    try:
        args.run(args)
    except (GitFailed, OSError) as problem:
        print(f"collect_changes: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
