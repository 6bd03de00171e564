"""Locks of small libraries, for tests."""

import json
from pathlib import Path
from typing import Any

from skillrt.checks.policy import Policy
from skillrt.compiler import CompileOptions
from skillrt.config import Library, Settings
from skillrt.contracts.comparing.compare import compared
from skillrt.contracts.library import Current, Request, read_library
from skillrt.contracts.lock_file import Lock, lock_text, parse_lock
from skillrt.errors import Finding
from skillrt.targets import load_harnesses, parse_target
from tests.checks.library import skill_text, write

TARGET = "qwen/qwen3.5-9b@openclaw"
OTHER = "anthropic/claude-opus-4.6@pi"


def skill(body: str = "", name: str = "alpha") -> str:
    """A skill file with a body."""
    return skill_text(name, body=f"# Steps\n\n{body}\n")


def shell(*lines: str) -> str:
    """A shell block."""
    return "Run it:\n\n```bash\n" + "\n".join(lines) + "\n```\n"


def request(root: Path, *targets: str, settings: Settings | None = None, **fields: Any) -> Request:
    """A request for the library at `root`."""
    harnesses = load_harnesses(())
    chosen = tuple(parse_target(text, harnesses) for text in targets)
    library = Library(root, None, settings or Settings())
    return Request(library, chosen, CompileOptions(harnesses=harnesses), **{"jobs": 1, **fields})


def lock_of(root: Path, *targets: str) -> Lock:
    """The lock of a library, as it would be read again."""
    return parse_lock(lock_text(read_library(request(root, *targets)).lock))


def facts_of(tmp_path: Path, files: dict[str, str | bytes], *targets: str) -> list[dict[str, Any]]:
    """The facts of one skill with these files, as the lock has them."""
    root = write(tmp_path / "lib", {f"skills/alpha/{name}": text for name, text in files.items()})
    text = lock_text(read_library(request(root, *targets)).lock)
    rows = [json.loads(line) for line in text.splitlines()]
    return [row for row in rows if row["fact"] not in ("lock", "target", "skill")]


def named(rows: list[dict[str, Any]], fact: str, field: str = "name") -> list[str]:
    """One field of all facts of a kind."""
    return [row[field] for row in rows if row["fact"] == fact]


def drift(
    tmp_path: Path, before: dict[str, str | bytes], after: dict[str, str | bytes], *targets: str
) -> list[Finding]:
    """What changed between two libraries, given by their files."""
    root = write(tmp_path / "before", before)
    known = lock_of(root, *targets)
    changed = write(tmp_path / "after", after)
    return list(compared(known, read_library(request(changed, *targets), known), Policy()).findings)


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    """Codes and messages."""
    return [(item.diagnostic.code, item.diagnostic.message) for item in findings]


def only(current: Current) -> list[str]:
    """The folders of the skills that were read, not taken from the lock."""
    return sorted(current.places)
