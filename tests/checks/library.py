"""Libraries of skills for the tests of this folder."""

from collections.abc import Mapping
from pathlib import Path

from skillrt.checks.cards import Card, Unread, survey

DESCRIPTIONS = {
    "alpha": "Reads bank statements and sorts the payments into a ledger. Use for bookkeeping.",
    "beta": "Draws maps of hiking routes from recorded tracks. Use when someone plans a walk.",
    "gamma": "Checks translations of a program for missing strings. Use before a release.",
}


def skill_text(name: str, description: str = "", body: str = "# Steps\n\nDo it.\n") -> str:
    words = description or DESCRIPTIONS.get(name, f"Handles everything about {name} and nothing else at all.")
    return f"---\nname: {name}\ndescription: {words}\n---\n{body}"


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `root`; a value without front matter stays as it is."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))
    return root


def library(root: Path, *names: str) -> Path:
    """A folder `skills` with a good skill of each name."""
    return write(root, {f"skills/{name}/SKILL.md": skill_text(name) for name in names})


def cards_of(*paths: Path) -> list[Card]:
    """The cards below the paths, with keys relative to the first."""
    found = list(survey([str(path) for path in paths], lambda where: str(Path(where).relative_to(paths[0]))))
    assert not any(isinstance(item, Unread) for item in found)
    return [item for item in found if isinstance(item, Card)]
