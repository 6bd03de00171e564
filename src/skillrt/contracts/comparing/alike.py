"""Skills that got another name and other words: which of those that are gone is which of those that came.

By the lines of their texts, which hardly changed, or by what they can do.
"""

from collections.abc import Mapping
from typing import Final

from skillrt.contracts.lines import (
    AuditLine,
    CodeLine,
    Fact,
    GapLine,
    PrimitiveLine,
    ProgramLine,
    RefusedLine,
    TokensLine,
    VariantLine,
    key_of,
)
from skillrt.contracts.lock_file import Entry
from skillrt.contracts.sketch import likeness

# what follows from the wording, or from the name
_LOOSE: Final = (TokensLine, PrimitiveLine, GapLine, VariantLine, RefusedLine, AuditLine, CodeLine)
_LEAST: Final = 6  # facts in common
_SHARE: Final = 0.6
_LIKE: Final = 0.8
_MOST: Final = 60  # skills of either side that are compared with one another


def alike(gone: Mapping[str, Entry], new: Mapping[str, Entry]) -> dict[str, str]:
    """New skills with the one that is gone of whose lines or facts they have most; each at most once, the most alike
    first."""
    if not gone or not new or max(len(gone), len(new)) > _MOST:
        return {}
    before = {skill: _facts(entry) for skill, entry in gone.items()}
    pairs: list[tuple[float, str, str]] = []
    for skill, entry in new.items():
        facts = _facts(entry)
        for old, known in before.items():
            if (share := likeness(gone[old].line.sketch, entry.line.sketch)) >= _LIKE:
                pairs.append((-share, skill, old))
                continue
            same = len(facts & known)
            if same >= _LEAST and same >= _SHARE * len(facts | known):
                pairs.append((-same / len(facts | known), skill, old))
    found: dict[str, str] = {}
    for _, skill, old in sorted(pairs):
        if skill not in found and old not in found.values():
            found[skill] = old
    return found


def _facts(entry: Entry) -> frozenset[tuple[str, ...]]:
    return frozenset(_told(fact) for fact in entry.facts if not isinstance(fact, _LOOSE))


def _told(fact: Fact) -> tuple[str, ...]:
    """What a fact speaks of; of a program its content too."""
    kind, names = key_of(fact)
    return str(kind), *names, fact.digest if isinstance(fact, ProgramLine) else ""
