"""Commands that the table `[[commands]]` lists: a program, and words that must all be given."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from skillrt.code import Command
from skillrt.passes.auditing.patterns import patterns

_OFF: Final = re.compile(
    r"(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)=['\"]?0|GIT_SSL_NO_VERIFY=['\"]?(?:1|true)"
    r"|GIT_SSL_VERIFY=['\"]?(?:0|false)"
)


_Row = tuple[str, str, tuple[re.Pattern[str], ...], bool]
"""Code, message, what each of the words looks like, and whether the first operand alone may be such a word."""


@cache
def _listed() -> dict[str, tuple[_Row, ...]]:
    found: dict[str, list[_Row]] = {}
    for row in patterns().commands:
        wanted = tuple(re.compile(rf"(?:{item.removeprefix('^')})\Z", re.I) for item in row.words)
        for name in row.programs:
            found.setdefault(name, []).append((row.code, row.message, wanted, row.words[0].startswith("^")))
    return {name: tuple(rows) for name, rows in found.items()}


def listed_verdicts(name: str, command: Command) -> Iterator[tuple[str, str]]:
    """Code and message of each row that the words of a command fit, and of variables that turn checks off."""
    words = [word.text for word in command.words[1:]]
    operands = [word for word in words if not word.startswith("-")]
    table = _listed()
    # `npx x` is `x` for those who look for programs
    first = command.words[0].text.rpartition("/")[2] if command.words else ""
    for code, message, wanted, leads in (*table.get(name, ()), *(table.get(first, ()) if first != name else ())):
        given = operands[:1] if leads else words
        if all(any(pattern.match(word) for word in given) for pattern in wanted):
            yield code, message
    if any(_OFF.match(word.text) for word in (*command.assignments, *command.words)):
        yield "audit.weakens-host", "certificates are not checked"
