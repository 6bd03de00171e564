"""Bind: make the needs of one skill real on this machine: resolve, lock, install, prove, each where it is due."""

import os
import shutil
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import msgspec

from skillrt.environment.bound import Bound
from skillrt.environment.chosen import choose, name_of
from skillrt.environment.damage import damage_of
from skillrt.environment.host_facts import system_facts
from skillrt.environment.install import bound_of, install, machine_error
from skillrt.environment.installers import Installers
from skillrt.environment.lock import ANEW, Lock, lock_bytes, read_lock, today
from skillrt.environment.needs import Need, Needs
from skillrt.environment.programs_found import PackagesOf, find_programs, install_system
from skillrt.environment.proof_record import read_record, record_bytes
from skillrt.environment.prove import Proof
from skillrt.environment.resolve import Resolver, resolve
from skillrt.errors import Diagnostic, InputError, Severity, SkillrtError
from skillrt.store.environments import LOCK_FILE, PROOF_FILE, Environments
from skillrt.store.side_files import LOCK_BESIDE

PACKAGES = frozenset({"python", "node"})
"""The kinds of needs that are installed."""
_WAITING = "waiting: another process is binding the same needs"


class Prover(Protocol):
    """What proves: see environment/prove.py."""

    def __call__(
        self, variant: Path, needs: Needs, bound: Bound, *, timeout: float = ..., probe_services: bool = ...
    ) -> tuple[Proof, ...]:
        """Try everything."""
        ...


@dataclass(frozen=True, slots=True)
class BindOptions:
    """What the user asked for. `date` '' means the stored lock's, else today's (UTC)."""

    date: str = ""
    upgrade: bool = False
    optional: tuple[str, ...] = ()
    install_system: bool = False
    python_download: bool = False
    probe_services: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A skill to bind: its folder, its needs, a digest of it, and the lock that lies beside it (None: none)."""

    folder: Path
    needs: Needs
    digest: str
    lock: bytes | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What binding works with. `packages_of` and `judge` know names: which package brings a program, and what is
    wrong with the names of packages (an error refuses them). `say` is told what is being done."""

    store: Environments
    installers: Installers
    prove: Prover
    packages_of: PackagesOf
    judge: Callable[[Sequence[Need]], Sequence[Diagnostic]]
    say: Callable[[str], None]

    @property
    def path(self) -> str:
        """The search path for programs of the machine."""
        return self.installers.variables.get("PATH", "")


