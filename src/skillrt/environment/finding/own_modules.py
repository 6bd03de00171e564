"""What the skill's code can import from files that it brings itself, or that its text has the agent write."""

import re
from typing import Final, cast

from skillrt.code.python_imports import modules_at
from skillrt.environment.finding.scene import Scene

_MEMO: Final = "environment.own-modules"
_MENTIONED: Final = re.compile(r"(?<![\w/.:-])(?:\./)?((?:[\w-]{1,60}/){0,6})([A-Za-z_]\w{0,60})\.py\b")
_INIT: Final = re.compile(r"\b([A-Za-z_]\w{0,60})/(?:[\w/]{0,80}/)?__init__\.py\b")
_TREE: Final = re.compile(r"[├└│|]?[─-]{2,3}[ \t]+([A-Za-z_][\w-]{0,60})(?:/[ \t]*|\.py\b)")
_MAX_TEXT: Final = 500_000


def own_modules(scene: Scene) -> frozenset[str]:
    """Top-level modules that are files or folders of the skill itself."""
    return modules_at(file.path for file in scene.module.files if file.path.endswith((".py", ".pyi", ".so")))


def written_modules(scene: Scene) -> frozenset[str]:
    """Top-level modules that the documents name as files or folders of a project: `shop/models.py`, a drawn tree."""
    memo = scene.module.memo
    known = memo.get(_MEMO)
    if known is None:
        known = memo[_MEMO] = frozenset(_written(scene))
    return cast("frozenset[str]", known)


def _written(scene: Scene) -> set[str]:
    found: set[str] = set()
    for document in scene.documents:
        text = document.text[:_MAX_TEXT]
        if ".py" not in text:
            continue
        # no path reaches over the end of a line, and few lines have one
        lines = "\n".join(line for line in text.split("\n") if ".py" in line)
        for match in _MENTIONED.finditer(lines):
            found.add(match.group(2))
            found.update(part for part in match.group(1).split("/") if part)
        found.update(match.group(1) for match in _INIT.finditer(lines) if "__init__" in lines)
        if "─" in text or "|--" in text:
            found.update(match.group(1).replace("-", "_") for match in _TREE.finditer(text))
    return found
