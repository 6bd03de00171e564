"""Hand-made labels of workflows: a folder of ID.json beside one of skills, or lines of a file beside collections.

`workflow-labels.jsonl` has a skill a line: `id`, `repo` (owner/name), `folder` in it, the `commit` that was read, and
the labels. Its skills stand under COLLECTIONS/owner+name/folder, as `git worktree add` of that commit makes them.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Labelled(NamedTuple):
    """The labels of a skill, and where it is."""

    name: str
    folder: Path
    labels: dict[str, Any]


def labelled_in(skills: Path, labels: Path) -> Iterator[Labelled]:
    """The labelled skills in order of name; of a file's lines those whose collection is there."""
    if labels.is_dir():
        for path in sorted(labels.glob("*.json")):
            yield Labelled(path.stem, skills / path.stem, json.loads(path.read_text(encoding="utf-8")))
        return
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    for row in sorted(rows, key=lambda row: row["id"]):
        folder = skills / row["repo"].replace("/", "+") / row["folder"]
        if folder.is_dir():
            yield Labelled(row["id"], folder, row)
