"""Other skills that a skill depends on: those that its front matter lists, and those that its text names."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, cast

from skillrt.contracts.finding.front import entries_of
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.lines import NeedLine
from skillrt.contracts.lock_file import clean
from skillrt.environment.finding.scene import Scene
from skillrt.environment.names import is_known_distribution, normal_python_name
from skillrt.errors import Place
from skillrt.ir import Dependency, Module, place_of

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_]*(?:-[a-z0-9_]+)*\Z")
_CALLED: Final = re.compile(r"(?:skill: ?|Skill\()[\"']?(?:[\w-]{1,60}:)?([a-z0-9][a-z0-9_-]{1,60})[\"']?\)?\Z")
_BEFORE: Final = re.compile(r"\b[Ss]kills?:?[ \t]+[*_]{0,2}\Z")
_BEHIND: Final = re.compile(r"[*_]{0,2}[ \t]+(?:agent[ \t]+)?skills?\b(?![-_/'])")
_NEAR: Final = 16
_MANY: Final = 100


def skills_needed(module: Module, siblings: Mapping[str, object], skill: str) -> Iterator[tuple[NeedLine, Place]]:
    """Skills that front matter lists as what this one depends on. A key that does not speak of skills may list
    packages: there only the name of a skill of the same library counts."""
    block = module.front_matter_block
    own = {module.name, module.folder}
    for key, value in entries_of(module, "needing") if block is not None else ():
        for name in _names(value)[:_MANY]:
            if block is not None and name not in own and ("skill" in key or name in siblings):
                line = NeedLine(skill=skill, kind="skill", name=clean(name), required=True)
                yield line, place_at(block.span)


def skills_named(scene: Scene, siblings: Mapping[str, object], skill: str) -> Iterator[tuple[NeedLine, Place]]:
    """Other skills that code spans name: those of the library, and what the text itself calls a skill."""
    own = {scene.module.name, scene.module.folder}
    seen: set[str] = set()
    for section in scene.sections:
        for leaf in section.leaves:
            for inline in leaf.inlines if leaf.kind != "code" else ():
                name = inline.value.strip() if inline.kind == "code" else ""
                found = _CALLED.match(name)
                name = found.group(1) if found else name.lstrip("/@")
                if name in own or name in seen or not _NAME.match(name) or len(seen) >= _MANY:
                    continue
                around = leaf.text[max(0, inline.start - _NEAR) : inline.start], leaf.text[inline.end :][:_NEAR]
                dashed = "-" in name and (_BEFORE.search(around[0]) or _BEHIND.match(around[1]))
                if found or dashed or (name in siblings and ("-" in name or _BEHIND.match(around[1]))):
                    seen.add(name)
                    line = NeedLine(skill=skill, kind="skill", name=clean(name), required=False, named=True)
                    yield line, place_of(leaf, inline.start, inline.end)


def without_skills(
    needs: Sequence[Dependency], module: Module, siblings: Mapping[str, Collection[str]], skill: str
) -> tuple[tuple[Dependency, ...], list[tuple[NeedLine, Place]]]:
    """Needs without packages of Python that are the skill itself or another of its library, by the name that code
    imports, and the other skills. A package that is known, or that is installed, is one."""
    # a skill about a package may be called like it: only what brings code along can be imported
    has_code = any(file.language == "python" for file in module.files)
    own = {normal_python_name(name) for name in (module.name, module.folder) if has_code}
    known = {
        normal_python_name(name): name
        for name, files in siblings.items()
        if name not in (module.name, module.folder) and any(path.endswith(".py") for path in files)
    }
    left: list[Dependency] = []
    named: list[tuple[NeedLine, Place]] = []
    for item in needs:
        name = normal_python_name(item.name)
        is_package = item.kind != "python" or set(item.via) != {"import"} or is_known_distribution(name)
        if is_package or (name not in own and name not in known):
            left.append(item)
        elif name not in own:
            line = NeedLine(skill=skill, kind="skill", name=clean(known[name]), required=False, named=True)
            named.append((line, place_at(item.span)))
    return tuple(left), named


def _names(value: object) -> list[str]:
    if isinstance(value, dict):
        inner = cast("dict[str, object]", value).get("skills")
        return _names(inner) if not isinstance(inner, dict) else []
    listed = cast("list[object]", value) if isinstance(value, list) else re.split(r"[,\s]+", str(value or ""))
    words = (str(item).strip().rpartition("/")[2] for item in listed if isinstance(item, str))
    return [word for word in words if _NAME.match(word)]
