"""What a skill can no longer do, and what it can do all at once where it is new: many facts in one sentence."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from skillrt.contracts.lines import (
    AuditLine,
    CommandLine,
    Fact,
    GapLine,
    HostLine,
    Key,
    NeedLine,
    PrimitiveLine,
    ProgramLine,
    RefusedLine,
    TokensLine,
    ToolLine,
    VariableLine,
    VariantLine,
    WriteLine,
)
from skillrt.contracts.shown import of_shown
from skillrt.contracts.wording import PACKAGES, counted, joined_words, quoted, signed
from skillrt.errors import Diagnostic

_SHRUNK: Final = 100


def narrowed(gone: Collection[Fact], before: Mapping[Key, Fact], after: Mapping[Key, Fact]) -> Iterator[Diagnostic]:
    """One diagnostic with everything that is gone or asks for less, where there is something."""
    parts = [
        *_commands("no longer runs", "its prose no longer has the command", gone),
        *_hosts("no longer names the host", "its prose no longer has an address at", gone),
        *_variables("no longer reads the variable", gone),
        *_parts("no longer writes", gone, WriteLine, "path"),
        *_parts("no longer names the tool", gone, ToolLine, "name"),
        *_parts("no longer brings along the program", gone, ProgramLine, "path"),
        *_needs("no longer needs", "can no longer use", "its prose no longer names", gone),
        *_shown("no longer shows code that", gone),
        *_audits("no longer has", [fact for fact in gone if not found_again(fact, after)]),
        *_loads(gone, after),
        *_less(before, after),
    ]
    if parts:
        yield Diagnostic.of("lock.narrowed", "; ".join(parts))
    lower = [*_parts("no longer asks for", gone, PrimitiveLine, "primitive"), *_closed(gone), *_lower(before, after)]
    if lower:
        yield Diagnostic.of("lock.primitive-lowered", "; ".join(lower))


def all_of(facts: Collection[Fact]) -> str:
    """What a skill that is new can do, in one sentence."""
    writes = [fact for fact in facts if isinstance(fact, WriteLine)]
    outside = [fact for fact in writes if fact.where == "outside"]
    inside = [fact for fact in writes if fact.where != "outside"]
    gaps = [f"{fact.primitive} {fact.required} on {fact.target}" for fact in _open_gaps(facts)]
    refused = list(dict.fromkeys(fact.target for fact in facts if isinstance(fact, RefusedLine)))
    parts = [
        *_commands("runs", "its prose has the command", facts),
        *_hosts("names the host", "its prose has an address at", facts),
        *_variables("reads the variable", facts),
        *_parts("writes outside the workspace", outside, WriteLine, "path"),
        *_parts("writes", inside, WriteLine, "path"),
        *_parts("names the tool", facts, ToolLine, "name"),
        *_parts("brings along the program", facts, ProgramLine, "path"),
        *_needs("needs", "can use", "its prose names", facts),
        *_shown("shows code that", facts),
        *_audits("has", facts),
        *((f"has gaps by estimate: {joined_words(gaps)}",) if gaps else ()),
        *((f"does not load for {joined_words(refused)}",) if refused else ()),
        *(f"takes {fact.activation:,} tokens at activation" for fact in facts if isinstance(fact, TokensLine)),
    ]
    return "; ".join(parts) or "it runs nothing and needs nothing"


def found_again(fact: Fact, others: Mapping[Key, Fact]) -> bool:
    """Whether a finding of the audit stands among others, perhaps in another file."""
    return isinstance(fact, AuditLine) and any(
        isinstance(other, AuditLine)
        and (other.code, other.text, other.message) == (fact.code, fact.text, fact.message)
        for other in others.values()
    )


def _open_gaps(facts: Iterable[Fact]) -> list[GapLine]:
    return [fact for fact in facts if isinstance(fact, GapLine) and fact.status in ("left", "narrowed")]


def _parts(words: str, facts: Iterable[Fact], kind: type[Fact], name: str) -> Iterator[str]:
    found = list(dict.fromkeys(str(getattr(fact, name)) for fact in facts if isinstance(fact, kind)))
    if found:
        plural = "s" if len(found) > 1 and words.endswith(("host", "variable", "tool", "program", "command")) else ""
        yield f"{words}{plural} {quoted(found)}"


def _commands(run: str, named: str, facts: Collection[Fact]) -> Iterator[str]:
    """Those that are run, then those that prose only names."""
    found = [fact for fact in facts if isinstance(fact, CommandLine)]
    yield from _parts(run, [fact for fact in found if not fact.named], CommandLine, "name")
    yield from _parts(named, [fact for fact in found if fact.named], CommandLine, "name")


def _variables(words: str, facts: Collection[Fact]) -> Iterator[str]:
    found = [fact for fact in facts if isinstance(fact, VariableLine) and not fact.shown]
    yield from _parts(words, found, VariableLine, "name")


def _shown(words: str, facts: Collection[Fact]) -> Iterator[str]:
    """What only code of the documents uses, then what it reads."""
    for kind in (NeedLine, VariableLine):
        if found := [fact for fact in facts if isinstance(fact, kind) and fact.shown]:
            yield f"{words} {of_shown(found)}"


def _hosts(called: str, mentioned: str, facts: Collection[Fact]) -> Iterator[str]:
    """Those in code and commands, then those in prose only."""
    hosts = [fact for fact in facts if isinstance(fact, HostLine)]
    yield from _parts(called, [fact for fact in hosts if fact.called], HostLine, "name")
    found = [fact.name for fact in hosts if not fact.called]
    if found:
        yield f"{mentioned} {quoted(found)}"


def _needs(needs: str, can_use: str, names: str, facts: Collection[Fact]) -> Iterator[str]:
    """What is required, what is not, what only prose names. A program that a command names is told by the command."""
    run = {
        (fact.name.partition(" ")[0], required)
        for fact in facts
        if isinstance(fact, CommandLine)
        for required in (False, not fact.named)
    }
    found = [
        fact
        for fact in facts
        if isinstance(fact, NeedLine)
        and not fact.shown
        and not (fact.kind == "system" and (fact.name, fact.required) in run)
    ]
    for words, chosen in (
        (needs, [fact for fact in found if fact.required and not fact.named]),
        (can_use, [fact for fact in found if not fact.required and not fact.named]),
        (names, [fact for fact in found if fact.named]),
    ):
        if chosen:
            yield f"{words} {joined_words([f'{PACKAGES[fact.kind]} `{fact.name}`' for fact in chosen])}"


def _audits(words: str, facts: Iterable[Fact]) -> Iterator[str]:
    found = [fact.code for fact in facts if isinstance(fact, AuditLine)]
    if found:
        yield f"{words} {counted(len(found), 'finding')} of the audit ({joined_words(list(dict.fromkeys(found)))})"


def _closed(gone: Iterable[Fact]) -> Iterator[str]:
    found = [f"{fact.primitive} on {fact.target}" for fact in _open_gaps(gone)]
    if found:
        yield f"no longer has the gap {joined_words(found)}"


def _loads(gone: Iterable[Fact], after: Mapping[Key, Fact]) -> Iterator[str]:
    now = {fact.target for fact in after.values() if isinstance(fact, VariantLine)}
    found = list(dict.fromkeys(fact.target for fact in gone if isinstance(fact, RefusedLine) and fact.target in now))
    if found:
        yield f"now loads for {joined_words(found)}"


def _less(before: Mapping[Key, Fact], after: Mapping[Key, Fact]) -> Iterator[str]:
    for key in sorted(before.keys() & after.keys()):
        old, new = before[key], after[key]
        if isinstance(old, TokensLine) and isinstance(new, TokensLine):
            if old.activation - new.activation >= _SHRUNK:
                yield f"{signed(new.activation - old.activation)} tokens at activation"
        elif isinstance(old, NeedLine) and isinstance(new, NeedLine):
            if new.shown and not old.shown:
                yield f"needs {PACKAGES[new.kind]} `{new.name}` no more, but shows code that uses it"
            elif old.required and not new.required:
                yield f"needs {PACKAGES[new.kind]} `{new.name}` no more, but can use it"
        elif isinstance(old, CommandLine) and isinstance(new, CommandLine):
            if new.named and not old.named:
                yield f"no longer runs `{new.name}`, but its prose has the command"
        elif isinstance(old, VariableLine) and isinstance(new, VariableLine) and old.required and not new.required:
            yield f"requires the variable `{new.name}` no more"


def _lower(before: Mapping[Key, Fact], after: Mapping[Key, Fact]) -> Iterator[str]:
    for key in sorted(before.keys() & after.keys()):
        old, new = before[key], after[key]
        if isinstance(old, PrimitiveLine) and isinstance(new, PrimitiveLine) and new.level < old.level:
            yield f"asks for {new.primitive} {new.level} only ({old.level} before)"
