"""What `skillrt bind` is about to do: the skills found, and what each would have installed or looked for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from skillrt.environment.bind import PACKAGES
from skillrt.environment.needs import Need
from skillrt.errors import Diagnostic
from skillrt.report.glyphs import lines_shown
from skillrt.report.portable import to_json

_KINDS: Final = {
    "python": ("package of Python", "packages of Python"),
    "node": ("package of Node", "packages of Node"),
    "system": ("program", "programs"),
    "env": ("variable", "variables"),
    "service": ("service", "services"),
    "mcp": ("MCP server", "MCP servers"),
}
_INSTALLED: Final = tuple(kind for kind in _KINDS if kind in PACKAGES)


@dataclass(frozen=True, slots=True)
class BindPlan:
    """One skill: the needs that would be bound, and what is to be said of them. `status` is the exit status of what
    would stop it (0: nothing)."""

    skill: str
    chosen: tuple[Need, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    status: int = 0


def packages_line(plans: Sequence[BindPlan]) -> str:
    """How many packages are to be installed for all skills together, each counted once."""
    found = {(need.kind, need.name) for plan in plans for need in plan.chosen if need.kind in _INSTALLED}
    parts = [_number(kind, {name for other, name in found if other == kind}) for kind in _INSTALLED]
    return ", ".join(filter(None, parts)) or "no packages"


def skills_line(number: int, where: Sequence[str]) -> str:
    """How many skills were found, and where."""
    return f"{number} skill{'s'[: number != 1]} in {', '.join(where)}"


def plan_text(plans: Sequence[BindPlan], where: Sequence[str]) -> str:
    """The needs of each skill, then the sum; ends with a newline."""
    lines = [line for plan in plans for line in _lines(plan)]
    found = f"{skills_line(len(plans), where)}: {packages_line(plans)}; nothing was installed"
    return lines_shown((*lines, "", found))


def plan_json(plans: Sequence[BindPlan]) -> str:
    """One object with a list of skills."""
    return to_json({"skills": [_plain(plan) for plan in plans]})


def _lines(plan: BindPlan) -> Iterator[str]:
    if plan.status:
        yield f"{plan.skill}: would not be bound"
        return
    yield f"{plan.skill}: {'needs nothing' if not plan.chosen else ''}".rstrip(" ")
    for kind in _KINDS:
        names = _names(plan, kind)
        if names:
            yield f"  {_number(kind, names)}: {', '.join(names)}"


def _plain(plan: BindPlan) -> dict[str, object]:
    return {
        "skill": plan.skill,
        **{kind: _names(plan, kind) for kind in _KINDS},
        "diagnostics": [{"code": item.code, "message": item.message} for item in plan.diagnostics],
    }


def _names(plan: BindPlan, kind: str) -> list[str]:
    return [need.name for need in plan.chosen if need.kind == kind]


def _number(kind: str, names: Collection[str]) -> str:
    one, many = _KINDS[kind]
    return f"{len(names)} {one if len(names) == 1 else many}" if names else ""
