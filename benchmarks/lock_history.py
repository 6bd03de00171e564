"""Walk the git history of collections: what `skillrt lock --check` says of each commit, and how long it takes.

    python benchmarks/lock_history.py walk OUT.jsonl NAME=GIT-DIR ...
    python benchmarks/lock_history.py sum OUT.jsonl
    python benchmarks/lock_history.py draw OUT.jsonl COUNT SEED
    python benchmarks/lock_history.py choose LIST.tsv COUNT SEED NAME=GIT-DIR ...
    python benchmarks/lock_history.py some OUT.jsonl LIST.tsv NAME=GIT-DIR ...

`walk` writes a line for each commit without merge that touches a skill: the drift against its first parent. The
skills are laid out in a folder of their own, and nothing of them is run. A commit that OUT.jsonl has already is
skipped, so that a walk that was stopped goes on. `choose` draws commits before anything was read, and `some` reads
only these and the parent of each.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skillrt.checks.policy import Policy
from skillrt.compiler import CompileOptions
from skillrt.config import Library, Settings
from skillrt.contracts.against import between
from skillrt.contracts.comparing.compare import compared
from skillrt.contracts.library import Current, Request, head_of, read_library
from skillrt.contracts.lock_file import Lock
from skillrt.errors import Report
from skillrt.targets import load_harnesses, parse_target

TARGETS = ("qwen/qwen3.5-9b@openclaw", "anthropic/claude-opus-4.6@pi")


def git(folder: Path, *words: str, tree: Path | None = None, check: bool = True) -> str:
    """What git says; raises where it fails, unless told not to."""
    extra = {"GIT_WORK_TREE": str(tree), "GIT_INDEX_FILE": f"{tree}.index"} if tree else {}
    environment = {**os.environ, "GIT_DIR": str(folder), "GIT_OPTIONAL_LOCKS": "0", **extra}
    done = subprocess.run(["git", *words], capture_output=True, env=environment, check=check)
    return done.stdout.decode("utf-8", "replace")


def commits(folder: Path) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    """Each commit, parents first, with its parents, the files that it changes and its title.

    Merges come by what they change of their first parent, so that every commit has a parent that was laid out.
    """
    form = "--format=%x00%H|%P|%s"
    how = ("--topo-order", "--reverse", "--name-only", "--no-renames", "--diff-merges=first-parent")
    text = git(folder, "log", form, *how)
    for part in text.split("\0")[1:]:
        head, _, files = part.partition("\n")
        name, parents, title = head.split("|", 2)
        yield name, tuple(parents.split()), tuple(line for line in files.split("\n") if line), title


def skill_folders(files: set[str]) -> set[str]:
    """The folders of skills among files."""
    return {path.rpartition("/")[0] for path in files if path.rpartition("/")[2].lower() == "skill.md"}


def walk(out: Path, name: str, folder: Path) -> None:
    """Write the drift of every commit that touches a skill."""
    done = {row["commit"] for row in rows(out)} if out.exists() else set[str]()
    with tempfile.TemporaryDirectory() as place, out.open("a", encoding="utf-8") as stream:
        tree = Path(place) / "tree"
        tree.mkdir()
        request = request_for(tree)
        locks: dict[str, Lock] = {"": Lock(*head_of(request))}
        listed: set[str] = set()
        for commit, parents, files, title in commits(folder):
            before = locks.get(parents[0] if parents else "") or locks[""]
            listed = set(git(folder, "ls-tree", "-r", "--name-only", "-z", commit).split("\0"))
            folders = skill_folders(listed) | set(before.entries)
            touched = [path for path in files if any(path.startswith(f"{item}/") for item in folders)]
            if not touched and before.entries:
                locks[commit] = before
                continue
            what = told(folder, commit, tree, request, before)
            locks[commit] = what[1].lock
            if len(parents) == 1 and touched and commit not in done:
                row = row_of(name, commit, title, touched, what)
                stream.write(json.dumps(row) + "\n")
                stream.flush()


def request_for(tree: Path) -> Request:
    """What is read of each commit."""
    harnesses = load_harnesses(())
    targets = tuple(parse_target(text, harnesses) for text in TARGETS)
    return Request(Library(tree, None, Settings()), targets, CompileOptions(harnesses=harnesses), 1)


def told(folder: Path, commit: str, tree: Path, request: Request, before: Lock) -> tuple[float, Current, Report]:
    """A commit laid out, read and compared, and the seconds without laying out."""
    git(folder, "read-tree", commit, tree=tree)
    lay_out(folder, tree, set(git(folder, "ls-tree", "-r", "--name-only", "-z", commit).split("\0")))
    os.chdir(tree)
    start = time.perf_counter()
    current = read_library(request, before)
    report = compared(before, current, Policy(aimed=True))
    seconds = time.perf_counter() - start
    os.chdir("/")
    return seconds, current, report


def row_of(
    name: str, commit: str, title: str, touched: list[str], what: tuple[float, Current, Report]
) -> dict[str, Any]:
    """A line of a walk."""
    seconds, current, report = what
    drift = [
        [item.skill, item.diagnostic.code, item.diagnostic.severity.value, item.diagnostic.message]
        for item in report.findings
    ]
    return {
        "collection": name,
        "commit": commit,
        "title": title[:100],
        "skills": len(current.lock.entries),
        "read": current.read,
        "seconds": round(seconds, 3),
        "touched": len(touched),
        "drift": drift,
    }


def touching(folder: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    """Commits with one parent that touch a skill of theirs or of the parent: commit, parent, title, files."""
    last = ("", set[str]())
    for commit, parents, files, title in commits(folder):
        if len(parents) != 1:
            continue
        sides = set[str]()
        for side in (parents[0], commit):
            if last[0] != side:
                last = (side, skill_folders(set(git(folder, "ls-tree", "-r", "--name-only", "-z", side).split("\0"))))
            sides |= last[1]
        touched = [path for path in files if any(path.startswith(f"{item}/") for item in sides)]
        if touched:
            yield commit, parents[0], title, touched


def choose(out: Path, count: int, seed: int, collections: list[str]) -> None:
    """Write commits drawn by chance from the whole histories, none of them read."""
    found: list[str] = []
    for item in collections:
        name, _, folder = item.partition("=")
        found += [f"{name}\t{commit}" for commit, *_ in touching(Path(folder).absolute())]
    print(f"{len(found)} commits touch a skill")
    drawn = random.Random(seed).sample(sorted(found), count)
    out.write_text("".join(f"{line}\n" for line in drawn), encoding="utf-8")


def some(out: Path, wanted: Path, name: str, folder: Path) -> None:
    """Write the drift of the commits of a list. Only skills that differ from the parent are read."""
    pairs = [line.split("\t") for line in wanted.read_text(encoding="utf-8").splitlines()]
    chosen = {commit for collection, commit in pairs if collection == name}
    done = {row["commit"] for row in rows(out)} if out.exists() else set[str]()
    with tempfile.TemporaryDirectory() as place, out.open("a", encoding="utf-8") as stream:
        sides = (Path(place) / "before" / "tree", Path(place) / "after" / "tree")
        for side in sides:
            side.mkdir(parents=True)
        for commit, parent, title, touched in touching(folder):
            if commit not in chosen - done:
                continue
            for side, revision in zip(sides, (parent, commit), strict=True):
                git(folder, "read-tree", revision, tree=side)
                listed = set(git(folder, "ls-tree", "-r", "--name-only", "-z", revision).split("\0"))
                lay_out(folder, side, listed)
            start = time.perf_counter()
            known, current = between(request_for(sides[0]), request_for(sides[1]))
            report = compared(known, current, Policy(aimed=True))
            row = row_of(name, commit, title, touched, (time.perf_counter() - start, current, report))
            stream.write(json.dumps(row) + "\n")
            stream.flush()


def lay_out(folder: Path, tree: Path, listed: set[str]) -> None:
    """Make the tree what the index says: what git thinks is the same stays, what is in it no more goes.

    A file whose content the copy of the history lacks is missing on both sides.
    """
    for path in sorted(tree.rglob("*"), reverse=True):
        inside = path.relative_to(tree).as_posix()
        if path.is_symlink() or path.is_file():
            if inside not in listed:
                path.unlink()
        elif not any(path.iterdir()):
            path.rmdir()
    git(folder, "checkout-index", "-f", "-a", "-q", tree=tree, check=False)


def rows(out: Path) -> list[dict[str, Any]]:
    """The lines of a walk."""
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def total(out: Path) -> None:
    """Print the figures of a walk."""
    found = rows(out)
    for name in [*dict.fromkeys(row["collection"] for row in found), ""]:
        part = [row for row in found if not name or row["collection"] == name]
        times = sorted(row["seconds"] for row in part)
        codes = Counter(code for row in part for code in {item[1] for item in row["drift"]})
        worst = Counter(heaviest(row["drift"]) for row in part)
        print(f"{name or 'all'}: {len(part)} commits, {sum(len(row['drift']) for row in part)} findings")
        print(
            f"  seconds: median {statistics.median(times):.2f}, 95 % {times[int(len(times) * 0.95)]:.2f}, "
            f"{times[-1]:.1f} at most"
        )
        print(f"  heaviest: {dict(sorted(worst.items()))}")
        print(f"  commits by code: {dict(codes.most_common())}")


def heaviest(drift: list[list[str]]) -> str:
    """The weight that decides the exit status."""
    return next(
        (weight for weight in ("error", "warning", "note") if any(item[2] == weight for item in drift)), "none"
    )


def draw(out: Path, count: int, seed: int) -> None:
    """Print commits drawn by chance, for a close reading."""
    found = sorted(rows(out), key=lambda row: (row["collection"], row["commit"]))
    for row in random.Random(seed).sample(found, count):
        print(json.dumps(row))


def main(words: list[str]) -> None:
    """Run one of the five."""
    match words:
        case ["walk", out, *collections]:
            for item in collections:
                name, _, folder = item.partition("=")
                walk(Path(out).absolute(), name, Path(folder).absolute())
        case ["sum", out]:
            total(Path(out))
        case ["choose", out, count, seed, *collections]:
            choose(Path(out), int(count), int(seed), collections)
        case ["some", out, wanted, *collections]:
            for item in collections:
                name, _, folder = item.partition("=")
                some(Path(out).absolute(), Path(wanted).absolute(), name, Path(folder).absolute())
        case ["draw", out, count, seed]:
            draw(Path(out), int(count), int(seed))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