@dataclass(frozen=True, slots=True)
class Binding:
    """What came of it. `proofs` are of this skill; `fresh` is False where everything was there already.
    `proven_on` is the day (UTC) of proofs that were made before, '' where they were made now or no day is known.
    `doubts` are names that were installed though nobody knows them."""

    lock: Lock
    bound: Bound
    chosen: tuple[Need, ...]
    proofs: tuple[Proof, ...]
    fresh: bool
    proven: bool
    notes: tuple[str, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()
    proven_on: str = ""


def bind(subject: Subject, options: BindOptions, around: Surroundings) -> Binding:
    """Make the needs of `subject` real. Safe beside another bind and after one that was killed.

    Raises SkillrtError where needs are refused, cannot be resolved or cannot be installed; nothing half-made is left
    then. What is merely missing on the machine (a program, a variable) is no error here: see the table.
    """
    chosen = choose(subject.needs, options.optional)
    judged = around.judge([need for need in chosen if need.kind in PACKAGES])
    problems = [item for item in judged if item.severity is Severity.ERROR]
    if problems:
        raise InputError(problems)
    with around.store.hold(subject.needs.key, lambda: around.say(_WAITING)) as held:
        around = replace(around, installers=replace(around.installers, inherit=(held,)))
        try:
            return replace(_bind(subject, chosen, options, around), doubts=tuple(judged))
        except OSError as error:
            raise machine_error(around.store.root, error) from error


def _bind(subject: Subject, chosen: tuple[Need, ...], options: BindOptions, around: Surroundings) -> Binding:
    store = around.store
    # what is resolved anew does not depend on a lock, which may be broken or of other needs
    earlier, notes = (None, []) if options.upgrade else _known_lock(subject, around)
    lock = earlier if earlier and _serves(earlier, chosen, options, around) else None
    there = lock is not None and _is_there(lock, store, notes)
    if lock is not None and there:
        bound = bound_of(lock, store.folder(lock.key), around.installers)
    else:
        lock, bound, there = _made(subject, chosen, options, around, (lock, earlier), notes)
    lock = _with_programs(lock, chosen, bound, options, around)
    data = lock_bytes(lock)
    if store.read(lock.key, LOCK_FILE) != data:
        store.write(lock.key, LOCK_FILE, data)
    proofs, proven, day = _proofs(subject, chosen, lock, bound, options, around)
    if there and options.upgrade and not proven:
        notes.append("what was there did not pass its trials, and was made anew")
        lock, bound, there = _made(subject, chosen, options, around, (lock, None), notes)
        proofs, proven, day = _proofs(subject, chosen, lock, bound, options, around)
    if proven:
        store.remember(subject.needs.key, lock.key)
    return Binding(lock, bound, chosen, proofs, not there, proven, tuple(notes), proven_on=day)


def _is_there(lock: Lock, store: Environments, notes: list[str]) -> bool:
    """Whether the environment was proven and is whole; what is gone from it, is noted."""
    if not store.is_proven(lock.key):
        return False
    damage = damage_of(lock, store.folder(lock.key))
    if damage:
        notes.append(f"the environment was damaged ({damage}), and was made anew")
    return not damage


def _made(
    subject: Subject,
    chosen: tuple[Need, ...],
    options: BindOptions,
    around: Surroundings,
    locks: tuple[Lock | None, Lock | None],
    notes: list[str],
) -> tuple[Lock, Bound, bool]:
    """The environment of the first of `locks`, made anew, else of a new lock which keeps the date of the second; and
    whether that was there already."""
    lock, earlier = locks
    store = around.store
    with _scratch_folder(store.root / "scratch" / subject.needs.key) as scratch:
        resolver = Resolver(around.installers, scratch, around.say, options.python_download)
        python: Path | None = None
        if lock is None:
            wanted = _with_earlier(chosen, subject, earlier)
            date = options.date or (earlier.date if earlier else "")
            lock, python = resolve(subject.needs, wanted, date, resolver)
            if _is_there(lock, store, notes):
                return lock, bound_of(lock, store.folder(lock.key), around.installers), True
        if lock.python and python is None:
            python = resolver.python(f"=={lock.python}.*")
        return lock, install(lock, python, store, around.installers, around.say), False


def _known_lock(subject: Subject, around: Surroundings) -> tuple[Lock | None, list[str]]:
    """The lock beside the skill, else the one that was used last for these needs."""
    host = system_facts().identity
    if subject.lock is not None:
        where = str(subject.folder / LOCK_BESIDE)
        lock = read_lock(subject.lock, where)
        if lock.needs != subject.needs.key:
            message = f"the lock `{where}` was made for other needs than the skill has"
            raise InputError(Diagnostic.of("bind.lock-mismatch", message, hint=ANEW))
        if lock.host == host:
            return lock, []
        notes = [
            "the lock beside the skill was made for another kind of machine; the needs are resolved for this one"
        ]
    else:
        notes = []
    key = around.store.last_bound(subject.needs.key)
    data = around.store.read(key, LOCK_FILE) if key else None
    if data is None:
        return None, notes
    try:
        lock = read_lock(data, LOCK_FILE)
    except SkillrtError:
        return None, [*notes, "the stored lock was damaged; the needs are resolved anew"]
    fits = lock.key == key and lock.needs == subject.needs.key and lock.host == host
    return (lock if fits else None), notes


def _serves(lock: Lock, chosen: Sequence[Need], options: BindOptions, around: Surroundings) -> bool:
    """Whether the lock is what would be asked for: everything chosen is in it, its date is the one asked for, and it
    builds nothing without leave."""
    covered = {name_of(need) for need in chosen} <= set(lock.selected)
    dated = not options.date or options.date == lock.date
    return covered and dated and (around.installers.allow_build or not lock.built)


def _with_earlier(chosen: tuple[Need, ...], subject: Subject, earlier: Lock | None) -> tuple[Need, ...]:
    """With the optional needs that were bound before: asking for one more does not take another away."""
    if earlier is None:
        return chosen
    kept = {name_of(need) for need in chosen} | set(earlier.selected)
    names = [need.name for need in subject.needs.needs if not need.required and name_of(need) in kept]
    return choose(subject.needs, names)


def _with_programs(
    lock: Lock, chosen: Sequence[Need], bound: Bound, options: BindOptions, around: Surroundings
) -> Lock:
    search = os.pathsep.join([*map(str, bound.search), around.path])
    variables = {**around.installers.variables, "PATH": search}
    known = {row.name: row.version for row in lock.programs if row.found}
    rows = find_programs(chosen, variables, around.packages_of, known)
    if options.install_system and any(not row.found for row in rows):
        install_system(rows, around.path, around.packages_of, around.say)
        rows = find_programs(chosen, variables, around.packages_of, known)
    return msgspec.structs.replace(lock, programs=rows)


def _proofs(
    subject: Subject, chosen: Sequence[Need], lock: Lock, bound: Bound, options: BindOptions, around: Surroundings
) -> tuple[tuple[Proof, ...], bool, str]:
    """The proofs of the skill, made now where they were not made before or all is bound anew; whether its packages
    are proven; and the day of proofs that were made before.

    What lies with the machine (a variable, a program, a service) does not make the packages unproven.
    """
    store = around.store
    record = read_record(store.read(lock.key, PROOF_FILE))
    proofs = record.of(subject.digest)
    missing = {row.name for row in lock.programs if not row.found}
    asked = options.probe_services or options.upgrade
    day = record.day_of(subject.digest)
    if proofs is None or asked or _may_have_changed(proofs, missing):
        around.say("proving that it works")
        # what was asked for is required now
        wanted = tuple(msgspec.structs.replace(need, required=True) for need in chosen)
        needs = Needs(python=subject.needs.python, needs=wanted)
        proofs = around.prove(subject.folder, needs, bound, probe_services=options.probe_services)
        if _hold_good(proofs):
            store.write(lock.key, PROOF_FILE, record_bytes(record.with_skill(subject.digest, proofs, today())))
        day = ""
    return proofs, _hold_good(proofs), day


def _may_have_changed(proofs: Sequence[Proof], missing: Collection[str]) -> bool:
    """Whether something failed for a reason that may be gone. Variables and programs are looked for anyway."""
    return any(
        not proof.ok and proof.kind != "env" and not (proof.kind == "system" and proof.name in missing)
        for proof in proofs
    )


def _hold_good(proofs: Sequence[Proof]) -> bool:
    return all(proof.ok for proof in proofs if proof.kind in PACKAGES)


@contextmanager
def _scratch_folder(folder: Path) -> Generator[Path]:
    """A folder for what resolving writes. It is the holder's alone, what a killed process left is cleared."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
