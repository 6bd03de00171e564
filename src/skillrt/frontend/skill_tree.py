"""The skills of one command together: what a reference in one of them may mean in another."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from skillrt.errors import InputError
from skillrt.frontend.sources import FolderSource, SkillSource, skill_file_in
from skillrt.frontend.tiling import decode
from skillrt.ir import SKILL_FILE, parse_front_matter

_FRONT_MATTER: Final = re.compile(r"\ufeff?(---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SkillTree:
    """`siblings`: skill name and folder name -> files relative to its folder. `paths`: the files of all skills."""

    siblings: Mapping[str, frozenset[str]]
    paths: frozenset[str]


def skill_tree(sources: Iterable[SkillSource]) -> SkillTree:
    """The tree of these skills. One whose skill file cannot be read has no name but its folder's."""
    siblings: dict[str, frozenset[str]] = {}
    paths: set[str] = set()
    for source in sources:
        files = frozenset(entry.path for entry in source.entries)
        paths.update(posixpath.join(place_of_skill(source), path) for path in (*files, *nested_files(source)))
        for name in {source.folder, name_of_skill(source)} - {""}:
            siblings[name] = siblings.get(name, frozenset()) | files
    return SkillTree(MappingProxyType(siblings), frozenset(paths))


def nested_files(source: object) -> tuple[str, ...]:
    """The skill files of skills below this one: they are there even where those skills are not asked for."""
    return tuple(f"{path}/{SKILL_FILE}" for path in source.nested) if isinstance(source, FolderSource) else ()


def place_of_skill(source: SkillSource) -> str:
    """Where in the tree a skill is; '' for the tree's root."""
    place = posixpath.normpath(source.where.replace("\\", "/"))
    return "" if place == "." else place


def name_of_skill(source: SkillSource) -> str:
    """The name that its skill file says, empty where it says none."""
    file = skill_file_in(frozenset(entry.path for entry in source.entries))
    try:
        match = _FRONT_MATTER.match(decode(source.read(file))) if file else None
    except InputError:
        return ""
    name = parse_front_matter(match.group(1)).get("name") if match else None
    return name if isinstance(name, str) else ""
