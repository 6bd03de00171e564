"""The skills below some roots, one after the other: only their places are known, and those are forgotten again."""

import os
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from skillrt.checks.cards import ArchiveMember, opened
from skillrt.errors import Diagnostic, InputError, UsageError
from skillrt.frontend import SkillSource, discover
from skillrt.frontend.archive import ARCHIVE_ENDINGS
from skillrt.frontend.discover import no_skill, skill_folders
from skillrt.frontend.sources import FolderSource, folder_source, skill_file_in

SHARD: Final = 100
"""Skills in a shard."""
PART: Final = 10
"""Skills of a shard that are worked on, and written, at once."""


class Folder(msgspec.Struct, frozen=True):
    """A skill's folder, and its path as it is shown."""

    root: str
    where: str


Found = Folder | ArchiveMember


class NestedSkills(Container[str]):
    """The folders that hold a skill of their own, looked up one by one, so that nobody need keep a list of all."""

    def __contains__(self, folder: object) -> bool:
        try:
            return isinstance(folder, str) and bool(skill_file_in(frozenset(os.listdir(folder))))
        except OSError:
            return False


def skills_below(
    roots: Iterable[str],
    excluded: Callable[[str], bool] = lambda _: False,
    passed_over: Callable[[str], None] = lambda _: None,
) -> Iterator[Found]:
    """Every skill, in the order of the roots and then by path; a root that lies in another is not searched again, and
    `passed_over` is told of variants.

    Raises UsageError for a root that is missing and InputError for one that holds no skill or cannot be read.
    """
    earlier: list[Path] = []
    for given in roots:
        root = Path(given).resolve()
        if any(root.is_relative_to(other) for other in earlier):
            continue
        count = 0
        for found in _below(given, _leaving_out(excluded, tuple(earlier)), passed_over):
            count += 1
            yield found
        if not count and next(_below(given, excluded, passed_over), None) is None:
            raise no_skill(given)
        earlier.append(root)


def shards(found: Iterable[Found], size: int = SHARD) -> Iterator[tuple[Found, ...]]:
    """So many at a time."""
    left = iter(found)
    while part := tuple(islice(left, size)):
        yield part


def source_of(found: Found) -> SkillSource:
    """The source of a skill. Raises InputError where it cannot be listed or opened."""
    if isinstance(found, Folder):
        return folder_source(Path(found.root), found.where, NestedSkills())
    return opened(found)


def _below(given: str, excluded: Callable[[str], bool], passed_over: Callable[[str], None]) -> Iterator[Found]:
    path = Path(given)
    try:
        if path.is_dir():
            # a tree of nothing but variants is asked for as such, as for any other verb
            only_variants = next(skill_folders(path, given, excluded), None) is None
            for folder, where in skill_folders(path, given, excluded, None if only_variants else passed_over):
                yield Folder(str(folder), where)
            return
    except OSError as error:
        message = f"`{given}` cannot be read: {error.strerror}"
        raise InputError(Diagnostic.of("input.unreadable", message)) from error
    if not os.path.lexists(path):
        raise UsageError(Diagnostic.of("usage.path-missing", f"`{given}` does not exist"))
    for index, source in enumerate(discover((given,))):
        if path.suffix.lower() in ARCHIVE_ENDINGS:
            yield ArchiveMember(path, given, index)
        elif isinstance(source, FolderSource):
            yield Folder(str(source.root), source.where)


def _leaving_out(excluded: Callable[[str], bool], earlier: tuple[Path, ...]) -> Callable[[str], bool]:
    """`excluded`, and the roots that were searched before."""
    if not earlier:
        return excluded
    return lambda where: excluded(where) or Path(where).resolve() in earlier
