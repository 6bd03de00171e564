"""What in a shell block belongs together: a sequence is one unit; the entries of a menu are units of their own."""

import re
from dataclasses import dataclass
from itertools import pairwise

from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_statements import Statement

_STEP = re.compile(
    r"(?:(?:step\s*)?\d+[.):/]|\bstep \d+|(?:and )?(?:then|next|now|finally|afterwards|after that|first|second"
    r"|lastly)\b)",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"(?:or\b|alternativ|option \w\b|method \d|another way|either\b|example\b|variant\b|if you\b"
    r"|with (?!the\b)|without\b)",
    re.IGNORECASE,
)
_MAX_STATEMENTS = 200


@dataclass(frozen=True, slots=True)
class Unit:
    """Statements that make one program, if any does."""

    statements: tuple[Statement, ...]
    whole: bool
    """Whether it is all of its block."""

    @property
    def comment(self) -> str:
        """The comment above its first statement that does something and has one."""
        working = [item for item in self.statements if not item.only_defines] or self.statements
        return next((item.comment for item in working if item.comment), "")

    @property
    def defines(self) -> frozenset[str]:
        """All names that it sets."""
        return frozenset(name for item in self.statements for name in item.defines)

    @property
    def only_defines(self) -> bool:
        """Whether nothing in it does anything that is seen."""
        return all(item.only_defines for item in self.statements)


def units_of(statements: list[Statement], *, script: bool = False) -> list[Unit]:
    """Group the statements of one block. Entries (parted by a blank line or a comment) that hang together by what one
    writes and the other reads, by state (`cd`, git) or by numbering are one unit; others are alternatives. A `script`
    (it has a shebang, or takes arguments) is one whole."""
    statements = statements[:_MAX_STATEMENTS]
    if script or any(item.places for item in statements):
        return [Unit(tuple(statements), whole=True)] if statements else []
    entries = _entries(statements)
    groups: list[list[int]] = []
    for at in range(len(entries)):
        joined = [group for group in groups if any(_linked(entries[other], entries[at]) for other in group)]
        merged = sorted({at, *(item for group in joined for item in group)})
        groups = [group for group in groups if group not in joined] + [merged]
    groups.sort(key=lambda group: group[0])
    pure = [group for group in groups if all(item.only_defines for at in group for item in entries[at])]
    working = [group for group in groups if group not in pure]
    if len(working) <= 1:
        return [Unit(tuple(statements), whole=True)] if statements else []
    return [Unit(tuple(item for at in group for item in entries[at]), whole=False) for group in groups]


def _entries(statements: list[Statement]) -> list[list[Statement]]:
    found: list[list[Statement]] = []
    for item in statements:
        if not found or item.comment or item.apart:
            found.append([item])
        else:
            found[-1].append(item)
    return [part for entry in found for part in _side_by_side(entry)]


def _side_by_side(entry: list[Statement]) -> list[list[Statement]]:
    """Commands that stand together without a word between them and have nothing to do with each other are each for
    themselves; a report (commands between lines that are printed) stays together."""
    message = shell_facts().message
    pairs = [(first, second) for at, second in enumerate(entry) for first in entry[:at]]
    plain = all(item.node.type in ("command", "pipeline", "redirected_statement", "list") for item in entry)
    report = any({*item.programs[:1]} & (message | {"wait"}) for item in entry)
    if len(entry) < 2 or not plain or report or any(chained(first, second) for first, second in pairs):
        return [entry]
    return [[item] for item in entry]


def _linked(earlier: list[Statement], later: list[Statement]) -> bool:
    """Whether the later entry goes on where the earlier one ended. What a pure definition gives is no link: each
    unit that needs it takes it along."""
    heading = later[0].comment
    if _ALTERNATIVE.match(heading):
        return False
    if _STEP.match(heading) and (_STEP.match(earlier[0].comment) or not earlier[0].comment):
        return True
    pairs = [(first, second) for first in earlier for second in later]
    if any(_needs(first, second) for first, second in pairs):
        return True
    return not heading and any(_same_state(first, second) for first, second in pairs)


def chained(first: Statement, second: Statement) -> bool:
    """Whether `second` goes on where `first` ended."""
    return _needs(first, second) or _same_state(first, second)


def _needs(first: Statement, second: Statement) -> bool:
    """Whether `second` needs what `first` did: a file, a variable computed by work, the folder."""
    if first.writes & (second.words | second.writes) and not first.writes & second.writes:
        return True
    if any(_below(made, word) for made in first.writes for word in second.words):
        return True
    if not first.only_defines and first.defines & second.uses:
        return True
    if first.node.type == "variable_assignment" and first.programs and first.defines & second.uses:
        return True
    return bool({"cd", "source"} & {*first.programs[:1]})


def _below(folder: str, word: str) -> bool:
    return len(folder) > 1 and word.startswith(folder.rstrip("/") + "/")


def _same_state(first: Statement, second: Statement) -> bool:
    """Whether both call one program whose calls build on each other, and no heading parts them."""
    if second.comment or second.trailing or first.trailing:
        return False
    return bool(shell_facts().keeps_state & {*first.programs[:1]} & {*second.programs[:1]})


def is_chain(statements: tuple[Statement, ...]) -> bool:
    """Whether each statement needs what the one before it made, so that going on after a failure is useless; never
    where a program's status is an answer."""
    status = shell_facts().status
    if len(statements) < 2 or any(status & set(item.programs) for item in statements):
        return False
    if any("?" in item.uses for item in statements):
        return False
    working = [item for item in statements if not item.only_defines or item.programs]
    return len(working) > 1 and all(
        chained(first, second) and not _same_state(first, second) for first, second in pairwise(working)
    )
