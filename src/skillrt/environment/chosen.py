"""Which needs are bound: the required ones, and those optional ones that were asked for by name."""

from collections.abc import Sequence
from typing import Final

from skillrt.environment.needs import Need, Needs
from skillrt.environment.package_rows import bad_need
from skillrt.errors import Diagnostic, InputError, UsageError

EVERYTHING: Final = "all"


def choose(needs: Needs, optional: Sequence[str] = ()) -> tuple[Need, ...]:
    """The needs to bind. `optional` are names of optional needs, or `all`.

    Raises UsageError for a name that is no optional need, and InputError where one of the chosen must not be handed
    to an installer; every such need is named.
    """
    wanted = frozenset(optional)
    known = {item.name for item in needs.needs if not item.required}
    if unknown := sorted(wanted - known - {EVERYTHING}):
        message = f"the skill has no optional need `{unknown[0]}`"
        hint = f"optional: {', '.join(sorted(known))}" if known else "it has no optional needs"
        raise UsageError(Diagnostic.of("bind.unknown-optional", message, hint=hint))
    chosen = tuple(item for item in needs.needs if item.required or item.name in wanted or EVERYTHING in wanted)
    problems = [problem for item in chosen if (problem := bad_need(item))]
    if problems:
        raise InputError([Diagnostic.of("bind.bad-requirement", problem) for problem in problems])
    return chosen


def name_of(need: Need) -> str:
    """How a lock names a need: `python:pandas`."""
    return f"{need.kind}:{need.name}"
