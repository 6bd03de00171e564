"""A harness of one's own for the tests of verbs that read the settings."""

from pathlib import Path

_TEXT = """name = "mine"
title = "Mine"
date = "2026-01-01"
sources = ["its manual"]

[skills]
project = [".mine/skills"]
user = []
"""


def write_harness(folder: Path) -> Path:
    """A descriptor of the harness `mine` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "mine.toml"
    file.write_text(_TEXT, encoding="utf-8")
    return file
