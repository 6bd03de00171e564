"""What finders see, in a form that tests compare."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from skillrt.environment.finding.scene import Scene
from skillrt.environment.sighting import Sighting
from tests.skills import module_of


def seen(finder: Callable[[Scene], Iterable[Sighting]], folder: Path, files: Mapping[str, str]) -> list[Sighting]:
    """What a finder sees in a skill of these files, each place checked against the file that it names."""
    found = list(finder(Scene(module_of(folder, files))))
    for item in found:
        data = (folder / item.span.file).read_bytes()
        assert data[: item.span.start].count(b"\n") + 1 == item.span.line
        assert item.span.start < item.span.end <= len(data)
        assert bool(item.block) == item.span.file.endswith(".md")
    return found


def names(finder: Callable[[Scene], Iterable[Sighting]], folder: Path, text: str) -> list[str]:
    """The names that a finder sees in a SKILL.md."""
    return [item.name for item in seen(finder, folder, {"SKILL.md": text})]
