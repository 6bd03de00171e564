"""What only code of the documents uses or reads, in words: a sample of what to write is told from what is needed."""

from collections.abc import Iterable

from skillrt.contracts.comparing.wording import quoted, things, with_packages
from skillrt.contracts.lines import Fact, NeedLine, VariableLine


def of_shown(facts: Iterable[Fact]) -> str:
    """`uses the Python packages `a` and `b` and the service `c``, `reads the variable `A``."""
    listed = list(facts)
    needs = [fact for fact in listed if isinstance(fact, NeedLine)]
    if needs:
        return f"uses {with_packages(needs)}"
    names = [fact.name for fact in listed if isinstance(fact, VariableLine)]
    return f"reads the {things('variable', names)} {quoted(names)}"
