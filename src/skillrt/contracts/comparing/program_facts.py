"""What a program of another content does alone, before and now: in the facts of the whole skill what one program lost
and another one has is the same."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from skillrt.code.scripts import interface_of
from skillrt.contracts.comparing.difference import OwnFacts
from skillrt.contracts.comparing.swaps import swaps
from skillrt.contracts.finding.files import is_program
from skillrt.contracts.finding.surface import surface
from skillrt.contracts.lines import CommandLine, HostLine, Key, NeedLine, VariableLine, WriteLine, key_of
from skillrt.contracts.lock_file import clean_path
from skillrt.frontend.markdown import parse
from skillrt.ir import SKILL_FILE, BundledFile, Document, Module
from skillrt.passes.base import PassContext

_KINDS: Final = (CommandLine, HostLine, NeedLine, VariableLine, WriteLine)
_LONGEST: Final = 200_000  # characters of a program that is read alone
_MANY: Final = 12
_HELP: Final = frozenset({"--help", "--version"})
_STUB: Final = b"# Skill\n"


def programs_between(before: Module, after: Module) -> dict[str, OwnFacts]:
    """The programs that differ, with the facts that each has alone; and where there are any, those that came."""
    old = {file.path: file for file in before.files if is_program(file)}
    found: dict[str, OwnFacts] = {}
    for was, now in _pairs(old, after):
        one, other = _alone(was), _alone(now)
        literals = swaps(was.text or "", now.text or "", is_code=True)
        options = _options(was), _options(now)
        came, gone = sorted(options[1] - options[0]), sorted(options[0] - options[1])
        if one != other or literals or came or gone:
            found[clean_path(now.path)] = OwnFacts(other - one, one - other, literals, (tuple(came), tuple(gone)))
    if found:
        found |= {clean_path(file.path): OwnFacts(_alone(file)) for file in _new(old, after)}
    return found


def _new(old: Mapping[str, BundledFile], after: Module) -> Iterator[BundledFile]:
    """Programs that came: what another one no longer does may be done by them."""
    came = (file for file in after.files if file.path not in old and is_program(file))
    yield from islice((file for file in came if 0 < len(file.text or "") <= _LONGEST), _MANY)


def _options(file: BundledFile) -> frozenset[str]:
    """The options and subcommands of a program's command line, as far as they are known."""
    interface = interface_of(file.path, file.text or "")
    if interface is None:
        return frozenset()
    parts = [interface, *(inner for _, inner in interface.subcommands)]
    options = (option for part in parts for option in part.options)
    names = (next((name for name in option.names if name.startswith("--")), "") for option in options)
    return frozenset((*filter(None, names), *(name for name, _ in interface.subcommands))) - _HELP


def _pairs(old: Mapping[str, BundledFile], after: Module) -> Iterator[tuple[BundledFile, BundledFile]]:
    count = 0
    for file in after.files:
        was = old.get(file.path)
        if was is None or was.digest == file.digest or not is_program(file) or count >= _MANY:
            continue
        if all(0 < len(side.text or "") <= _LONGEST for side in (was, file)):
            count += 1
            yield was, file


def _alone(file: BundledFile) -> frozenset[Key]:
    """The facts of a skill that has nothing but this file."""
    document = Document(SKILL_FILE, parse(SKILL_FILE, _STUB, front_matter=True).blocks)
    module = Module("skill", "", (document,), (file,))
    placed = surface(module, PassContext(), "skill")
    return frozenset(key_of(fact) for fact, _ in placed if isinstance(fact, _KINDS))
