"""Discovery: every finder over one module, and what their sightings come to."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from skillrt.environment.finding import (
    called_programs,
    commands,
    node_declared,
    node_imports,
    node_installs,
    node_markup,
    node_words,
    package_metadata,
    package_prose,
    program_words,
    python_aliases,
    python_commands,
    python_declared,
    python_imports,
    python_installs,
    servers,
    services,
    subjects,
    variables,
)
from skillrt.environment.finding.scene import Scene
from skillrt.environment.implied import implied, said_in
from skillrt.environment.known_names import is_listed_program
from skillrt.environment.sighting import Sighting
from skillrt.environment.verdicts import dependency_of
from skillrt.ir import Dependency, DependencyKind, Module

Finder = Callable[[Scene], Iterable[Sighting]]
FINDERS: tuple[Finder, ...] = (
    python_imports.sightings,
    python_aliases.sightings,
    python_installs.sightings,
    python_declared.sightings,
    node_imports.sightings,
    node_installs.sightings,
    node_markup.sightings,
    node_words.sightings,
    subjects.sightings,
    node_declared.sightings,
    python_commands.sightings,
    package_metadata.sightings,
    package_prose.sightings,
    commands.sightings,
    called_programs.sightings,
    program_words.sightings,
    variables.sightings,
    services.sightings,
    servers.sightings,
)


_PROSE: Final = ("text", "code span")
_FOLDERS: Final = frozenset(("example", "examples", "evaluations", "evals", "samples", "case-studies"))
_EXAMPLE: Final = re.compile(r"\b(?:examples?|samples?|evaluations?|case stud(?:y|ies))\b", re.IGNORECASE)


def dependencies_of(module: Module) -> tuple[Dependency, ...]:
    """What the skill needs outside its folder, by kind and name. Reads nothing but the module."""
    groups = sightings_of(module)
    return tuple(dependency_of(groups[key]) for key in sorted(groups))


def sightings_of(module: Module) -> dict[tuple[str, str], list[Sighting]]:
    """Every place at which a need shows itself, by kind and name."""
    scene = Scene(module)
    groups: dict[tuple[str, str], list[Sighting]] = {}
    told = _worked_examples(scene)
    found = list(_by_packages([item for finder in FINDERS for item in finder(scene) if not _is_told(item, told)]))
    found = [*found, *implied(found, said_in(scene))]
    for item in (*found, *services.behind(found)):
        groups.setdefault((item.kind, item.name), []).append(item)
    return groups


def _is_told(item: Sighting, told: frozenset[str]) -> bool:
    """Whether prose of a worked example only tells of a program or a product, which are its own subject."""
    return item.span.file in told and item.via in _PROSE


def _worked_examples(scene: Scene) -> frozenset[str]:
    """The documents that call themselves an example, in a folder of such."""
    titled = {item.path for item in scene.sections if item.level == 1 and _EXAMPLE.search(item.title)}
    return frozenset(path for path in titled if not _FOLDERS.isdisjoint(path.lower().split("/")[:-1]))


def _by_packages(found: list[Sighting]) -> Iterator[Sighting]:
    """A program that no list knows, or a word, called like a package that the skill uses, is that package's own."""
    packages: dict[str, DependencyKind] = {item.name: item.kind for item in found if item.kind in ("python", "node")}
    for item in found:
        own = packages.get(item.name.lower()) if item.kind == "system" else None
        # a word of prose may well mean the package; a command runs the program, whoever brings it
        meant = own and (item.via == "text" or not is_listed_program(item.name))
        yield msgspec.structs.replace(item, kind=own) if own and meant else item
