"""What a skill can no longer do, and what it can do all at once where it is new: many facts in one sentence."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from skillrt.contracts.comparing.around import gone_around, others, there_now
from skillrt.contracts.comparing.file_changes import links_of
from skillrt.contracts.comparing.shown import of_shown
from skillrt.contracts.comparing.widened import (
    NOT_OWN,
    is_run,
    is_sure,
    is_told,
    is_written,
    told_by_commands,
    written_of,
)
from skillrt.contracts.comparing.wording import MANY, counted, joined_words, quoted, signed, with_packages
from skillrt.contracts.lines import (
    AuditLine,
    CommandLine,
    Fact,
    FileLine,
    GapLine,
    HostLine,
    Key,
    NeedLine,
    PathLine,
    PrimitiveLine,
    ProgramLine,
    RefusedLine,
    StartLine,
    TokensLine,
    ToolLine,
    VariableLine,
    VariantLine,
    WriteLine,
    key_of,
)
from skillrt.errors import Diagnostic

_Seen = TypeVar("_Seen", CommandLine, StartLine)
_SHRUNK: Final = 100


def narrowed(
    gone: Collection[Fact], before: Mapping[Key, Fact], after: Mapping[Key, Fact], left: Collection[Key] = ()
) -> Iterator[Diagnostic]:
    """One diagnostic with everything that is gone or asks for less, where there is something.

    What is gone is what no file of the skill has any more; of `left` the text still has the name.
    """
    unlisted = _unlisted(before, after)
    gone = [fact for fact in gone if key_of(fact) not in left and fact not in unlisted]
    run = {fact.name.partition(" ")[0] for fact in after.values() if isinstance(fact, CommandLine)}
    gone = [fact for fact in gone if not (isinstance(fact, CommandLine) and fact.name in run)]
    lost = [
        *_parts("the command", gone, CommandLine, "name"),
        *_parts("the host", gone, HostLine, "name"),
        *_parts("the variable", gone, VariableLine, "name"),
        *_parts("the path that it writes", gone, WriteLine, "path", many="the paths that it writes"),
        *_parts("the path", _unwritten(gone), PathLine, "path"),
        *_parts("the script", gone, StartLine, "name"),
        *_parts("the tool", gone, ToolLine, "name"),
        *gone_around(gone, after),
        *_lost_needs(gone, run),
        *_audits("", [fact for fact in gone if not found_again(fact, after)]),
    ]
    there = there_now(gone, after)
    parts = [
        *((f"no longer seen in it: {'; '.join(lost)}",) if lost else ()),
        *((f"no longer lacks {quoted(there, MANY)}, which its text named before",) if there else ()),
        *_parts("`allowed-tools` no longer lists", unlisted, ToolLine, "name"),
        *_loads(gone, after),
        *_less(before, after),
    ]
    if parts:
        yield Diagnostic.of("lock.narrowed", "; ".join(parts))
    lower = [*_parts("no longer asks for", gone, PrimitiveLine, "primitive"), *_closed(gone), *_lower(before, after)]
    if lower:
        yield Diagnostic.of("lock.primitive-lowered", "; ".join(lower))


def _unlisted(before: Mapping[Key, Fact], after: Mapping[Key, Fact]) -> list[ToolLine]:
    """The tools that `allowed-tools` has no more."""
    listed = [fact for fact in before.values() if isinstance(fact, ToolLine) and fact.allowed]
    now = {fact.name for fact in after.values() if isinstance(fact, ToolLine) and fact.allowed}
    return [fact for fact in listed if fact.name not in now]


def _lost_needs(gone: Collection[Fact], run: Collection[str]) -> Iterator[str]:
    """Needs that are gone; of a program that a command still has, or had and says so, nothing is told."""
    told = {*run, *(fact.name.partition(" ")[0] for fact in gone if isinstance(fact, CommandLine))}
    found = [
        fact for fact in gone if isinstance(fact, NeedLine) and not (fact.kind == "system" and fact.name in told)
    ]
    if found:
        yield with_packages(found)


def all_of(facts: Collection[Fact]) -> str:
    """What a skill that is new can do, in one sentence: what its programs and the commands of SKILL.md show, what it
    surely needs, and for the rest what its text names. Levels are estimates, and stand in the lock only."""
    writes = [fact for fact in facts if isinstance(fact, WriteLine) and not fact.shown]
    outside = [fact for fact in writes if fact.where == "outside"]
    inside = [fact for fact in writes if fact.where != "outside"]
    commands = [fact for fact in facts if isinstance(fact, CommandLine)]
    run = [fact for fact in commands if is_run(fact)]
    told = told_by_commands(iter(commands))
    own = {fact.path.rpartition("/")[2] for fact in facts if isinstance(fact, ProgramLine | FileLine)}
    starts = [fact for fact in facts if isinstance(fact, StartLine) and fact.name not in own]
    needs = [fact for fact in facts if isinstance(fact, NeedLine) and not fact.shown and not is_told(fact, told)]
    variables = [fact for fact in facts if isinstance(fact, VariableLine) and not fact.shown]
    parts = [
        *_parts("brings along the program", facts, ProgramLine, "path"),
        *_parts("has the file", _no_documents(facts), FileLine, "path"),
        *_parts("has the document", _documents(facts), FileLine, "path", "has the documents"),
        *links_of(facts),
        *_parts("runs", sorted(run, key=_by_weight), CommandLine, "name"),
        *_parts("its documents show", sorted(_only(commands, "shown"), key=_by_weight), CommandLine, "name"),
        *_parts("its prose has the command", _only(commands, "named"), CommandLine, "name"),
        *(f"{part}{NOT_OWN}" for part in _parts("starts the script", _ran(starts), StartLine, "name")),
        *(f"{part}{NOT_OWN}" for part in _parts("names the script", _only(starts, "shown"), StartLine, "name")),
        *_hosts("names the host", "its text has an address at", facts),
        *_parts("names the variable", variables, VariableLine, "name"),
        *_parts("writes outside the workspace", outside, WriteLine, "path"),
        *_parts("writes", inside, WriteLine, "path"),
        *_parts("names the path", _unwritten(facts), PathLine, "path"),
        *others(facts),
        *_parts("names the tool", facts, ToolLine, "name"),
        *_packages("needs", [fact for fact in needs if is_sure(fact)]),
        *_packages("names", [fact for fact in needs if not is_sure(fact)]),
        *_shown("shows code that", facts),
        *_parts("shows code that writes", _shown_writes(facts), WriteLine, "path"),
        *_audits("has ", facts),
        *_unloaded(facts),
        *(f"takes {fact.activation:,} tokens at activation" for fact in facts if isinstance(fact, TokensLine)),
    ]
    return "; ".join(parts) or "it runs nothing and needs nothing"


def _unwritten(facts: Collection[Fact]) -> list[PathLine]:
    """The paths that are named and not told as written."""
    written = written_of(facts)
    return [fact for fact in facts if isinstance(fact, PathLine) and not is_written(fact, written)]


def _packages(words: str, needs: Sequence[NeedLine]) -> Iterator[str]:
    if needs:
        yield f"{words} {with_packages(needs, MANY)}"


def _only(facts: Iterable[_Seen], how: str) -> list[_Seen]:
    return [fact for fact in facts if getattr(fact, how)]


def _no_documents(facts: Collection[Fact]) -> list[FileLine]:
    """Files that are no text to read: settings, workflows, templates, data."""
    found = [fact for fact in facts if isinstance(fact, FileLine)]
    return [fact for fact in found if not fact.path.lower().endswith((".md", ".txt", "license"))]


def _documents(facts: Collection[Fact]) -> list[FileLine]:
    """Markdown beside the skill file."""
    return [fact for fact in facts if isinstance(fact, FileLine) and fact.path.lower().endswith(".md")]


def _ran(starts: Iterable[StartLine]) -> list[StartLine]:
    return [fact for fact in starts if not fact.shown]


def _shown_writes(facts: Collection[Fact]) -> list[WriteLine]:
    """What only code of the documents writes; `out*` beside `out` was put together of the other."""
    found = [fact for fact in facts if isinstance(fact, WriteLine)]
    whole = {fact.path for fact in found}
    return [fact for fact in found if fact.shown and not (fact.path[-1:] == "*" and fact.path.rstrip("*") in whole)]


def _by_weight(fact: CommandLine) -> tuple[bool, str]:
    """What changes something outside the workspace first."""
    return fact.effect != "outside", fact.name


def found_again(fact: Fact, others: Mapping[Key, Fact]) -> bool:
    """Whether a finding of the audit stands among others, perhaps in another file."""
    return isinstance(fact, AuditLine) and any(
        isinstance(other, AuditLine)
        and (other.code, other.text, other.message) == (fact.code, fact.text, fact.message)
        for other in others.values()
    )


def _open_gaps(facts: Iterable[Fact]) -> list[GapLine]:
    return [fact for fact in facts if isinstance(fact, GapLine) and fact.status in ("left", "narrowed")]


def _parts(words: str, facts: Iterable[Fact], kind: type[Fact], name: str, many: str = "") -> Iterator[str]:
    found = list(dict.fromkeys(str(getattr(fact, name)) for fact in facts if isinstance(fact, kind)))
    if found:
        plural = (
            "s"
            if words.endswith(("host", "variable", "tool", "program", "command", "script", "path", "file"))
            else ""
        )
        yield f"{words if len(found) == 1 else many or f'{words}{plural}'} {quoted(found, MANY)}"


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
        yield f"{mentioned} {quoted(found, MANY)}"


def _audits(words: str, facts: Iterable[Fact]) -> Iterator[str]:
    found = [fact.code for fact in facts if isinstance(fact, AuditLine)]
    if found:
        yield f"{words}{counted(len(found), 'finding')} of the audit ({joined_words(list(dict.fromkeys(found)))})"


def _closed(gone: Iterable[Fact]) -> Iterator[str]:
    found = [f"{fact.primitive} on {fact.target}" for fact in _open_gaps(gone)]
    if found:
        yield f"no longer has the gap {joined_words(found)}"


def _loads(gone: Iterable[Fact], after: Mapping[Key, Fact]) -> Iterator[str]:
    now = {fact.target for fact in after.values() if isinstance(fact, VariantLine)}
    refused = [fact for fact in gone if isinstance(fact, RefusedLine) and fact.target in now]
    if found := _never_loaded(refused):
        yield f"now loads for {joined_words(found)}"
    if only := [target for target in dict.fromkeys(fact.target for fact in refused) if target not in found]:
        yield f"now compiles for {joined_words(only)}"


def _unloaded(facts: Iterable[Fact]) -> Iterator[str]:
    """What a skill that is new is refused for, and whether it loads there all the same."""
    refused = [fact for fact in facts if isinstance(fact, RefusedLine)]
    if found := _never_loaded(refused):
        yield f"does not load for {joined_words(found)}"
    if only := [target for target in dict.fromkeys(fact.target for fact in refused) if target not in found]:
        yield f"has no variant for {joined_words(only)}, where it loads: {joined_words(_reasons(refused, only))}"


def _reasons(refused: Iterable[RefusedLine], targets: Collection[str]) -> list[str]:
    return list(dict.fromkeys(fact.message for fact in refused if fact.target in targets))


def _never_loaded(refused: Iterable[RefusedLine]) -> list[str]:
    """Targets whose harness does not load it, as far as is known."""
    return list(dict.fromkeys(fact.target for fact in refused if not fact.loads))


def _less(before: Mapping[Key, Fact], after: Mapping[Key, Fact]) -> Iterator[str]:
    for key in sorted(before.keys() & after.keys()):
        old, new = before[key], after[key]
        if not isinstance(old, TokensLine) or not isinstance(new, TokensLine):
            continue
        if old.activation - new.activation >= _SHRUNK:
            yield f"{signed(new.activation - old.activation)} tokens at activation"


def _lower(before: Mapping[Key, Fact], after: Mapping[Key, Fact]) -> Iterator[str]:
    for key in sorted(before.keys() & after.keys()):
        old, new = before[key], after[key]
        if isinstance(old, PrimitiveLine) and isinstance(new, PrimitiveLine) and new.level < old.level:
            yield f"asks for {new.primitive} {new.level} only ({old.level} before)"
