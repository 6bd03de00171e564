"""A card for each skill: what the checks of a library must know of it before, and without, analysing it."""

import hashlib
import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, InputError, Place, SkillrtError
from skillrt.errors.defects import defect
from skillrt.frontend import FolderSource, SkillSource, discover
from skillrt.frontend.archive import ArchiveSource, archive_sources
from skillrt.frontend.sources import skill_file_in
from skillrt.store.files import is_brought

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSING = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_MAX_FRONT_MATTER: Final = 256 * 1024
_EXCERPT: Final = 400


class Line(msgspec.Struct, frozen=True):
    """A value of the front matter, with the place and the line of its key for messages."""

    text: str = ""
    line: int = 1
    end_column: int = 0
    excerpt: str = ""


class Listing(msgspec.Struct, frozen=True):
    """What a harness lists of a skill. `file` is the name of the skill file."""

    file: str
    name: Line
    description: Line


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """A skill in an archive, by its number in it; opened again when it is needed, so that contents need not stay."""

    path: Path
    where: str
    index: int

    def open(self) -> SkillSource:
        """The skill's source. Raises InputError where the archive cannot be read any more."""
        found = _opened(self.path, self.where)
        if self.index >= len(found):
            raise InputError(Diagnostic.of("input.unreadable", f"`{self.where}` changed while it was read"))
        return found[self.index]


Ticket = FolderSource | ArchiveMember


@dataclass(frozen=True, slots=True)
class Card:
    """One skill. `skill` is its path as reports show it, `key` its path relative to the library's root.

    `digest` covers paths, modes and bytes of all its files and what was odd while listing them: two skills with the
    same digest and folder name are the same input for every check. `programs` counts the author's files that begin
    with `#!`, `executables` those that are executable. `ticket` gives the source again.
    """

    skill: str
    key: str
    folder: str
    digest: str
    listing: Listing
    files: tuple[str, ...]
    ticket: Ticket
    programs: int = 0
    executables: int = 0

    @property
    def name(self) -> str:
        """The name in the front matter, or the folder's where it has none."""
        return self.listing.name.text or self.folder


@dataclass(frozen=True, slots=True)
class Unread:
    """A path that gave no skill, or a skill that could not be read: what to report about it."""

    skill: str
    key: str
    diagnostics: tuple[Diagnostic, ...]


# From a digest, and how to read the listing, the listing: a cache may know it without reading.
Listings = Callable[[str, Callable[[], Listing]], Listing]


def read_anew(digest: str, read: Callable[[], Listing]) -> Listing:  # noqa: ARG001  (the shape of `Listings`)
    """The listing, read; for runs without a cache."""
    return read()


def survey(
    paths: Iterable[str],
    shown: Callable[[str], str],
    excluded: Callable[[str], bool] = lambda _: False,
    listings: Listings = read_anew,
    own: Container[str] = frozenset(),
    passed_over: Callable[[str], None] = lambda _: None,
) -> Iterator[Card | Unread]:
    """The skills below the paths, each once, in the order given and then by path.

    `shown` makes the key of a path; `listings` gives the listing of a digest; `own` are files of the library that
    belong to no skill, and `passed_over` is told of variants. Raises UsageError for a path that does not exist.
    """
    given_paths = list(paths)
    seen: set[Path] = set()
    for given in given_paths:
        count = 0
        problems: list[tuple[str, InputError]] = []

        def refused(where: str, error: InputError, problems: list[tuple[str, InputError]] = problems) -> None:
            problems.append((where, error))

        try:
            left_out = _but_for(given, excluded)
            for source in discover((given,), left_out, refused, own, passed_over):
                # below one path `discover` gives each skill once
                if len(given_paths) == 1 or not isinstance(source, FolderSource) or _new(source.root, seen):
                    yield _card(source, given, count, shown, listings)
                count += 1
        except InputError as error:
            problems.append((given, error))
        yield from (Unread(where, shown(where), error.diagnostics) for where, error in problems)


