"""What a skill has beyond its lock, in words: the facts of one kind and one evidence in one sentence.

The verb says what was seen (decision 0051). What changes something outside the workspace is told one by one, each at
its line.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from skillrt.contracts.comparing.difference import Altered, Difference
from skillrt.contracts.comparing.shown import of_shown
from skillrt.contracts.comparing.wording import MANY, joined_words, quoted, things, with_packages
from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.lines import (
    CommandLine,
    Effect,
    Fact,
    FileLine,
    HostLine,
    NeedLine,
    PathLine,
    ProgramLine,
    StartLine,
    ToolLine,
    VariableLine,
    WriteLine,
)
from skillrt.errors import Diagnostic, Severity

_RANK: Final[tuple[Effect, ...]] = ("looks", "tests", "any", "writes", "outside")
NOT_OWN: Final = " (not among its files)"
_OUTSIDE: Final = "which changes something outside the workspace"


def widened(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """Needs, variables, hosts, commands, paths and tools that are new, or more than they were."""
    yield from _shown(difference, altered)
    yield from _needs(difference, altered)
    yield from _variables(difference, altered)
    yield from _hosts(difference, altered)
    yield from _commands(difference, altered)
    yield from _starts(difference, altered)
    yield from _writes(difference, altered)
    yield from _paths(difference, altered)
    yield from _tools(difference, altered)


def _shown(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """One diagnostic for the needs that only code of the documents uses, and one for the variables."""
    for kind, code in ((NeedLine, "lock.need-added"), (VariableLine, "lock.variable-added")):
        facts = [fact for before, fact in altered if before is None and isinstance(fact, kind) and fact.shown]
        if new := [fact for fact in facts if not difference.was_there(fact)]:
            yield difference.at(code, new[0], f"now shows code that {of_shown(new)}").at(Severity.NOTE)


def is_sure(need: NeedLine) -> bool:
    """Whether the skill needs it, as far as can be seen: not named or shown only, nor of use where it is there."""
    return need.required and not need.named and not need.shown and need.kind != "service"


def _needs(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    run = told_by_commands(fact for _, fact in altered)
    needed: list[NeedLine] = []
    named: list[NeedLine] = []
    known: list[NeedLine] = []
    pinned: list[tuple[NeedLine, NeedLine]] = []
    for before, fact in altered:
        if not isinstance(fact, NeedLine) or fact.shown or (before is None and is_told(fact, run)):
            continue
        if before is None and _was_another_kind(difference, fact):
            continue  # the name was there, and is read in another way now
        is_new = before is None and not difference.was_there(fact)
        other = isinstance(before, NeedLine) and fact.version not in ("", before.version)
        if isinstance(before, NeedLine) and other and (before.version or not _is_surer(before, fact)):
            pinned.append((before, fact))
        elif _is_surer(before, fact):
            (needed if is_new else known).append(fact)
        elif is_new:
            named.append(fact)
    yield from _pinned(difference, pinned)
    # what its command tells, and what the text can do without now
    known = [fact for fact in known if not is_told(fact, run) and fact.name not in difference.said.optional]
    if known:
        names = [msgspec.structs.replace(fact, version="") for fact in known]  # the text may have had another
        message = f"now asks for {with_packages(names, MANY)}, which its text had before"
        yield difference.at("lock.need-added", known[0], message).at(Severity.WARNING)
    if needed:
        yield difference.at("lock.need-added", needed[0], f"now needs {with_packages(needed, MANY)}")
    if named:
        message = f"now names {with_packages(named, MANY)}"
        yield difference.at("lock.need-added", named[0], message).at(Severity.WARNING)


def _is_surer(before: Fact | None, need: NeedLine) -> bool:
    """Whether it is needed for sure, and was not before."""
    return is_sure(need) and not (isinstance(before, NeedLine) and not before.named and not before.shown)


def told_by_commands(facts: Iterator[Fact]) -> frozenset[tuple[str, bool]]:
    """Programs that commands tell of, with whether they are required: one that is run tells of both."""
    return frozenset(
        (fact.name.partition(" ")[0], required)
        for fact in facts
        if isinstance(fact, CommandLine)
        for required in (False, not (fact.named or fact.shown))
    )


def is_told(need: NeedLine, run: frozenset[tuple[str, bool]]) -> bool:
    """Whether a command says that the program is needed."""
    return need.kind == "system" and (need.name, need.required) in run


def _pinned(difference: Difference, found: Sequence[tuple[NeedLine, NeedLine]]) -> Iterator[Diagnostic]:
    """What is asked for in another version than before."""
    if found:
        parts = [
            f"{with_packages((after,))} in place of {f'`{before.version}`' if before.version else 'any version'}"
            for before, after in found[:MANY]
        ]
        message = f"now asks for {joined_words(parts, MANY)}"
        yield difference.at("lock.need-changed", found[0][1], message)


def _was_another_kind(difference: Difference, need: NeedLine) -> bool:
    """Whether something of this name was there before: a package whose program is meant now."""
    return any(isinstance(item, NeedLine) and item.name == need.name for item in difference.gone())


def _variables(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    found = [fact for before, fact in altered if before is None and isinstance(fact, VariableLine) and not fact.shown]
    if new := [fact for fact in found if not difference.was_there(fact)]:
        message = f"now names the {things('variable', new)} {quoted(_names(new), MANY)}"
        yield difference.at("lock.variable-added", new[0], message)


def _hosts(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    listed = [(before, fact) for before, fact in altered if isinstance(fact, HostLine)]
    hosts = [(before, fact) for before, fact in listed if before is not None or not difference.was_there(fact)]
    called = [(old, fact) for old, fact in hosts if fact.called and not (isinstance(old, HostLine) and old.called)]
    for facts, where in (
        ([fact for _, fact in called if not fact.shown], "in code or a command"),
        # an address of the text that is one of its code now may be so by the label of a block only
        ([fact for old, fact in called if fact.shown and old is None], "in code that it shows"),
    ):
        if facts:
            message = f"now names the {things('host', facts)} {quoted(_names(facts), MANY)} {where}"
            item = difference.at("lock.host-added", facts[0], message)
            yield item.at(Severity.WARNING) if facts[0].shown else item
    if said := [fact for before, fact in hosts if not fact.called and before is None]:
        message = f"its text now has an address at {quoted(_names(said), MANY)}"
        yield difference.at("lock.host-mentioned", said[0], message)


def _commands(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    found = [(before, fact) for before, fact in altered if isinstance(fact, CommandLine)]
    found = [(before, fact) for before, fact in found if before is not None or not _was_shorter(difference, fact)]
    run = [fact for before, fact in found if is_run(fact) and not is_run(before)]
    new = [fact for before, fact in found if before is None and not difference.was_there(fact)]
    for facts, words in (
        ([fact for fact in run if fact in new], "now runs"),
        ([fact for fact in new if fact.shown], "its documents now show"),
        ([fact for fact in new if fact.named], "its prose now has"),
    ):
        is_certain = words == "now runs"
        for fact in facts:
            if fact.effect == "outside":
                item = difference.at("lock.command-added", fact, f"{words} `{fact.name}`, {_OUTSIDE}")
                yield item if is_certain else item.at(Severity.WARNING)
        if plain := [fact for fact in facts if fact.effect != "outside"]:
            commands = "" if is_certain else f"the {things('command', plain)} "
            item = difference.at("lock.command-added", plain[0], f"{words} {commands}{quoted(_names(plain), MANY)}")
            looks = all(fact.effect == "looks" for fact in plain)
            yield item.at(Severity.WARNING if looks else item.severity) if is_certain else item.at(Severity.NOTE)
    if known := [fact for fact in run if fact not in new]:
        heavy = any(fact.effect == "outside" for fact in known)
        message = f"now runs {quoted(_names(known), MANY)}, which its text had before"
        item = difference.at("lock.command-added", known[0], message)
        yield item.at(Severity.WARNING if heavy else Severity.NOTE)
    for before, fact in found:
        more = isinstance(before, CommandLine) and _RANK.index(fact.effect) > max(
            _RANK.index(before.effect), _RANK.index("any")
        )
        if more and is_run(fact) and is_run(before):
            does = "changes something outside the workspace" if fact.effect == "outside" else "writes files"
            message = f"now runs `{fact.name}` in a way that {does}"
            yield difference.at("lock.command-added", fact, message)


def _was_shorter(difference: Difference, fact: CommandLine) -> bool:
    """Whether the text had the command, which went by fewer or more of its words: other lines make a word a noun."""
    if not difference.was_there(fact):
        return False
    gone = [item.name for item in difference.gone() if isinstance(item, CommandLine)]
    return any(f"{fact.name} ".startswith(f"{name} ") or f"{name} ".startswith(f"{fact.name} ") for name in gone)


def _starts(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """Scripts that are started; those that came with the change are told as programs."""
    came = {fact.path.rpartition("/")[2] for old, fact in altered if old is None and isinstance(fact, ProgramLine)}
    found = [fact for before, fact in altered if before is None and isinstance(fact, StartLine)]
    new = [fact for fact in found if fact.name not in came and not difference.was_there(fact)]
    files = (fact.path for fact in difference.after.values() if isinstance(fact, ProgramLine | FileLine))
    own = {path.rpartition("/")[2] for path in files}
    for facts, words, but, severity in (
        ([fact for fact in new if not fact.shown and fact.name in own], "now starts", "", Severity.WARNING),
        ([fact for fact in new if not fact.shown and fact.name not in own], "now starts", NOT_OWN, Severity.WARNING),
        ([fact for fact in new if fact.shown], "now names", "", Severity.NOTE),
    ):
        if facts:
            scripts = f"{things('script', facts)} {quoted((fact.name for fact in facts), MANY)}"
            yield difference.at("lock.command-added", facts[0], f"{words} the {scripts}{but}").at(severity)


def is_run(fact: Fact | None) -> bool:
    """Whether a command is run, not shown by a document or named by prose only."""
    return isinstance(fact, CommandLine) and not fact.named and not fact.shown


def _writes(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    whole = {fact.path for fact in difference.after.values() if isinstance(fact, WriteLine)}
    writes = [
        (before, fact)
        for before, fact in altered
        if isinstance(fact, WriteLine)
        # `out*` beside `out`: one was put together of the other
        and not (fact.path.endswith("*") and fact.path.rstrip("*") in whole)
        # that a path of the project is written now, and was only spoken of before, is said too easily
        and (fact.where == "outside" or (before is None and not difference.was_there(fact)))
    ]
    done = [
        fact
        for before, fact in writes
        if not fact.shown and not (isinstance(before, WriteLine) and not before.shown and before.where == fact.where)
    ]
    for fact in done:
        if fact.where == "outside":
            had = ", which its text had before" if difference.was_there(fact) else ""
            message = f"now writes `{fact.path}`, outside the workspace{had}"
            yield difference.at("lock.writes-outside", fact, message)
    for where, how in (
        ("workspace", ""),
        ("skill", ", in its own folder"),
        ("temporary", ", in the folder for temporary files"),
    ):
        if found := [fact for fact in done if fact.where == where and not steers(fact)]:
            paths = quoted([fact.path for fact in found], MANY)
            yield difference.at("lock.write-added", found[0], f"now writes {paths}{how}")
    shown = [fact for before, fact in writes if fact.shown and before is None and not difference.was_there(fact)]
    if found := [fact for fact in shown if fact.where == "outside"]:
        paths = quoted([fact.path for fact in found], MANY)
        message = f"now shows code that writes {paths}, outside the workspace"
        yield difference.at("lock.writes-outside", found[0], message).at(Severity.WARNING)
    if found := [fact for fact in shown if fact.where != "outside" and not steers(fact)]:
        paths = quoted([fact.path for fact in found], MANY)
        yield difference.at("lock.write-added", found[0], f"now shows code that writes {paths}")
    for facts, words in ((done, "now writes"), (shown, "now shows code that writes")):
        if found := [fact for fact in facts if fact.where != "outside" and steers(fact)]:
            message = f"{words} {quoted([fact.path for fact in found], MANY)}, which agents load"
            yield difference.at("lock.write-added", found[0], message).at(Severity.WARNING)


def steers(fact: WriteLine) -> bool:
    """Whether agents take skills, instructions or settings from what is written, here or in another folder."""
    parts = fact.path.split("/")
    pieces = {"/".join(parts[at : at + count]) for at in range(len(parts)) for count in (1, 2)}
    return fact.where == "workspace" and not pieces.isdisjoint(tables()["steering"])


def _paths(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """Paths outside the workspace that are named; those that are written are told by that."""
    written = written_of(difference.after.values())
    found = [fact for before, fact in altered if before is None and isinstance(fact, PathLine)]
    if new := [fact for fact in found if not is_written(fact, written) and not difference.was_there(fact)]:
        message = f"now names the {things('path', new)} {quoted((fact.path for fact in new), MANY)}"
        yield difference.at("lock.path-named", new[0], message)


def written_of(facts: Iterable[Fact]) -> frozenset[str]:
    """The paths that are written, and of those that are put together what stands before that."""
    found = {fact.path for fact in facts if isinstance(fact, WriteLine)}
    return frozenset((*found, *(path.partition("*")[0].rstrip("./-_") for path in found)))


def is_written(fact: PathLine, written: Collection[str]) -> bool:
    """Whether a path that is named is told as one that is written."""
    return fact.path in written or fact.path.rstrip("./-_*") in written


def _tools(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    found = [(before, fact) for before, fact in altered if isinstance(fact, ToolLine)]
    listed = [
        fact for before, fact in found if fact.allowed and not (isinstance(before, ToolLine) and before.allowed)
    ]
    if listed:
        message = f"`allowed-tools` now lists {quoted(_names(listed), MANY)}"
        yield difference.at("lock.tool-added", listed[0], message)
    named = [fact for before, fact in found if before is None and not fact.allowed]
    if new := [fact for fact in named if not difference.was_there(fact)]:
        message = f"now names the {things('tool', new)} {quoted(_names(new), MANY)}"
        yield difference.at("lock.tool-added", new[0], message)


def _names(facts: Sequence[VariableLine | HostLine | CommandLine | ToolLine]) -> list[str]:
    return [fact.name for fact in facts]
