"""Compare a lock with the library as it is: findings in words, weighed by the settings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from skillrt.checks.cards import Ticket, opened
from skillrt.checks.policy import Policy
from skillrt.config import LOCK_FILE
from skillrt.contracts.comparing.alike import alike
from skillrt.contracts.comparing.changes import changes
from skillrt.contracts.comparing.difference import Difference, Said
from skillrt.contracts.comparing.narrower import all_of
from skillrt.contracts.comparing.wording import joined_words, quoted
from skillrt.contracts.library import Current
from skillrt.contracts.lines import AuditLine, Fact, Key, ProgramLine, TargetLine, key_of
from skillrt.contracts.lock_file import Entry, Lock, clean_path
from skillrt.errors import Diagnostic, InputError, Place, Report, code_info
from skillrt.ir import SKILL_FILE

_FEW: Final = 3
_NOTHING: Final[dict[Key, Place]] = {}
_NONE: Final[frozenset[Key]] = frozenset()


def compared(known: Lock, current: Current, policy: Policy, shown: str = LOCK_FILE) -> Report:
    """What changed since the lock was written, and what could not be read.

    `shown` is the path of the lock; empty where there is none: then a skill that is gone is told at the file it had.
    """
    found = [policy.finding("", ".", item) for item in _of_the_lock(known, current.lock, shown)]
    for skill, item in _of_skills(known, current, shown):
        diagnostic = _at_file(item if shown else _without_lock(item), current.files.get(skill, SKILL_FILE))
        found.append(policy.finding(current.shown.get(skill, ""), skill, diagnostic))
    for unread in current.unread:
        found += (policy.finding(unread.skill, unread.key, item) for item in unread.diagnostics)
    gone = {item.skill for item in found if item.diagnostic.code == "lock.skill-removed"} - {""}
    return Report.of(found, len(current.lock.entries) + len(current.unread) + len(gone))


def _at_file(item: Diagnostic, file: str) -> Diagnostic:
    """What is said of a whole skill is shown at its file: annotations and code scanning know no folders."""
    return item if item.place else msgspec.structs.replace(item, place=Place(file, 1))


def _without_lock(item: Diagnostic) -> Diagnostic:
    """The same where there is no lock that could be written."""
    return msgspec.structs.replace(item, hint=code_info(item.code).hint_against)


def _of_the_lock(known: Lock, now: Lock, shown: str) -> Iterator[Diagnostic]:
    """What was different when the lock was written, besides the skills."""
    place = Place(shown, 1)
    if known.head.compiler != now.head.compiler:
        versions = f"SkillRT {known.head.compiler} wrote the lock, this is {now.head.compiler}"
        message = f"{versions}: what follows may come from that"
        yield Diagnostic.of("lock.other-compiler", message, place)
    if known.head.level != now.head.level:
        message = f"the lock has variants of -{known.head.level}, not of -{now.head.level}"
        yield Diagnostic.of("lock.other-targets", message, place)
    before = {item.target: item for item in known.targets}
    after = {item.target: item for item in now.targets}
    added = [name for name in after if name not in before]
    gone = [name for name in before if name not in after]
    if added:
        message = f"the lock knows nothing of {joined_words(added)}"
        yield Diagnostic.of("lock.other-targets", message, place)
    if gone:
        message = f"the lock holds the skills to {joined_words(gone)}, which is asked for no more"
        yield Diagnostic.of("lock.other-targets", message, place)
    for name in sorted(before.keys() & after.keys()):
        if what := _known_otherwise(before[name], after[name]):
            message = f"what is known of {what} of {name} changed: what follows may come from that"
            yield Diagnostic.of("lock.other-data", message, place)


def _known_otherwise(before: TargetLine, after: TargetLine) -> str:
    parts = (("the model", "profile"), ("the harness", "harness"), ("the host", "host"))
    return joined_words([words for words, field in parts if getattr(before, field) != getattr(after, field)])


def _of_skills(known: Lock, current: Current, shown: str) -> Iterator[tuple[str, Diagnostic]]:
    now = current.lock.entries
    origins = moved(known.entries, now)
    names: dict[str, list[str]] = defaultdict(list)
    for skill in sorted(now):
        names[_name(now[skill])].append(skill)
    aimed = _new_targets(known, current.lock)
    for skill in sorted(now):
        entry, places = now[skill], current.places.get(skill, _NOTHING)
        origin = origins.get(skill, skill)
        before = known.entries.get(origin)
        if _is_misnamed(entry) and (before is None or origin != skill or not _is_misnamed(before)):
            message = f"its name `{entry.line.name}` is not that of its folder, `{skill.rpartition('/')[2]}`"
            yield skill, Diagnostic.of("lock.misnamed", message)
        others = [key for key in names[_name(entry)] if key != skill]
        if before is None:
            yield from ((skill, item) for item in _added(entry, places, others))
            continue
        if origin != skill:
            yield skill, Diagnostic.of("lock.skill-moved", f"was `{origin}`")
        if (before.facts, before.line.source) != (_at(entry, origin).facts, entry.line.source):
            difference = _difference(before, _at(entry, origin), current, skill, aimed)
            yield from ((skill, item) for item in _changed(before, entry, difference, others))
    elsewhere = {*origins.values(), *(clean_path(unread.key) for unread in current.unread)}
    for skill in sorted(known.entries):
        if skill not in now and skill not in elsewhere:
            place = Place(shown, known.places.get(skill, 1)) if shown else None
            yield skill, Diagnostic.of("lock.skill-removed", f"the skill `{skill}` is gone", place)


def _new_targets(known: Lock, now: Lock) -> frozenset[str]:
    return frozenset(item.target for item in now.targets) - {item.target for item in known.targets}


def _is_misnamed(entry: Entry) -> bool:
    """Whether front matter and folder name it otherwise; the folder of a library says nothing."""
    return entry.line.skill != "." and entry.line.name != entry.line.skill.rpartition("/")[2]


def moved(before: Mapping[str, Entry], now: Mapping[str, Entry]) -> dict[str, str]:
    """The folders of skills that stood elsewhere, with where: the same skill by its files, else the only one of its
    name that is gone, else the only one with the same programs, else one that has most of its facts in common."""
    found: dict[str, str] = {}
    for same in (_source, _name, _programs):
        gone: dict[str, list[str]] = defaultdict(list)
        new: dict[str, list[str]] = defaultdict(list)
        for skill in sorted(before.keys() - now.keys() - set(found.values())):
            gone[same(before[skill])].append(skill)
        for skill in sorted(now.keys() - before.keys() - found.keys()):
            new[same(now[skill])].append(skill)
        for key, skills in new.items():
            if key and len(skills) == 1 and len(gone[key]) == 1:
                found[skills[0]] = gone[key][0]
    left = {skill: before[skill] for skill in sorted(before.keys() - now.keys() - set(found.values()))}
    come = {skill: now[skill] for skill in sorted(now.keys() - before.keys() - found.keys())} if left else {}
    return found | alike(left, come)


def _source(entry: Entry) -> str:
    return entry.line.source


def _name(entry: Entry) -> str:
    return entry.line.name.casefold()


def _programs(entry: Entry) -> str:
    """The contents of its programs; empty where it has none."""
    return " ".join(sorted(fact.digest for fact in entry.facts if isinstance(fact, ProgramLine)))


def _at(entry: Entry, skill: str) -> Entry:
    """The entry as if it stood elsewhere, so that its facts compare."""
    if entry.line.skill == skill:
        return entry
    facts = tuple(msgspec.structs.replace(fact, skill=skill) for fact in entry.facts)
    return Entry(msgspec.structs.replace(entry.line, skill=skill), facts)


def _difference(before: Entry, after: Entry, current: Current, skill: str, aimed: frozenset[str]) -> Difference:
    """The facts of both sides, with what the text still has of those that are gone, and had of those that are new."""
    places, ticket = current.places.get(skill, _NOTHING), current.tickets.get(skill)
    plain = Difference(before.by_key, after.by_key, places)
    left = _traced(ticket, plain.gone()) if ticket is not None else _NONE
    had, said = current.had.get(skill, _NONE), current.said.get(skill, Said())
    return Difference(before.by_key, after.by_key, places, left, had, said, aimed)


def _traced(ticket: Ticket, gone: list[Fact]) -> frozenset[Key]:
    from skillrt.contracts.comparing.traces import traced  # loaded only where something is gone

    try:
        return traced(opened(ticket), gone) if gone else _NONE
    except InputError:
        return frozenset(map(key_of, gone))  # nothing can be said of it


def _changed(before: Entry, after: Entry, difference: Difference, others: Sequence[str]) -> list[Diagnostic]:
    same = before.line.source == after.line.source
    found = changes(difference, same_source=same)
    if before.line.name != after.line.name:
        same = f", as {quoted(others, _FEW)} is" if others else ""
        message = f"is now called `{after.line.name}`, not `{before.line.name}`{same}"
        found.insert(0, Diagnostic.of("lock.skill-renamed", message))
    return found


def _added(entry: Entry, places: dict[Key, Place], others: Sequence[str]) -> Iterator[Diagnostic]:
    """A new skill; `others` are skills that bear its name, too."""
    same = f"has the name of {quoted(others, _FEW)}, too; " if others else ""
    yield Diagnostic.of("lock.skill-added", f"is new: {same}{all_of(entry.facts)}")
    audits = {key_of(fact): fact for fact in entry.facts if isinstance(fact, AuditLine)}
    if audits:
        yield from changes(Difference({}, audits, places), same_source=False)
