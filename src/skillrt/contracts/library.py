"""A library read for its lock. What the lock knows already is taken from it, where nothing can have changed it."""

import hashlib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

import skillrt
from skillrt.backends.skill_folder import harness_digest
from skillrt.checks.cards import Card, Ticket, Unread, survey
from skillrt.checks.policy import path_matcher
from skillrt.compiler import CompileOptions
from skillrt.config import Library
from skillrt.contracts.comparing.difference import Said
from skillrt.contracts.kept import kept_entries
from skillrt.contracts.lines import FORMAT, Head, Key, TargetLine
from skillrt.contracts.lock_file import Entry, Lock, clean_path
from skillrt.errors import Place
from skillrt.frontend.skill_tree import SkillTree
from skillrt.targets import Target

if TYPE_CHECKING:
    from skillrt.contracts.reading import Read

_SKILLS_FOR_A_PROCESS: Final = 12


def unheard(_: str) -> None:
    """For who does not want to hear of variants."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to read and how. `jobs` 0 chooses by the amount of work; `fresh` takes nothing from a lock; `passed_over`
    is told of variants."""

    library: Library
    targets: tuple[Target, ...] = ()
    options: CompileOptions = field(default_factory=CompileOptions)
    jobs: int = 0
    fresh: bool = False
    passed_over: Callable[[str], None] = unheard


@dataclass(frozen=True, slots=True)
class Current:
    """A library as it is. `places` are those of the facts of the skills that were read, `read` how many these are,
    `unread` the skills that could not be read, with why, and `shown` the path of each skill as reports show it.
    `tickets` open those that were read again; `had` are their new facts whose names they had before, and `said` names
    in their text that came and went, where both sides are known. `files` are the names of the skill files."""

    lock: Lock
    places: dict[str, dict[Key, Place]]
    shown: dict[str, str]
    unread: tuple[Unread, ...] = ()
    read: int = 0
    tickets: Mapping[str, Ticket] = field(default_factory=dict[str, Ticket])
    had: Mapping[str, frozenset[Key]] = field(default_factory=dict[str, frozenset[Key]])
    said: Mapping[str, Said] = field(default_factory=dict[str, Said])
    files: Mapping[str, str] = field(default_factory=dict[str, str])


def head_of(request: Request) -> tuple[Head, tuple[TargetLine, ...]]:
    """What decides about the facts besides the skills."""
    head = Head(format=FORMAT, compiler=skillrt.__version__, level=request.options.level)
    return head, tuple(sorted(map(_target_line, request.targets), key=lambda item: item.target))


def read_library(request: Request, known: Lock | None = None) -> Current:
    """The library as it is now. Raises UsageError for a root that does not exist."""
    found = listed(request)
    trusted = known is not None and not request.fresh and (known.head, known.targets) == head_of(request)
    return filled(request, found, kept_entries(known, cards_of(found)) if known and trusted else {})


def listed(request: Request) -> list[Card | Unread]:
    """The skills of the library, none of them read. Raises UsageError for a root that does not exist."""
    return list(_survey(request))


def cards_of(found: Iterable[Card | Unread]) -> list[Card]:
    """Those that a lock speaks of."""
    return [item for item in found if isinstance(item, Card)]


def filled(request: Request, found: Sequence[Card | Unread], kept: Mapping[str, Entry]) -> Current:
    """The library with the entries that are known, by folder, and the others read."""
    cards = cards_of(found)
    head, targets = head_of(request)
    missing = [card for card in cards if clean_path(card.key) not in kept]
    entries: dict[str, Entry] = dict(kept)
    places: dict[str, dict[Key, Place]] = {}
    unread = [item for item in found if isinstance(item, Unread)]
    with closing(_read(request, cards, missing)) as results:
        for card, item in zip(missing, results, strict=True):
            if item.entry is None:
                unread.append(Unread(card.skill, card.key, item.problems))
            else:
                entries[item.entry.line.skill] = item.entry
                places[item.entry.line.skill] = item.places or {}
    shown = {clean_path(card.key): card.skill for card in cards}
    tickets = {clean_path(card.key): card.ticket for card in missing}
    lock = Lock(head, targets, entries)
    files = {clean_path(card.key): card.listing.file for card in cards}
    return Current(lock, places, shown, tuple(unread), len(missing), tickets, files=files)


def _survey(request: Request) -> Iterable[Card | Unread]:
    library = request.library
    settings = library.settings
    excluded = path_matcher(settings.exclude)
    out = Path(library.resolved(settings.out)).resolve() if settings.out else None

    def left_out(where: str) -> bool:
        return excluded(f"{library.shown(where)}/") or (out is not None and Path(where).resolve() == out)

    roots = [library.resolved(root) for root in settings.roots]
    return survey(roots, library.shown, left_out, own=library.own, passed_over=request.passed_over)


def _read(request: Request, cards: Sequence[Card], missing: Sequence[Card]) -> Generator["Read"]:
    if not missing:
        return
    from skillrt.contracts.reading import Errand, Reader, lost  # loaded only where the lock does not know everything

    tree = _tree(cards)
    options = replace(request.options, siblings=tree.siblings, tree=tree.paths)
    reader = Reader(request.targets, options)
    errands = [Errand.of(card) for card in missing]
    jobs = min(request.jobs or _jobs(len(errands)), len(errands))
    if jobs <= 1:
        yield from map(reader, errands)
        return
    from skillrt.checks.pool import in_order  # loaded where it is needed: start-up

    yield from in_order(reader, errands, jobs, lost, preload="skillrt.contracts.reading")


def _tree(cards: Iterable[Card]) -> SkillTree:
    from skillrt.checks.skill import Asked  # loaded where it is needed: start-up

    asked = Asked.of(list(cards))
    return SkillTree(asked.siblings, asked.tree)


def _jobs(count: int) -> int:
    from skillrt.checks.pool import available_processors  # loaded where it is needed: start-up

    return max(1, min(available_processors(), count // _SKILLS_FOR_A_PROCESS))


def _target_line(target: Target) -> TargetLine:
    host = hashlib.sha256(msgspec.json.encode(target.host, order="deterministic")).hexdigest()
    return TargetLine(
        target=str(target),
        profile=target.capabilities.digest,
        harness=harness_digest(target.harness),
        host=f"sha256:{host}",
    )
