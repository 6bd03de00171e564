"""What changed between two sets of facts of one skill, in words, and for whom."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skillrt.contracts.lines import (
    AuditLine,
    CommandLine,
    Effect,
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
    Where,
    WriteLine,
    key_of,
)
from skillrt.contracts.narrower import found_again, narrowed
from skillrt.contracts.wording import PACKAGES, counted, harnesses, joined_words, quoted, signed
from skillrt.errors import Diagnostic, Place, Severity, code_info

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
_OPEN: Final = ("left", "narrowed")
_LOADING: Final = frozenset({"spec", "frontmatter", "text", "input"})
_PLACES: Final[Mapping[Where, str]] = {
    "workspace": "",
    "skill": ", in its own folder",
    "temporary": ", in the folder for temporary files",
    "outside": ", outside the workspace",
}


# Reasoning, following and prose have no facts of their own.
_BEHIND: Final[Mapping[str, tuple[type[Fact], ...]]] = {
    "gen.code": (CommandLine, ProgramLine, NeedLine),
    "gen.regex": (CommandLine, ProgramLine),
    "tool.exec": (CommandLine, ProgramLine),
    "tool.file": (WriteLine, ToolLine),
    "tool.": (ToolLine, HostLine, NeedLine),
    "delegate": (ToolLine,),
    "ask": (ToolLine,),
}

Altered = Sequence[tuple[Fact | None, Fact]]


@dataclass(frozen=True)
class Change:
    """Two sets of facts of one skill by what they speak of; `places` show where the new ones stand."""

    before: Mapping[Key, Fact]
    after: Mapping[Key, Fact]
    places: Mapping[Key, Place]

    def at(self, code: str, fact: Fact, message: str) -> Diagnostic:
        """A diagnostic at the place that shows a fact."""
        return Diagnostic.of(code, message, self.places.get(key_of(fact)))

    def altered(self) -> Iterator[tuple[Fact | None, Fact]]:
        """What is new, with what was said of the same before (None: nothing), in the order of the lock."""
        for key in sorted(self.after):
            if self.before.get(key) != self.after[key]:
                yield self.before.get(key), self.after[key]

    def gone(self) -> list[Fact]:
        """What is said no more."""
        return [self.before[key] for key in sorted(self.before) if key not in self.after]


def changes(change: Change, *, same_source: bool) -> list[Diagnostic]:
    """Everything that changed, in words. `same_source`: the skill itself is the same, what is known of it is not."""
    found: list[Diagnostic] = []
    moved = _moved(change)
    altered = [item for item in change.altered() if item[1] not in moved]
    commands = {fact.name.partition(" ")[0] for _, fact in altered if isinstance(fact, CommandLine)}
    opened = {fact.primitive for _, fact in altered if isinstance(fact, GapLine) and fact.status in _OPEN}
    found += _raised(change, altered, opened)
    found += _programs(change, altered)
    if moved:
        pairs = joined_words([f"`{old.path}` to `{new.path}`" for new, old in moved.items()])
        found.append(change.at("lock.program-moved", next(iter(moved)), f"moved {pairs}"))
    for before, after in altered:
        if isinstance(after, NeedLine) and after.kind == "system" and before is None and after.name in commands:
            continue  # the command says it
        told = _TOLD.get(type(after))
        if told is not None:
            found += told(change, before, after)
    found += _gaps(change, altered, same_source=same_source)
    found += _refused(change, [fact for _, fact in altered if isinstance(fact, RefusedLine)])
    left = frozenset(moved.values())
    found += narrowed([fact for fact in change.gone() if fact not in left], change.before, change.after)
    if same_source:
        found += _variants(altered)
    elif all(item.code in _UNSURE for item in found):
        found.append(Diagnostic.of("lock.text-changed", _TEXT_ONLY))
    return found


def _need(change: Change, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, NeedLine):
        return
    what = f"{PACKAGES[after.kind]} `{after.name}{after.version if after.version[:1] in '<>=!~^' else ''}`"
    if not isinstance(before, NeedLine) or (before.named and not after.named):
        sure = after.required and not after.named
        words = "its prose now names" if after.named else "now needs" if sure else "now can use"
        found = change.at("lock.need-added", after, f"{words} {what}")
        yield found if sure else found.at(Severity.WARNING)
    elif after.required and not before.required:
        yield change.at("lock.need-changed", after, f"now requires {what}, which was optional").at(Severity.NOTE)
    elif after.version != before.version and after.version:
        old = f"`{before.version}`" if before.version else "any version"
        yield change.at("lock.need-changed", after, f"now asks for {what} in place of {old}")


def _variable(change: Change, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if isinstance(after, VariableLine) and before is None:
        optional = "" if after.required else ", where it is set"
        yield change.at("lock.variable-added", after, f"now reads the variable `{after.name}`{optional}")
    elif isinstance(after, VariableLine) and after.required:
        message = f"now requires the variable `{after.name}`, which was optional"
        yield change.at("lock.need-changed", after, message).at(Severity.NOTE)


def _host(change: Change, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, HostLine):
        return
    if after.called and not (isinstance(before, HostLine) and before.called):
        yield change.at("lock.host-added", after, f"now names the host `{after.name}` in code or a command")
    elif not after.called and before is None:
        yield change.at("lock.host-mentioned", after, f"its prose now has an address at `{after.name}`")


def _command(change: Change, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, CommandLine):
        return
    if not isinstance(before, CommandLine):
        yield change.at("lock.command-added", after, f"now runs `{after.name}`{_DOES[after.effect]}")
    elif _RANK.index(after.effect) > max(_RANK.index(before.effect), _RANK.index("any")):
        message = f"now runs `{after.name}` in a way{_DOES[after.effect].replace(', which', ' that')}"
        yield change.at("lock.command-added", after, message)


def _write(change: Change, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if isinstance(after, WriteLine) and before != after:
        outside = after.where == "outside"
        code = "lock.writes-outside" if outside else "lock.write-added"
        yield change.at(code, after, f"now writes `{after.path}`{_PLACES[after.where]}")


def _tool(change: Change, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if isinstance(after, ToolLine) and before is None:
        operation = f" ({after.operation})" if after.operation else ""
        yield change.at("lock.tool-added", after, f"now names the tool `{after.name}`{operation}")


def _moved(change: Change) -> dict[ProgramLine, ProgramLine]:
    """Programs that are new at their path, with the one of the same content that is gone from another."""
    gone = {fact.digest: fact for fact in change.gone() if isinstance(fact, ProgramLine)}
    return {
        fact: gone.pop(fact.digest)
        for before, fact in change.altered()
        if before is None and isinstance(fact, ProgramLine) and fact.digest in gone
    }


def _programs(change: Change, altered: Altered) -> Iterator[Diagnostic]:
    """One diagnostic for all that are new, and one for all that changed."""
    for is_new, code, one, many in (
        (True, "lock.program-added", "now brings along the program", "now brings along the programs"),
        (False, "lock.program-changed", "has another content in its program", "has another content in its programs"),
    ):
        found = [fact for old, fact in altered if isinstance(fact, ProgramLine) and (old is None) is is_new]
        if found:
            words = one if len(found) == 1 else many
            yield change.at(code, found[0], f"{words} {quoted([fact.path for fact in found])}")


def _raised(change: Change, altered: Altered, opened: Collection[str]) -> Iterator[Diagnostic]:
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
        yield change.at("lock.primitive-raised", found[0], f"now asks for {joined_words(words)}")


def _audit(change: Change, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if isinstance(after, AuditLine) and before is None and not found_again(after, change.before):
        shown = (
            f"adds `{after.text}`: {after.message}" if after.text else f"adds what an audit reports: {after.message}"
        )
        found = change.at("lock.audit-added", after, f"{shown} [{after.code}]")
        yield found.at(Severity(code_info(after.code).severity))


def _tokens(change: Change, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, TokensLine) or not isinstance(before, TokensLine):
        return
    for old, new, what, least in (
        (before.activation, after.activation, "at activation", 100),
        (before.listed, after.listed, "in every listing", 10),
    ):
        if new - old >= max(least, old // 20):
            message = f"{signed(new - old)} tokens {what} ({old:,} before, {new:,} now)"
            yield change.at("lock.tokens-grew", after, message)


_TOLD: Final[Mapping[type, Callable[[Change, Fact | None, Fact], Iterator[Diagnostic]]]] = {
    NeedLine: _need,
    VariableLine: _variable,
    HostLine: _host,
    CommandLine: _command,
    WriteLine: _write,
    ToolLine: _tool,
    AuditLine: _audit,
    TokensLine: _tokens,
}


def _gaps(change: Change, altered: Altered, *, same_source: bool) -> Iterator[Diagnostic]:
    """One diagnostic for each primitive, with the targets on which the gap is wider than before.

    Levels follow the wording, and a few words move them: where nothing new stands behind it, it is a note.
    """
    found = [fact for _, fact in altered if isinstance(fact, GapLine)]
    new = {type(fact) for before, fact in altered if before is None}
    groups: dict[tuple[bool, str, str, bool], list[GapLine]] = defaultdict(list)
    refused = {fact.target for fact in change.before.values() if isinstance(fact, RefusedLine)}
    for gap in found:
        old = change.before.get(key_of(gap))
        if not isinstance(old, GapLine) or _weight(gap) > _weight(old):
            groups[gap.status in _OPEN, gap.primitive, gap.required, gap.target in refused].append(gap)
    for (is_open, primitive, required, only_now), gaps in sorted(groups.items()):
        on = joined_words([f"{gap.target} (holds {gap.aim})" for gap in gaps])
        shows = PrimitiveLine(skill=gaps[0].skill, primitive=primitive, level=required)
        asked = change.before.get(key_of(shows))
        needs = f"needs {primitive} {required} as before" if asked == shows else f"now needs {primitive} {required}"
        if not is_open:
            yield change.at("lock.gap-lowered", shows, f"{needs}, which its variant makes up for on {on}")
        elif asked == shows and only_now:
            message = f"{needs}, and can be compiled only now: gap on {on}"
            yield change.at("lock.gap-opened", shows, message).at(Severity.WARNING)
        elif same_source or not new.isdisjoint(_behind(primitive)):
            yield change.at("lock.gap-opened", shows, f"{needs}: gap on {on}")
        else:
            message = f"by its wording {needs}: gap on {on}"
            yield change.at("lock.gap-opened", shows, message).at(Severity.NOTE)


def _behind(primitive: str) -> tuple[type[Fact], ...]:
    """What new facts show that a primitive is asked for more."""
    return next((kinds for family, kinds in _BEHIND.items() if primitive.startswith(family)), ())


def _weight(gap: GapLine) -> tuple[bool, str, str]:
    return gap.status in _OPEN, gap.left if gap.status in _OPEN else "", gap.required


def _refused(change: Change, found: Collection[RefusedLine]) -> Iterator[Diagnostic]:
    """One diagnostic for each reason, with the targets that it concerns; those that had no variant before are left
    out where the reason alone is new."""
    groups: dict[tuple[str, str], list[RefusedLine]] = defaultdict(list)
    had = {fact.target for fact in change.before.values() if isinstance(fact, VariantLine)}
    for line in found:
        if line.target in had or not any(line.target in _target_of(fact) for fact in change.before.values()):
            groups[line.code, line.message].append(line)
    for (code, message), lines in sorted(groups.items()):
        targets = [line.target for line in lines]
        what = (
            f"loads in {harnesses(targets)}"
            if code.split(".", 1)[0] in _LOADING
            else f"compiles for {joined_words(targets)}"
        )
        verb = "no longer" if had & set(targets) else "never"
        yield change.at("lock.no-longer-loads", lines[0], f"{verb} {what}: {message} [{code}]")


def _target_of(fact: Fact) -> tuple[str, ...]:
    return (fact.target,) if isinstance(fact, VariantLine | RefusedLine | GapLine) else ()


def _variants(altered: Altered) -> Iterator[Diagnostic]:
    targets = [after.target for before, after in altered if before is not None and isinstance(after, VariantLine)]
    if targets:
        message = f"{counted(len(targets), 'variant')} changed although the skill did not: {joined_words(targets)}"
        yield Diagnostic.of("lock.variant-changed", message)
