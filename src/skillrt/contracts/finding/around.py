"""What stands around the work of a skill, as lines of a lock: other skills, files elsewhere and missing, cron, front
matter, what is left to be filled in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from skillrt.contracts.finding.cron import cron_entries
from skillrt.contracts.finding.front import front_of
from skillrt.contracts.finding.other_skills import skills_named, skills_needed
from skillrt.contracts.finding.reach import files_absent, files_reached
from skillrt.contracts.finding.todo import lines_left
from skillrt.contracts.lines import Fact as Line
from skillrt.contracts.lines import NeedLine
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import Module


def facts_around(
    scene: Scene, after: Module, skill: str, written: Sequence[str]
) -> Iterator[tuple[Line, Place | None]]:
    """`after` is the module with its references, `written` the paths that are told as written."""
    reached = files_reached(scene, skill, written)
    yield from reached
    yield from files_absent(after.facts, skill, (*written, *(fact.path for fact, _ in reached)))
    yield from cron_entries(scene, skill)
    yield from front_of(scene.module, skill)
    yield from lines_left(scene.module, skill)


def skills_around(
    scene: Scene, siblings: Mapping[str, object], skill: str, imported: Iterable[tuple[NeedLine, Place]] = ()
) -> Iterator[tuple[NeedLine, Place]]:
    """Other skills, those first that front matter lists; `imported` are those whose code it uses."""
    names: set[str] = set()
    for items in (skills_needed(scene.module, siblings, skill), skills_named(scene, siblings, skill), imported):
        found = [item for item in items if item[0].name not in names]
        names.update(fact.name for fact, _ in found)
        yield from found
