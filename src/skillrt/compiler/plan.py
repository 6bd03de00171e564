"""Where variants will go, known before anything is compiled, so that clashes are found before anything is written."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from skillrt.errors import Diagnostic, UsageError
from skillrt.frontend import FolderSource, SkillSource
from skillrt.frontend.skill_tree import name_of_skill, place_of_skill
from skillrt.frontend.sources import skill_file_in
from skillrt.ir import parse_front_matter
from skillrt.store import MANIFEST_FILE, read_manifest
from skillrt.targets import Target
from skillrt.verify.names import is_valid_name, normal_name, slug

_FRONT_MATTER = re.compile(r"\ufeff?(---[ \t]*\r?\n(?:.*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z))", re.DOTALL)
_HEAD = 256 * 1024


def variant_name(source: SkillSource, *, fix_names: bool = False) -> str:
    """The name that the variant of `source` will have; reads the front matter only.

    What cannot be compiled has some name here too; compiling says what is wrong. Raises InputError where the skill
    file cannot be read.
    """
    paths = frozenset(entry.path for entry in source.entries)
    if MANIFEST_FILE in paths:
        return read_manifest(source.read(MANIFEST_FILE), f"{source.where}/{MANIFEST_FILE}").name
    file = skill_file_in(paths)
    text = source.read(file)[:_HEAD].decode("utf-8", "surrogateescape") if file else ""
    match = _FRONT_MATTER.match(text)
    value = parse_front_matter(match.group(1)).get("name") if match else None
    written = value if isinstance(value, str) and value.strip() else ""
    if fix_names and not (written and is_valid_name(written)):
        return slug(written) or slug(source.folder)
    return normal_name(written) or source.folder


def homes(skills: Iterable[tuple[str, SkillSource]]) -> dict[str, str]:
    """By its place in the tree the name of each skill's variant, as planned; empty for one that can have none."""
    return {
        place_of_skill(source): name if is_valid_name(name) and name_of_skill(source) else ""
        for name, source in skills
    }


def clashes(planned: Iterable[tuple[str, str, Target]]) -> dict[tuple[str, str], Diagnostic]:
    """Why variants cannot be written, by skill and target: another one would lie at the same place.

    Each is planned as (skill, name, target). Names that differ in case or in Unicode form only are one on many file
    systems. Which of them is meant nobody can say, so that none is written.
    """
    places: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    for where, name, target in planned:
        key = (target.folder.casefold(), unicodedata.normalize("NFKC", name).casefold())
        places.setdefault(key, {})[where, str(target)] = f"{target.folder}/{name}"
    return {
        one: _clash(one[0], next(other for other in found if other != one)[0], place)
        for found in places.values()
        if len(found) > 1
        for one, place in found.items()
    }


def _clash(skill: str, other: str, place: str) -> Diagnostic:
    hint = "rename one of them, or compile them apart, each with an `--out` of its own"
    return Diagnostic.of("compile.clash", f"`{skill}` and `{other}` would both be written to `{place}`", hint=hint)


def require_apart(sources: Iterable[SkillSource], targets: Iterable[Target], out: Path) -> None:
    """Raises UsageError where variants would lie among the files of a skill: in its folder itself, or in one below it
    that holds files of its. A folder of their own below it is theirs: variants are no files of the skill.
    """
    base = out.resolve()
    ways = {part for target in targets for part in (target.folder.partition("/")[0], target.folder)}
    folders = [base, *(base / way for way in sorted(ways))]
    for source in sources:
        if isinstance(source, FolderSource):
            root = source.root.resolve()
            below = (folder.relative_to(root).as_posix() for folder in folders if folder.is_relative_to(root))
            taken = next((folder for folder in below if _holds(source, folder)), "")
            if taken:
                raise UsageError(_among(source, out, taken))


def _holds(source: FolderSource, folder: str) -> bool:
    return folder == "." or any(entry.path.startswith(f"{folder}/") for entry in source.entries)


def _among(source: FolderSource, out: Path, folder: str) -> Diagnostic:
    where = "that is its own folder" if folder == "." else f"its own files lie in its `{folder}`"
    message = f"variants of `{source.where}` cannot be written to `{out}`: {where}"
    return Diagnostic.of("compile.out-in-skill", message)
