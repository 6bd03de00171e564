"""What one program of another content does now and did before, in words, where the whole skill does both."""

from collections.abc import Iterable
from typing import Final

from skillrt.contracts.comparing.difference import Difference
from skillrt.contracts.comparing.wording import joined_words, quoted
from skillrt.contracts.lines import CommandLine, Fact, HostLine, Key, NeedLine, VariableLine, WriteLine, key_of

_VERBS: Final = {
    CommandLine: "runs",
    HostLine: "names",
    VariableLine: "reads",
    WriteLine: "writes",
    NeedLine: "uses",
}
_SWAPS: Final = 3
_OPTIONS: Final = 8


def own_changes(difference: Difference, path: str) -> str:
    """` (no longer runs `curl`; `b-2` in place of `b-1`)`, of what no message on the whole skill tells; else ''."""
    own = difference.said.programs.get(path)
    if own is None:
        return ""
    # what another program does now has moved
    elsewhere = {key for name, other in difference.said.programs.items() if name != path for key in other.came}
    lost = own.gone - elsewhere
    gone = [difference.before[key] for key in sorted(lost & difference.before.keys() & _kept(difference))]
    came = [difference.after[key] for key in sorted(own.came & difference.after.keys() & _known(difference))]
    parts = [*_told("no longer ", gone), *_told("now ", came)]
    for words, options in zip(("now takes", "no longer takes"), own.options, strict=True):
        if options:
            parts.append(f"{words} {quoted(options, _OPTIONS)}")
    if own.swaps:
        parts.append(joined_words([*map(str, own.swaps)], _SWAPS))
    return f" ({'; '.join(parts)})" if parts else ""


def _kept(difference: Difference) -> frozenset[Key]:
    """What the skill has still, or its text has: what is gone from all of it is told of the whole."""
    return frozenset((*difference.after, *difference.left))


def _known(difference: Difference) -> frozenset[Key]:
    """What the skill had, or its text had; a command of its text that is run now is told of the whole."""
    had = (key for key in difference.had if not isinstance(difference.after.get(key), CommandLine))
    return frozenset((*difference.before, *had))


def _told(word: str, facts: Iterable[Fact]) -> list[str]:
    listed = list(facts)
    # a program that a command tells of
    run = {fact.name.partition(" ")[0] for fact in listed if isinstance(fact, CommandLine)}
    parts: list[str] = []
    for kind, verb in _VERBS.items():
        names = [key_of(fact)[1][-1] for fact in listed if isinstance(fact, kind)]
        names = [name for name in names if kind is not NeedLine or name not in run]
        if names:
            parts.append(f"{word}{verb} {quoted(names)}")
    return parts
