"""What one finder sees in a skill that a test writes down, as short rows."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from skillrt.environment.finding.scene import Scene
from skillrt.environment.sighting import Sighting
from tests.skills import module_of

HEAD = "---\nname: a\ndescription: b\n---\n\n"


def sighted(
    folder: Path, finder: Callable[[Scene], Iterable[Sighting]], files: Mapping[str, str]
) -> list[tuple[str, str, str, int]]:
    """Kind, name, manner and line of each sighting, in the finder's order."""
    scene = Scene(module_of(folder, dict(files)))
    return [(item.kind, item.name, item.manner, item.span.line) for item in finder(scene)]


def names(
    folder: Path, finder: Callable[[Scene], Iterable[Sighting]], body: str, **files: str
) -> set[tuple[str, str]]:
    """Name and manner of what a finder sees in a body of SKILL.md, with other files by name (`/` for `__`)."""
    others = {path.replace("__", "/").replace("_dot_", "."): text for path, text in files.items()}
    return {(name, manner) for _, name, manner, _ in sighted(folder, finder, {"SKILL.md": HEAD + body, **others})}
