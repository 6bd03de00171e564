"""How a call ended, as its harness writes it into the result."""

import re
from functools import cache
from typing import Final, NamedTuple

from skillrt.targets.traffic import Exits

COMMANDS: Final = frozenset({"shell.run", "shell.output"})
_END: Final = 4_000  # characters; it stands at the beginning or at the end


class Exit(NamedTuple):
    """`status` None: not known. `broken`: it was stopped, or never began."""

    status: int | None
    broken: bool = False


def exit_in(result: str, exits: Exits, *, is_error: bool) -> Exit:
    """How a command ended, by its result; `is_error` is what the request itself says of it."""
    texts = (result,) if len(result) <= _END else (result[:_END], result[-_END:])
    for pattern in exits.said:
        for text in texts:
            found = _compiled(pattern).search(text)
            if found:
                return Exit(int(found[1]))
    for words, status in exits.statuses.items():
        if _compiled(words).search(texts[-1]):
            return Exit(status)
    if is_error or any(_compiled(pattern).search(text) for pattern in exits.broken for text in texts):
        return Exit(None, broken=True)
    goes_on = any(_compiled(words).search(text) for words in exits.running for text in texts)
    return Exit(None if goes_on else exits.unsaid)


def is_refused(result: str, exits: Exits) -> bool:
    """Whether a tool that is no shell says that it failed."""
    return any(_compiled(pattern).search(result[:_END]) for pattern in exits.refused)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """`^` and `$` are beginnings and ends of lines."""
    return re.compile(pattern, re.MULTILINE)
