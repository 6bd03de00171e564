"""The front matter of a skill by its keys, and the other skills that it says it depends on."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.lines import FrontLine, NeedLine
from skillrt.contracts.lock_file import clean
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import Module, place_of

_TOLD: Final = frozenset({"name", "allowed-tools"})  # by lines of their own
_DIGITS: Final = 8
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_]*(?:-[a-z0-9_]+)*\Z")
_FILE: Final = re.compile(r"(?<![\w./-])(?:\.{1,2}/)?[\w-][\w./-]{0,120}\.([A-Za-z][A-Za-z0-9]{0,9})\b(?!/)")
_CALLED: Final = re.compile(r"(?:skill: ?|Skill\()[\"']?(?:[\w-]{1,60}:)?([a-z0-9][a-z0-9_-]{1,60})[\"']?\)?\Z")
_BEFORE: Final = re.compile(r"\b[Ss]kills?:?[ \t]+[*_]{0,2}\Z")
_BEHIND: Final = re.compile(r"[*_]{0,2}[ \t]+(?:agent[ \t]+)?skills?\b(?![-_/'])")
_NEAR: Final = 16
_MANY: Final = 100
_LONGEST: Final = 4000


def front_of(module: Module, skill: str) -> Iterator[tuple[FrontLine, Place | None]]:
    """One line for all keys."""
    block = module.front_matter_block
    if block is None:
        return
    rows = (
        f"{clean(item.key)} {_digest(item.value)}" for item in module.front_matter.entries if item.key not in _TOLD
    )
    yield FrontLine(skill=skill, keys=tuple(sorted(dict.fromkeys(rows)))), place_at(block.span)


def skills_needed(module: Module, siblings: Mapping[str, object], skill: str) -> Iterator[tuple[NeedLine, Place]]:
    """Skills that front matter lists as what this one depends on. A key that does not speak of skills may list
    packages: there only the name of a skill of the same library counts."""
    block = module.front_matter_block
    own = {module.name, module.folder}
    for key, value in _entries(module, "needing") if block is not None else ():
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


def files_put_out(module: Module) -> Iterator[tuple[str, Place]]:
    """Files that front matter lists as what the skill puts out."""
    block = module.front_matter_block
    for _, value in _entries(module, "putting") if block is not None else ():
        text = " ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value or "")
        for found in _FILE.finditer(text[:_LONGEST]):
            if block is not None and found.group(1).lower() in tables()["endings"]:
                yield found.group(), place_at(block.span)


def _entries(module: Module, keys: str) -> Iterator[tuple[str, Any]]:
    """The entries with one of these keys, of `metadata` too."""
    for item in module.front_matter.entries:
        if item.key == "metadata" and isinstance(item.value, dict):
            inner = cast("dict[Any, Any]", item.value)
            yield from ((str(key), value) for key, value in inner.items() if str(key) in tables()[keys])
        elif item.key in tables()[keys]:
            yield item.key, item.value


def _names(value: object) -> list[str]:
    if isinstance(value, dict):
        inner = cast("dict[str, object]", value).get("skills")
        return _names(inner) if not isinstance(inner, dict) else []
    listed = cast("list[object]", value) if isinstance(value, list) else re.split(r"[,\s]+", str(value or ""))
    words = (str(item).strip().rpartition("/")[2] for item in listed if isinstance(item, str))
    return [word for word in words if _NAME.match(word)]


def _digest(value: object) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else repr(value)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
