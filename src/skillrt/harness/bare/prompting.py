"""The system prompt: who the agent is, where it works, and which skills there are."""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from skillrt.harness.bare.files import skill_files
from skillrt.ir import parse_front_matter

_HEAD: Final = 256 * 1024
_MAX_DESCRIPTION: Final = 1024
_FRONT_MATTER: Final = re.compile(r"\ufeff?(---[ \t]*\r?\n.*?^---[ \t]*\r?$)", re.DOTALL | re.MULTILINE)


def system_prompt(folder: Path, skills: Sequence[Path]) -> str:
    """The prompt for a workspace, with the skills that lie in the folders `skills`."""
    listed = "\n".join(_entry(file) for file in skill_files(skills))
    text = _text("prompt.md").replace("{folder}", str(folder))
    return text + (_text("skills.md").replace("{skills}", listed) if listed else "")


def _entry(file: Path) -> str:
    name, description = _said(file)
    rows = (("name", name), ("description", description), ("location", str(file)))
    inside = "\n".join(f"    <{key}>{escape(value)}</{key}>" for key, value in rows)
    return f"  <skill>\n{inside}\n  </skill>"


def _said(file: Path) -> tuple[str, str]:
    with file.open("rb") as stream:
        text = stream.read(_HEAD).decode("utf-8", "replace")
    match = _FRONT_MATTER.match(text)
    matter = parse_front_matter(match.group(1)) if match else None
    name, description = (matter.get("name"), matter.get("description")) if matter else (None, None)
    return (
        name if isinstance(name, str) and name else file.parent.name,
        " ".join(description.split())[:_MAX_DESCRIPTION] if isinstance(description, str) else "",
    )


@cache
def _text(name: str) -> str:
    return (resources.files("skillrt.harness.bare") / name).read_text(encoding="utf-8")
