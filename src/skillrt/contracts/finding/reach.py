"""Files that a skill names and does not have: those that lie elsewhere, and those that it speaks of as its own."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.lines import AbsentLine, ReachLine
from skillrt.contracts.lock_file import clean
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.errors import Place
from skillrt.ir import Block, Fact, Inline, Reference, place_of
from skillrt.reading.sections import Section

_TELLING: Final = frozenset({"link", "image", "code", "prose", "command", "run"})
_FILE: Final = re.compile(r"(?:\.{1,2}/){0,8}[\w.@-]{1,80}(?:/[\w.@ -]{1,80}){0,12}\.([A-Za-z][A-Za-z0-9]{0,9})\Z")
_ABOVE: Final = re.compile(r"(?:\.\./){1,8}[\w.@-]{1,80}(?:/[\w.@ -]{1,80}){0,12}/?\Z")
_BARE: Final = re.compile(r"(?<![\w./`(\[-])(?:\.\./){1,8}[\w.@-]{1,80}(?:/[\w.@-]{1,80}){0,12}\.[A-Za-z]\w{0,9}\b")
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+\Z")
_STANDS_IN: Final = re.compile(
    r"(?:^|/)(?:path/to|to/|your[-_]|my[-_]|foo|bar|example|x{2,}|some[-_]|a|b|x)(?:/|\.|$)", re.I
)
_SENT: Final = re.compile(
    r"\b(?:see|read|consult|load|open|follow|refer[ \t]+to)[ \t\n]+(?:the[ \t]+)?[*_]*`?\Z", re.I
)
_NEAR: Final = 30
_MANY: Final = 60


def files_absent(facts: Iterable[Fact], skill: str, told: Iterable[str]) -> Iterator[tuple[AbsentLine, Place]]:
    """What the text takes for a file of the skill, which does not have it, as `check` reports it. A file of this name
    among those that are `told` otherwise is the one that is meant."""
    names = {path.rpartition("/")[2] for path in told}
    for fact in facts:
        if isinstance(fact, Reference) and fact.status == "missing" and fact.via in _TELLING:
            path = clean(re.split("[?#]", fact.ref)[0])
            if path and path.rpartition("/")[2] not in names:
                yield AbsentLine(skill=skill, path=path), place_at(fact.span)


def files_reached(scene: Scene, skill: str, told: Collection[str]) -> list[tuple[ReachLine | AbsentLine, Place]]:
    """Files of other folders that links and code spans name, by the path from the skill's folder, and those that
    SKILL.md says to be in a folder of the skill and that are not there. `told` are paths that another line has."""
    found = list(_reached(scene, skill, told))
    paths = (*told, *(fact.path for fact, _ in found))

    def is_part(path: str) -> bool:
        return any(other.startswith(f"{path}/") or other.endswith(f"/{path}") for other in paths)

    return [(fact, place) for fact, place in found if not is_part(fact.path)]


def _reached(scene: Scene, skill: str, told: Collection[str]) -> Iterator[tuple[ReachLine | AbsentLine, Place]]:
    own = [file.path for file in (*scene.module.files, *scene.module.documents)]
    names = (scene.module.name, scene.module.folder)
    # what it lacks in a folder of its own is not outside
    folders = {path.partition("/")[0] for path in own} & tables()["own_folders"]
    seen = set(told)
    for section in scene.sections:
        main = place_of_file(section.path) == "main"
        folder = posixpath.dirname(section.path)
        for leaf in section.leaves if len(seen) < _MANY + len(told) else ():
            for path, start, end in _in(leaf, folder, main=main):
                if path in seen or _is_own(path, own, names):
                    continue
                seen.add(path)
                place = place_of(leaf, start, end)
                if path.partition("/")[0] not in folders:
                    yield ReachLine(skill=skill, path=clean(path)), place
                elif _is_listed(section, leaf, start, own) or _SENT.search(leaf.text[max(0, start - _NEAR) : start]):
                    yield AbsentLine(skill=skill, path=clean(path)), place


def _is_listed(section: Section, leaf: Block, start: int, own: Collection[str]) -> bool:
    """Whether a path begins an item, and another item of the part begins with a file that the skill has."""
    begins = leaf.id in section.listed and not leaf.text[:start].strip("*_` ")
    firsts = (item.inlines[0] for item in section.leaves if item.id in section.listed and item.inlines)
    return begins and any(inline.kind == "code" and inline.value.strip() in own for inline in firsts)


def _in(leaf: Block, folder: str, *, main: bool) -> Iterator[tuple[str, int, int]]:
    for inline in leaf.inlines if leaf.kind != "code" else ():
        value = inline.value.strip()
        path = _linked(value, folder) if inline.kind in ("link", "image") else _spelled(inline, value, main=main)
        if path:
            yield path, inline.start, inline.end
    for found in (
        list(_BARE.finditer(leaf.text))[:_MANY] if main and leaf.kind != "code" and "../" in leaf.text else ()
    ):
        if not any(item.start <= found.start() < item.end for item in leaf.inlines):
            yield posixpath.normpath(found.group()), found.start(), found.end()


def _linked(value: str, folder: str) -> str:
    """A link out of the folder; '' for another."""
    target = re.split("[?#]", value)[0]
    if not target or ":" in target or target.startswith("/") or not re.search(r"\w", target):
        return ""
    path = posixpath.normpath(posixpath.join(folder, target))
    return path if path.startswith("../") else ""


def _spelled(inline: Inline, value: str, *, main: bool) -> str:
    """A code span with a path above the folder, or of SKILL.md one with a folder and an ending of files."""
    if inline.kind != "code" or "/" not in value or _STANDS_IN.search(value):
        return ""
    if _ABOVE.match(value):
        return posixpath.normpath(value)
    found = _FILE.match(value) if main else None
    if found is None or found.group(1).lower() not in tables()["endings"]:
        return ""
    first = value.partition("/")[0]
    is_host = _HOST.match(first) is not None and not first.startswith(".")
    return "" if is_host else posixpath.normpath(value)


def _is_own(path: str, own: Collection[str], names: Collection[str]) -> bool:
    """Whether the skill, by its names, has it, perhaps by a longer path from above its folder, or from a folder of
    it."""
    bare = path.lstrip("./")
    if any(f"/{known}".endswith(f"/{bare}") for known in own):
        return True
    longer = [bare.removesuffix(known).rstrip("/") for known in own if f"/{bare}".endswith(f"/{known}")]
    # `../other/SKILL.md` is that of another skill
    return any(not before or not path.startswith("../") or before.rpartition("/")[2] in names for before in longer)
