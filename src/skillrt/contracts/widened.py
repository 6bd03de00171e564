"""What a skill has beyond its lock, in words: the facts of one kind and one evidence in one sentence.

The verb says what was seen (decision 0051). What changes something outside the workspace is told one by one, each at
its line.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.contracts.difference import Altered, Difference
from skillrt.contracts.lines import CommandLine, Effect, Fact, HostLine, NeedLine, ToolLine, VariableLine, WriteLine
from skillrt.contracts.shown import of_shown
from skillrt.contracts.wording import PACKAGES, quoted, things, with_packages
from skillrt.errors import Diagnostic, Severity

_RANK: Final[tuple[Effect, ...]] = ("looks", "tests", "any", "writes", "outside")
_OUTSIDE: Final = "which changes something outside the workspace"
_MANY: Final = 16  # names in one message


def widened(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """Needs, variables, hosts, commands, paths and tools that are new, or more than they were."""
    yield from _shown(difference, altered)
    yield from _needs(difference, altered)
    yield from _variables(difference, altered)
    yield from _hosts(difference, altered)
    yield from _commands(difference, altered)
    yield from _writes(difference, altered)
    yield from _tools(difference, altered)


def _shown(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """One diagnostic for the needs that only code of the documents uses, and one for the variables."""
    for kind, code in ((NeedLine, "lock.need-added"), (VariableLine, "lock.variable-added")):
        new = [fact for before, fact in altered if before is None and isinstance(fact, kind) and fact.shown]
        if new:
            yield difference.at(code, new[0], f"now shows code that {of_shown(new)}").at(Severity.NOTE)


def is_sure(need: NeedLine) -> bool:
    """Whether the skill needs it, as far as can be seen: not named or shown only, nor of use where it is there."""
    return need.required and not need.named and not need.shown and need.kind != "service"


def _needs(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    run = told_by_commands(fact for _, fact in altered)
    needed: list[NeedLine] = []
    named: list[NeedLine] = []
    for before, fact in altered:
        if not isinstance(fact, NeedLine) or fact.shown or (before is None and is_told(fact, run)):
            continue
        if before is None and (other := _of_another_kind(difference, fact)):
            message = f"now takes `{fact.name}` for {PACKAGES[fact.kind]}, not for {PACKAGES[other.kind]}"
            yield difference.at("lock.need-changed", fact, message).at(Severity.NOTE)
        elif is_sure(fact) and not (isinstance(before, NeedLine) and not before.named and not before.shown):
            needed.append(fact)
        elif before is None:
            named.append(fact)
        elif isinstance(before, NeedLine):
            yield from _otherwise(difference, before, fact)
    if needed:
        yield difference.at("lock.need-added", needed[0], f"now needs {with_packages(needed, _MANY)}")
    if named:
        message = f"its text now names {with_packages(named, _MANY)}"
        yield difference.at("lock.need-added", named[0], message).at(Severity.WARNING)


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


def _otherwise(difference: Difference, before: NeedLine, after: NeedLine) -> Iterator[Diagnostic]:
    """What is asked for in another way than before."""
    what = with_packages((after,))
    if after.version != before.version and after.version:
        old = f"`{before.version}`" if before.version else "any version"
        yield difference.at("lock.need-changed", after, f"now asks for {what} in place of {old}")


def _of_another_kind(difference: Difference, need: NeedLine) -> NeedLine | None:
    """The need of this name that was there before as something else: a package whose program is meant now."""
    found = (item for item in difference.gone() if isinstance(item, NeedLine))
    return next((item for item in found if item.name == need.name and item.required >= need.required), None)


def _variables(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    new: list[VariableLine] = []
    for before, fact in altered:
        if not isinstance(fact, VariableLine) or fact.shown:
            continue
        if not isinstance(before, VariableLine) or before.shown:
            new.append(fact)
    if new:
        message = f"now names the {things('variable', new)} {quoted(_names(new), _MANY)}"
        yield difference.at("lock.variable-added", new[0], message)


def _hosts(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    hosts = [(before, fact) for before, fact in altered if isinstance(fact, HostLine)]
    called = [fact for before, fact in hosts if fact.called and not (isinstance(before, HostLine) and before.called)]
    if called:
        message = f"now names the {things('host', called)} {quoted(_names(called), _MANY)} in code or a command"
        yield difference.at("lock.host-added", called[0], message)
    if said := [fact for before, fact in hosts if not fact.called and before is None]:
        message = f"its prose now has an address at {quoted(_names(said), _MANY)}"
        yield difference.at("lock.host-mentioned", said[0], message)


def _commands(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    found = [(before, fact) for before, fact in altered if isinstance(fact, CommandLine)]
    run = [fact for before, fact in found if is_run(fact) and not is_run(before)]
    new = [fact for before, fact in found if before is None]
    for facts, words in (
        (run, "now runs"),
        ([fact for fact in new if fact.shown], "its other documents now show"),
        ([fact for fact in new if fact.named], "its prose now has"),
    ):
        for fact in facts:
            if fact.effect == "outside":
                item = difference.at("lock.command-added", fact, f"{words} `{fact.name}`, {_OUTSIDE}")
                yield item if facts is run else item.at(Severity.WARNING)
        if plain := [fact for fact in facts if fact.effect != "outside"]:
            commands = "" if facts is run else f"the {things('command', plain)} "
            item = difference.at("lock.command-added", plain[0], f"{words} {commands}{quoted(_names(plain), _MANY)}")
            yield item if facts is run else item.at(Severity.NOTE)
    for before, fact in found:
        more = isinstance(before, CommandLine) and _RANK.index(fact.effect) > max(
            _RANK.index(before.effect), _RANK.index("any")
        )
        if more and is_run(fact) and is_run(before):
            does = "changes something outside the workspace" if fact.effect == "outside" else "writes files"
            message = f"now runs `{fact.name}` in a way that {does}"
            yield difference.at("lock.command-added", fact, message)


def is_run(fact: Fact | None) -> bool:
    """Whether a command is run, not shown by a document or named by prose only."""
    return isinstance(fact, CommandLine) and not fact.named and not fact.shown


def _writes(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    writes = [(before, fact) for before, fact in altered if isinstance(fact, WriteLine)]
    done = [
        fact
        for before, fact in writes
        if not fact.shown and not (isinstance(before, WriteLine) and not before.shown and before.where == fact.where)
    ]
    for fact in done:
        if fact.where == "outside":
            yield difference.at("lock.writes-outside", fact, f"now writes `{fact.path}`, outside the workspace")
    for where, how in (
        ("workspace", ""),
        ("skill", ", in its own folder"),
        ("temporary", ", in the folder for temporary files"),
    ):
        if found := [fact for fact in done if fact.where == where]:
            paths = quoted([fact.path for fact in found], _MANY)
            yield difference.at("lock.write-added", found[0], f"now writes {paths}{how}")
    shown = [fact for before, fact in writes if fact.shown and before is None]
    if found := [fact for fact in shown if fact.where == "outside"]:
        paths = quoted([fact.path for fact in found], _MANY)
        message = f"now shows code that writes {paths}, outside the workspace"
        yield difference.at("lock.writes-outside", found[0], message).at(Severity.WARNING)
    if found := [fact for fact in shown if fact.where != "outside"]:
        paths = quoted([fact.path for fact in found], _MANY)
        yield difference.at("lock.write-added", found[0], f"now shows code that writes {paths}")


def _tools(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    found = [fact for before, fact in altered if before is None and isinstance(fact, ToolLine)]
    if found:
        message = f"now names the {things('tool', found)} {quoted(_names(found), _MANY)}"
        yield difference.at("lock.tool-added", found[0], message)


def _names(facts: Sequence[VariableLine | HostLine | CommandLine | ToolLine]) -> list[str]:
    return [fact.name for fact in facts]