def _but_for(given: str, excluded: Callable[[str], bool]) -> Callable[[str], bool]:
    """The same, but for the path itself: who names it wants it."""
    return lambda where: where != given and excluded(where)


def opened(ticket: Ticket) -> SkillSource:
    """The source that a ticket stands for. Raises InputError."""
    return ticket if isinstance(ticket, FolderSource) else ticket.open()


def content_digest(source: SkillSource) -> str:
    """The digest that a card has of its skill's content. Raises InputError where a file cannot be read."""
    return _digest(source, "")[0]


def read_listing(name: str, data: bytes) -> Listing:
    """Name and description from the bytes of a skill file. Never raises."""
    from skillrt.ir import parse_front_matter  # loaded where it is needed: start-up

    text = _front_matter(data[:_MAX_FRONT_MATTER])
    front = parse_front_matter(text)
    return Listing(name, *(_line(text, front.entry(key)) for key in ("name", "description")))


def _card(
    source: SkillSource, given: str, index: int, shown: Callable[[str], str], listings: Listings
) -> Card | Unread:
    key = shown(source.where)
    file = skill_file_in(frozenset(entry.path for entry in source.entries))
    try:
        digest, head, programs = _digest(source, file)
        listing = listings(digest, lambda: read_listing(file, head))
    except InputError as error:
        return Unread(source.where, key, error.diagnostics)
    except (SkillrtError, OSError):
        raise  # that of the machine
    except Exception as error:  # noqa: BLE001  (one skill must not cost the others; it is reported, never swallowed)
        return Unread(source.where, key, (defect(error),))
    files = tuple(entry.path for entry in source.entries)
    ticket = source if isinstance(source, FolderSource) else ArchiveMember(Path(given), given, index)
    executables = sum(entry.executable and not is_brought(entry.path) for entry in source.entries)
    return Card(source.where, key, source.folder, digest, listing, files, ticket, programs, executables)


def _digest(source: SkillSource, file: str) -> tuple[str, bytes, int]:
    """The digest, the beginning of the skill file, and how many of the author's files begin with `#!`."""
    digest = hashlib.sha256()
    head = b""
    programs = 0
    for entry in source.entries:
        data = source.read(entry.path)
        if entry.path == file:
            head = data[:_MAX_FRONT_MATTER]
        path = entry.path.encode("utf-8", "surrogateescape")
        link = entry.link.encode("utf-8", "surrogateescape")
        digest.update(b"%d:%b%d:%b%d%d:" % (len(path), path, len(link), link, entry.executable, len(data)))
        digest.update(data)
        programs += data.startswith(b"#!") and not is_brought(entry.path)
    for problem in source.problems:
        digest.update(f"{problem.code}\0{problem.message}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest(), head, programs


def _new(root: Path, seen: set[Path]) -> bool:
    resolved = root.resolve()
    if resolved in seen:
        return False
    seen.add(resolved)
    return True


@lru_cache(maxsize=1)
def _opened(path: Path, where: str) -> tuple[ArchiveSource, ...]:
    return archive_sources(path, where)


def _front_matter(data: bytes) -> str:
    """The text of the front-matter block, without a byte-order mark; empty where there is none."""
    opening = _OPENING.match(data)
    closing = _CLOSING.search(data, opening.end()) if opening else None
    if opening is None or closing is None:
        return ""
    return data[: closing.end()].decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _line(text: str, entry: "object | None") -> Line:
    from skillrt.ir import Entry  # loaded where it is needed: start-up

    if not isinstance(entry, Entry) or not isinstance(entry.value, str):
        return Line()
    begin = text.rfind("\n", 0, entry.start) + 1
    end = text.find("\n", entry.start)
    shown = text[begin : end if end >= 0 else len(text)].rstrip("\r")
    line = text.count("\n", 0, entry.start) + 1
    return Line(entry.value, line, len(entry.key) + 1, shown[:_EXCERPT])


def place_of_line(listing: Listing, line: Line) -> Place:
    """The place of a front-matter key in the skill file."""
    return Place(listing.file, line.line, 1, line.line, line.end_column)
