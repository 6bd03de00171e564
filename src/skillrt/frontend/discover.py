"""Find the skills that a path means: a folder with SKILL.md, a SKILL.md, an archive, or a tree to search."""

import os
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path

from skillrt.errors import Diagnostic, InputError, UsageError
from skillrt.frontend.archive import ARCHIVE_ENDINGS, archive_sources
from skillrt.frontend.sources import (
    SKIPPED_FOLDERS,
    FolderSource,
    SkillSource,
    folder_source,
    is_material,
    is_variant,
    skill_file_in,
)

Excluded = Callable[[str], bool]
Refused = Callable[[str, InputError], None]
PassedOver = Callable[[str], None]


def _raise(_: str, error: InputError) -> None:
    raise error


def discover(
    paths: Iterable[str],
    excluded: Excluded = lambda _: False,
    refused: Refused = _raise,
    own: Container[str] = frozenset(),
    passed_over: PassedOver = lambda _: None,
) -> Iterator[SkillSource]:
    """The skills below the paths, each once, in the order of the paths and then by name.

    `excluded` says of a folder's path, as it would be shown, whether to leave it out. `refused` is told of a folder
    in a tree that cannot be listed (no permission, too many files), so that the others need not be lost; by default
    that ends the search. `own` are files of the library that belong to no skill (`Library.own`). A variant is found
    only where its own folder is the path, or where a tree holds nothing else; `passed_over` is told of the others.

    Raises UsageError for a path that is missing and InputError for one that holds no skill or cannot be read.
    """
    seen: set[Path] = set()
    for given in paths:
        count = 0
        told: list[str] = []

        def tell(where: str, error: InputError, told: list[str] = told) -> None:
            told.append(where)
            refused(where, error)

        for source in _below(given, excluded, tell, own, passed_over):
            count += 1
            if isinstance(source, FolderSource):
                resolved = source.root.resolve()
                if resolved in seen:
                    continue
                seen.add(resolved)
            yield source
        if not count and not told:
            raise no_skill(given)


def no_skill(given: str) -> InputError:
    """What to raise for a path below which no skill was found: there is none, or all are left out."""
    everything = skill_folders(Path(given), given, lambda _: False, None) if Path(given).is_dir() else ()
    left_out = sum(1 for _ in everything)
    if not left_out:
        return InputError(Diagnostic.of("input.no-skill", f"`{given}` holds no skill: there is no SKILL.md in it"))
    skills = f"the only skill in `{given}` is" if left_out == 1 else f"all {left_out} skills in `{given}` are"
    hint = "`exclude` in the settings leaves skills out"
    return InputError(Diagnostic.of("input.no-skill", f"{skills} left out", hint=hint))


def _below(
    given: str, excluded: Excluded, refused: Refused, own: Container[str], passed_over: PassedOver
) -> Iterator[SkillSource]:
    path = Path(given)
    try:
        if path.is_dir():
            yield from _in_tree(path, given, excluded, refused, own, passed_over)
        elif path.is_file():
            yield from _from_file(path, given, own)
        elif os.path.lexists(path):
            raise _not_a_skill(
                given, "a link to what is not there" if path.is_symlink() else "neither file nor folder"
            )
        else:
            raise UsageError(Diagnostic.of("usage.path-missing", f"`{given}` does not exist"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(Diagnostic.of("input.unreadable", f"`{given}` cannot be read: {why}")) from error


def _from_file(path: Path, given: str, own: Container[str]) -> Iterator[SkillSource]:
    if path.suffix.lower() in ARCHIVE_ENDINGS:
        yield from archive_sources(path, given)
    elif skill_file_in(frozenset({path.name})):
        folder = path.parent
        where = given[: -len(path.name)].rstrip("/\\") or "."
        others = frozenset(str(found) for found, _ in skill_folders(folder, where, lambda _: False))
        yield folder_source(folder, where, others, own)
    else:
        raise _not_a_skill(given)


def _not_a_skill(given: str, but: str = "") -> InputError:
    hint = "give a skill's folder, its SKILL.md, a .zip or .skill archive, or a folder to search"
    message = f"`{given}` is not a skill{f' but {but}' if but else ''}"
    return InputError(Diagnostic.of("input.not-a-skill", message, hint=hint))


def _in_tree(
    root: Path, given: str, excluded: Excluded, refused: Refused, own: Container[str], passed_over: PassedOver
) -> Iterator[SkillSource]:
    variants: list[str] = []
    folders = list(skill_folders(root, given, excluded, variants.append))
    if not folders:
        folders, variants = list(skill_folders(root, given, excluded, None)), []
    for where in variants:
        passed_over(where)
    others = frozenset(str(folder) for folder, _ in folders)
    for folder, where in folders:
        try:
            source = folder_source(folder, where, others, own)
        except InputError as error:
            refused(where, error)
        else:
            yield source


def skill_folders(
    root: Path, given: str, excluded: Excluded, passed_over: PassedOver | None = lambda _: None
) -> Iterator[tuple[Path, str]]:
    """Folders that hold a skill file, depth first in name order; links to folders are not entered.

    What lies in another skill as its material (a template, a sample) is left out: it belongs to that skill.
    A folder that cannot be listed is among them, since it may hold skills; one inside a skill is a problem of that.
    Variants below `root` are left out with all that is in them: they are made of the skills of the library, and none
    of them. `passed_over` is told where; with None they count.
    """
    stack: list[tuple[Path, str, str | None]] = [(root, given, None)]
    while stack:
        folder, where, inside = stack.pop()  # `inside`: the path within the innermost skill
        try:
            with os.scandir(folder) as items:
                listed = sorted(items, key=lambda item: item.name, reverse=True)
        except OSError:
            if inside is None:
                yield folder, where
            continue
        names = frozenset(item.name for item in listed)
        if folder != root and passed_over is not None and is_variant(str(folder), names):
            passed_over(where)
            continue
        if skill_file_in(names) and not is_material(inside or "") and not excluded(where):
            inside = ""
            yield folder, where
        for item in listed:
            if item.is_dir(follow_symlinks=False) and item.name not in SKIPPED_FOLDERS:
                below = item.name if where == "." else f"{where.rstrip('/')}/{item.name}"
                if not excluded(below):
                    path = None if inside is None else f"{inside}/{item.name}"
                    stack.append((folder / item.name, below, path))
