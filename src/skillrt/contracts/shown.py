"""What only code of the documents uses or reads, in words: a sample of what to write is told from what is needed."""

from collections.abc import Iterable
from typing import Final

from skillrt.contracts.lines import Fact, NeedLine, VariableLine
from skillrt.contracts.wording import joined_words, quoted

_MANY: Final = {
    "python": "the Python packages",
    "node": "the npm packages",
    "system": "the programs",
    "service": "the services",
    "mcp": "the MCP servers",
}


def of_shown(facts: Iterable[Fact]) -> str:
    """`uses the Python packages `a` and `b` and the service `c``, `reads the variable `A``."""
    needs = [fact for fact in facts if isinstance(fact, NeedLine)]
    if needs:
        groups = ((words, [fact.name for fact in needs if fact.kind == kind]) for kind, words in _MANY.items())
        parts = [f"{words if len(names) > 1 else words[:-1]} {quoted(names)}" for words, names in groups if names]
        return f"uses {joined_words(parts)}"
    names = [fact.name for fact in facts if isinstance(fact, VariableLine)]
    return f"reads the variable{'s' if len(names) > 1 else ''} {quoted(names)}"
