"""A library beside itself as of a commit: what its skills could do there, in place of what a lock says."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from skillrt.checks.cards import Card, opened
from skillrt.checks.repository import Repository, repository_of
from skillrt.config import Library, Settings, read_settings
from skillrt.contracts.comparing.compare import moved
from skillrt.contracts.comparing.difference import Said
from skillrt.contracts.kept import kept_entries
from skillrt.contracts.library import Current, Request, cards_of, filled, head_of, listed, unheard
from skillrt.contracts.lines import Key
from skillrt.contracts.lock_file import Entry, Lock, clean, clean_path, entry_of
from skillrt.contracts.revision import lay_out
from skillrt.errors import InputError, UsageError


def read_against(request: Request, reference: str) -> tuple[Lock, Current]:
    """What `skillrt lock` would have written where the present state left `reference`, and the library as it is.

    The skills of that commit are found by the settings of that commit, and read by those of now. Raises UsageError
    where there is no repository or no such commit, MachineError where git fails.
    """
    root = request.library.root.resolve()
    git = repository_of(root)
    commit = git.branch_point(reference)
    with tempfile.TemporaryDirectory(prefix="skillrt-") as name:
        # a skill without a name is called like its folder, which may be the top one
        place = Path(name).resolve() / (git.top.name or "top")
        place.mkdir()
        lay_out(git, commit, place, _archives(request.library, git))
        library = _library_then(request.library, place / root.relative_to(git.top))
        then = replace(request, library=library, passed_over=unheard)
        return between(then, request)


def between(then: Request, now: Request) -> tuple[Lock, Current]:
    """The lock of one library, and another as it is; both for the same targets.

    A skill that is the same on both sides, with nothing around it that it mentions changed, is read on neither: it
    has no facts in both.
    """
    before, after = listed(then), listed(now)
    same = Lock(*head_of(now), {clean_path(card.key): _without_facts(card) for card in cards_of(before)})
    kept = kept_entries(same, cards_of(after))
    was = filled(then, before, kept)
    current = filled(now, after, kept)
    gone = was.lock.entries.keys() - current.lock.entries.keys()
    shown = {**current.shown, **{skill: now.library.resolved(skill) for skill in sorted(gone)}}
    # what could not be read before either is no change
    known = {(item.key, item.diagnostics) for item in was.unread}
    unread = tuple(item for item in current.unread if (item.key, item.diagnostics) not in known)
    had: dict[str, frozenset[Key]] = {}
    said: dict[str, Said] = {}
    for skill, facts, names in _both(was, current):
        had[skill], said[skill] = facts, names
    return was.lock, replace(current, shown=shown, unread=unread, had=had, said=said)


def _both(was: Current, current: Current) -> Iterator[tuple[str, frozenset[Key], Said]]:
    """Of each skill that was read again the new facts whose names its text had before, and the names in its text that
    came and went."""
    from skillrt.contracts.comparing.said import said_between  # loaded only where something changed
    from skillrt.contracts.comparing.traces import traced

    origins = moved(was.lock.entries, current.lock.entries)
    for skill in sorted(current.tickets.keys() & current.lock.entries.keys()):
        origin = origins.get(skill, skill)
        before, ticket = was.lock.entries.get(origin), was.tickets.get(origin)
        if before is not None and ticket is not None:
            new = [fact for key, fact in current.lock.entries[skill].by_key.items() if key not in before.by_key]
            with suppress(InputError):
                old, now = opened(ticket), opened(current.tickets[skill])
                yield skill, traced(old, new, exactly=True), said_between(old, now)


def _without_facts(card: Card) -> Entry:
    return entry_of(clean_path(card.key), clean(card.name), f"sha256:{card.digest}", card.files, ())


def _library_then(library: Library, root: Path) -> Library:
    """The library as of the commit. Where it had no settings, or such that cannot be read, those of now count."""
    settings = library.settings
    file = root / library.file.name if library.file else None
    if file is not None and file.is_file():
        try:
            known = read_settings(file)
        except UsageError:
            known = settings
        settings = msgspec.structs.replace(
            settings, roots=known.roots, exclude=known.exclude, out=known.out, baseline=known.baseline
        )
    return Library(root, file, msgspec.structs.replace(settings, roots=_present(root, settings)))


def _present(root: Path, settings: Settings) -> tuple[str, ...]:
    return tuple(name for name in settings.roots if (root / name).exists())


def _archives(library: Library, git: Repository) -> frozenset[str]:
    """The roots that are files, relative to the top of the repository."""
    files: Iterable[Path] = ((library.root / name).resolve() for name in library.settings.roots)
    inside = [file for file in files if file.is_file() and file.is_relative_to(git.top)]
    return frozenset(file.relative_to(git.top).as_posix().replace(os.sep, "/") for file in inside)
