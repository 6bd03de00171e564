"""Gaps that opened or widened, in words: what a skill asks for and a target does not hold."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from skillrt.contracts.comparing.difference import Altered, Difference
from skillrt.contracts.comparing.wording import joined_words
from skillrt.contracts.lines import (
    CommandLine,
    Fact,
    GapLine,
    HostLine,
    NeedLine,
    PrimitiveLine,
    RefusedLine,
    ToolLine,
    key_of,
)
from skillrt.errors import Diagnostic, Severity

OPEN: Final = ("left", "narrowed")


def gaps_opened(difference: Difference, altered: Altered, *, same_source: bool) -> Iterator[Diagnostic]:
    """One diagnostic for each primitive, with the targets on which the gap is wider than before.

    Levels are an estimate that follows the wording, and a few words move them: where no new fact stands behind, it is
    told with the levels that changed, which is off by default. On a target that is new no wording is behind it.
    """
    groups: dict[tuple[bool, str, str, bool, bool], list[GapLine]] = defaultdict(list)
    refused = {fact.target for fact in difference.before.values() if isinstance(fact, RefusedLine)}
    for _, gap in altered:
        if not isinstance(gap, GapLine):
            continue
        old = difference.before.get(key_of(gap))
        if not isinstance(old, GapLine) or _weight(gap) > _weight(old):
            by_target = same_source or gap.target in difference.aimed
            groups[gap.status in OPEN, gap.primitive, gap.required, gap.target in refused, by_target].append(gap)
    for (is_open, primitive, required, only_now, by_target), gaps in sorted(groups.items()):
        on = joined_words([f"{gap.target} (holds {gap.aim})" for gap in gaps])
        shows = PrimitiveLine(skill=gaps[0].skill, primitive=primitive, level=required)
        asked = difference.before.get(key_of(shows))
        level = asked.level if isinstance(asked, PrimitiveLine) else ""
        asks = f"by estimate asks for {primitive} {required}{_than(level, required)}"
        if not is_open:
            yield difference.at("lock.gap-lowered", shows, f"{asks}, which its variant makes up for on {on}")
        elif level == required and only_now:
            message = f"{asks}, and can be compiled only now: gap on {on}"
            yield difference.at("lock.gap-opened", shows, message)
        elif by_target:
            yield difference.at("lock.gap-opened", shows, f"{asks}: gap on {on}").at(Severity.ERROR)
        elif _is_shown(primitive, difference, altered):
            yield difference.at("lock.gap-opened", shows, f"{asks}: gap on {on}")
        else:
            message = f"{asks} for its wording alone: gap on {on}"
            yield difference.at("lock.primitive-raised", shows, message)


def _than(before: str, now: str) -> str:
    return " as before" if before == now else f" ({before} before)" if before else ""


def _weight(gap: GapLine) -> tuple[bool, str, str]:
    return gap.status in OPEN, gap.left if gap.status in OPEN else "", gap.required


def _is_shown(primitive: str, difference: Difference, altered: Altered) -> bool:
    """Whether new facts show that the primitive is asked for more. Reasoning, following and prose have none."""
    test = next((test for family, test in _BEHIND.items() if primitive.startswith(family)), None)
    if test is None:
        written = primitive.startswith(_OF_CODE) and primitive != _AS_IT_STANDS
        return written and _has_more_code(primitive, difference)
    return any(before is None and test(fact) for before, fact in altered)


def _has_more_code(primitive: str, difference: Difference) -> bool:
    """Whether more code blocks than before show what is to be written."""
    line = PrimitiveLine(skill="", primitive=primitive, level="L1")
    old, new = difference.before.get(key_of(line)), difference.after.get(key_of(line))
    before = old.code if isinstance(old, PrimitiveLine) else 0
    return isinstance(new, PrimitiveLine) and new.code > before


def _is_command(fact: Fact) -> bool:
    return isinstance(fact, CommandLine) and not fact.named


def _is_tool(fact: Fact, *operations: str) -> bool:
    return isinstance(fact, ToolLine) and fact.operation.startswith(operations)


_OF_CODE: Final = ("gen.code", "gen.regex")
# shell blocks are run as they stand
_AS_IT_STANDS: Final = "gen.code.shell"
_BEHIND: Final[Mapping[str, Callable[[Fact], bool]]] = {
    "tool.exec": _is_command,
    "tool.file.write": lambda fact: _is_tool(fact, "file.write", "file.edit", "file.patch"),
    "tool.file.read": lambda fact: _is_tool(fact, "file.", "text."),
    "tool.web": lambda fact: (isinstance(fact, HostLine) and fact.called) or _is_tool(fact, "web."),
    "tool.mcp": lambda fact: isinstance(fact, NeedLine) and fact.kind == "mcp",
    "tool.": lambda fact: isinstance(fact, ToolLine),
    "delegate": lambda fact: _is_tool(fact, "agent."),
    "ask": lambda fact: _is_tool(fact, "user."),
}
