"""What changed between two sets of facts of one skill, in words, and for whom."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from skillrt.contracts.difference import Altered, Difference
from skillrt.contracts.gaps import OPEN, gaps_opened
from skillrt.contracts.lines import (
    AuditLine,
    CommandLine,
    Effect,
    Fact,
    GapLine,
    HostLine,
    NeedLine,
    PrimitiveLine,
    ProgramLine,
    RefusedLine,
    TokensLine,
    ToolLine,
    VariableLine,
    VariantLine,
    Where,
    WriteLine,
)
from skillrt.contracts.narrower import found_again, narrowed
from skillrt.contracts.shown import of_shown
from skillrt.contracts.wording import PACKAGES, counted, harnesses, joined_words, quoted, signed
from skillrt.errors import Diagnostic, Severity, code_info

_RANK: Final[tuple[Effect, ...]] = ("looks", "tests", "any", "writes", "outside")
_DOES: Final[Mapping[Effect, str]] = {
    "looks": "",
    "tests": "",
    "any": "",
    "writes": ", which writes files",
    "outside": ", which changes something outside the workspace",
}
_UNSURE: Final = frozenset({"lock.primitive-raised", "lock.primitive-lowered"})
_TEXT_ONLY: Final = "its files changed; no command, host, variable, path, need, tool or finding of the audit did"
_LOADING: Final = frozenset({"spec", "frontmatter", "text", "input"})
_PLACES: Final[Mapping[Where, str]] = {
    "workspace": "",
    "skill": ", in its own folder",
    "temporary": ", in the folder for temporary files",
    "outside": ", outside the workspace",
}


def changes(difference: Difference, *, same_source: bool) -> list[Diagnostic]:
    """Everything that changed, in words. `same_source`: the skill itself is the same, what is known of it is not."""
    found: list[Diagnostic] = []
    moved = _moved(difference)
    altered = [item for item in difference.altered() if item[1] not in moved]
    commands = {
        (fact.name.partition(" ")[0], required)
        for _, fact in altered
        if isinstance(fact, CommandLine)
        for required in (False, not fact.named)
    }
    opened = {fact.primitive for _, fact in altered if isinstance(fact, GapLine) and fact.status in OPEN}
    found += _raised(difference, altered, opened)
    found += _programs(difference, altered)
    found += _shown(difference, altered)
    if moved:
        pairs = joined_words([f"`{old.path}` to `{new.path}`" for new, old in moved.items()])
        found.append(difference.at("lock.program-moved", next(iter(moved)), f"moved {pairs}"))
    for before, after in altered:
        if isinstance(after, NeedLine) and after.kind == "system" and before is None and _by_command(after, commands):
            continue  # the command says it
        told = _TOLD.get(type(after))
        if told is not None:
            found += told(difference, before, after)
    found += gaps_opened(difference, altered, same_source=same_source)
    found += _refused(difference, [fact for _, fact in altered if isinstance(fact, RefusedLine)])
    left = frozenset(moved.values())
    found += narrowed([fact for fact in difference.gone() if fact not in left], difference.before, difference.after)
    if same_source:
        found += _variants(altered)
    elif all(item.code in _UNSURE for item in found):
        found.append(Diagnostic.of("lock.text-changed", _TEXT_ONLY))
    return found


def _by_command(need: NeedLine, commands: Collection[tuple[str, bool]]) -> bool:
    """Whether a command says it: one that is run whatever is needed, one that prose names what can be used."""
    return (need.name, need.required) in commands


def _shown(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """One diagnostic for the needs that only code of the documents uses, and one for the variables."""
    for kind, code in ((NeedLine, "lock.need-added"), (VariableLine, "lock.variable-added")):
        new = [fact for before, fact in altered if before is None and isinstance(fact, kind) and fact.shown]
        if new:
            yield difference.at(code, new[0], f"now shows code that {of_shown(new)}").at(Severity.NOTE)


def _need(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, NeedLine) or after.shown:
        return
    if before is None and (other := _of_another_kind(difference, after)):
        message = f"now takes `{after.name}` for {PACKAGES[after.kind]}, not for {PACKAGES[other.kind]}"
        yield difference.at("lock.need-changed", after, message).at(Severity.NOTE)
        return
    at = "" if after.version[:1] in tuple("<>=!~^") or not after.version else "@"
    what = f"{PACKAGES[after.kind]} `{after.name}{at}{after.version}`"
    if not isinstance(before, NeedLine) or before.shown or (before.named and not after.named):
        sure = after.required and not after.named
        words = "its prose now names" if after.named else "now needs" if sure else "now can use"
        found = difference.at("lock.need-added", after, f"{words} {what}")
        yield found if sure else found.at(Severity.WARNING)
    elif after.required and not before.required:
        yield difference.at("lock.need-changed", after, f"now requires {what}, which was optional").at(Severity.NOTE)
    elif after.version != before.version and after.version:
        old = f"`{before.version}`" if before.version else "any version"
        yield difference.at("lock.need-changed", after, f"now asks for {what} in place of {old}")


def _of_another_kind(difference: Difference, need: NeedLine) -> NeedLine | None:
    """The need of this name that was there before as something else: a package whose program is meant now."""
    found = (item for item in difference.gone() if isinstance(item, NeedLine))
    return next((item for item in found if item.name == need.name and item.required >= need.required), None)


def _variable(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, VariableLine) or after.shown:
        return
    if not isinstance(before, VariableLine) or before.shown:
        optional = "" if after.required else ", where it is set"
        yield difference.at("lock.variable-added", after, f"now reads the variable `{after.name}`{optional}")
    elif after.required and not before.required:
        message = f"now requires the variable `{after.name}`, which was optional"
        yield difference.at("lock.need-changed", after, message).at(Severity.NOTE)


def _host(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, HostLine):
        return
    if after.called and not (isinstance(before, HostLine) and before.called):
        yield difference.at("lock.host-added", after, f"now names the host `{after.name}` in code or a command")
    elif not after.called and before is None:
        yield difference.at("lock.host-mentioned", after, f"its prose now has an address at `{after.name}`")


def _command(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, CommandLine):
        return
    if after.named:
        if before is None:
            found = difference.at(
                "lock.command-added", after, f"its prose now has the command `{after.name}`{_DOES[after.effect]}"
            )
            yield found.at(Severity.WARNING if after.effect == "outside" else Severity.NOTE)
    elif not isinstance(before, CommandLine) or before.named:
        yield difference.at("lock.command-added", after, f"now runs `{after.name}`{_DOES[after.effect]}")
    elif _RANK.index(after.effect) > max(_RANK.index(before.effect), _RANK.index("any")):
        message = f"now runs `{after.name}` in a way{_DOES[after.effect].replace(', which', ' that')}"
        yield difference.at("lock.command-added", after, message)


def _write(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if isinstance(after, WriteLine) and before != after:
        outside = after.where == "outside"
        code = "lock.writes-outside" if outside else "lock.write-added"
        yield difference.at(code, after, f"now writes `{after.path}`{_PLACES[after.where]}")


def _tool(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if isinstance(after, ToolLine) and before is None:
        operation = f" ({after.operation})" if after.operation else ""
        yield difference.at("lock.tool-added", after, f"now names the tool `{after.name}`{operation}")


def _moved(difference: Difference) -> dict[ProgramLine, ProgramLine]:
    """Programs that are new at their path, with the one of the same content that is gone from another."""
    gone = {fact.digest: fact for fact in difference.gone() if isinstance(fact, ProgramLine)}
    return {
        fact: gone.pop(fact.digest)
        for before, fact in difference.altered()
        if before is None and isinstance(fact, ProgramLine) and fact.digest in gone
    }


def _programs(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """One diagnostic for all that are new, and one for all that changed."""
    for is_new, code, one, many in (
        (True, "lock.program-added", "now brings along the program", "now brings along the programs"),
        (False, "lock.program-changed", "has another content in its program", "has another content in its programs"),
    ):
        found = [fact for old, fact in altered if isinstance(fact, ProgramLine) and (old is None) is is_new]
        if found:
            words = one if len(found) == 1 else many
            yield difference.at(code, found[0], f"{words} {quoted([fact.path for fact in found])}")


def _raised(difference: Difference, altered: Altered, opened: Collection[str]) -> Iterator[Diagnostic]:
    """One diagnostic for all primitives; what opens a gap is told by the gap."""
    found: list[PrimitiveLine] = []
    words: list[str] = []
    for old, fact in altered:
        if isinstance(fact, PrimitiveLine) and fact.primitive not in opened:
            level = old.level if isinstance(old, PrimitiveLine) else ""
            if fact.level > level:
                found.append(fact)
                words.append(f"{fact.primitive} {fact.level}{f' ({level} before)' if level else ''}")
    if found:
        yield difference.at("lock.primitive-raised", found[0], f"now asks for {joined_words(words)}")


def _audit(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if isinstance(after, AuditLine) and before is None and not found_again(after, difference.before):
        shown = (
            f"adds `{after.text}`: {after.message}" if after.text else f"adds what an audit reports: {after.message}"
        )
        found = difference.at("lock.audit-added", after, f"{shown} [{after.code}]")
        yield found.at(Severity(code_info(after.code).severity))


def _tokens(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, TokensLine) or not isinstance(before, TokensLine):
        return
    for old, new, what, least in (
        (before.activation, after.activation, "at activation", 100),
        (before.listed, after.listed, "in every listing", 10),
    ):
        if new - old >= max(least, old // 20):
            message = f"{signed(new - old)} tokens {what} ({old:,} before, {new:,} now)"
            yield difference.at("lock.tokens-grew", after, message)


_TOLD: Final[Mapping[type, Callable[[Difference, Fact | None, Fact], Iterator[Diagnostic]]]] = {
    NeedLine: _need,
    VariableLine: _variable,
    HostLine: _host,
    CommandLine: _command,
    WriteLine: _write,
    ToolLine: _tool,
    AuditLine: _audit,
    TokensLine: _tokens,
}


def _refused(difference: Difference, found: Collection[RefusedLine]) -> Iterator[Diagnostic]:
    """One diagnostic for each reason, with the targets that it concerns; those that had no variant before are left
    out where the reason alone is new."""
    groups: dict[tuple[str, str], list[RefusedLine]] = defaultdict(list)
    had = {fact.target for fact in difference.before.values() if isinstance(fact, VariantLine)}
    for line in found:
        if line.target in had or not any(line.target in _target_of(fact) for fact in difference.before.values()):
            groups[line.code, line.message].append(line)
    for (code, message), lines in sorted(groups.items()):
        targets = [line.target for line in lines]
        what = (
            f"loads in {harnesses(targets)}"
            if code.split(".", 1)[0] in _LOADING
            else f"compiles for {joined_words(targets)}"
        )
        verb = "no longer" if had & set(targets) else "never"
        yield difference.at("lock.no-longer-loads", lines[0], f"{verb} {what}: {message} [{code}]")


def _target_of(fact: Fact) -> tuple[str, ...]:
    return (fact.target,) if isinstance(fact, VariantLine | RefusedLine | GapLine) else ()


def _variants(altered: Altered) -> Iterator[Diagnostic]:
    targets = [after.target for before, after in altered if before is not None and isinstance(after, VariantLine)]
    if targets:
        message = f"{counted(len(targets), 'variant')} changed although the skill did not: {joined_words(targets)}"
        yield Diagnostic.of("lock.variant-changed", message)
