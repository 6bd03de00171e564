"""The prompt of a run: the task, and with `--inject` the text of the skills before it."""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

_FRONT_MATTER: Final = re.compile(r"\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)


def with_skills(task: str, folders: Sequence[Path]) -> str:
    """The task with the whole text of the skills in `folders` before it, each with its folder."""
    return "".join(_injected(folder) for folder in folders) + task


def _injected(folder: Path) -> str:
    text = (folder / "SKILL.md").read_bytes().decode("utf-8", "surrogateescape")
    match = _FRONT_MATTER.match(text)
    body = text[match.end() :] if match else text
    filled = _template().replace("{name}", folder.name).replace("{folder}", str(folder))
    return filled.replace("{body}", body.strip("\n"), 1)


@cache
def _template() -> str:
    return (resources.files("skillrt.runs") / "injected.md").read_text(encoding="utf-8")
