"""What changed around the work of a skill, in words: its front matter, files that it names and lacks, entries for
cron, what is left to be filled in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from skillrt.contracts.comparing.difference import Altered, Difference
from skillrt.contracts.comparing.wording import MANY, joined_words, quoted, things
from skillrt.contracts.lines import (
    AbsentLine,
    CodeLine,
    CronLine,
    Fact,
    FileLine,
    FrontLine,
    Key,
    ProgramLine,
    ReachLine,
    StartLine,
    TodoLine,
    WriteLine,
)
from skillrt.errors import Diagnostic, Severity

_Named = TypeVar("_Named", AbsentLine, ReachLine, CronLine)
_HAD: Final = (FileLine, ProgramLine)
_DESCRIPTION: Final = "description"
_VALUES: Final = 4  # of front matter that are told


def around(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """One diagnostic for each kind."""
    yield from _front(difference)
    if found := _new(altered, AbsentLine):
        files = quoted((fact.path for fact in found), MANY)
        message = f"speaks of the {things('file', found)} {files}, which it does not have"
        yield difference.at("lock.file-absent", found[0], message)
    written = {fact.path for fact in difference.after.values() if isinstance(fact, WriteLine)}
    reached = [fact for fact in _new(altered, ReachLine) if fact.path not in written]
    if found := [fact for fact in reached if not difference.was_there(fact)]:
        message = (
            f"now names the {things('file', found)} {quoted((fact.path for fact in found), MANY)}, outside its folder"
        )
        yield difference.at("lock.file-named", found[0], message)
    if found := _new(altered, CronLine):
        entries = quoted((fact.text for fact in found), MANY)
        message = f"now has the {'entry' if len(found) == 1 else 'entries'} for cron {entries}"
        yield difference.at("lock.command-added", found[0], message).at(Severity.WARNING)
    for before, fact in altered:
        if isinstance(fact, TodoLine) and (not isinstance(before, TodoLine) or fact.lines > before.lines):
            yield difference.at("lock.text-left", fact, left(fact))


def left(fact: TodoLine) -> str:
    """How much of SKILL.md is not written yet."""
    return f"{fact.lines} lines of SKILL.md are still to be filled in (TODO)"


def others(facts: Iterable[Fact]) -> Iterator[str]:
    """The same of a skill that is new, as parts of one sentence."""
    listed = list(facts)
    written = {fact.path for fact in listed if isinstance(fact, WriteLine)}
    # a script that is started is told by that, with the same
    started = {fact.name for fact in listed if isinstance(fact, StartLine)}
    absent = [fact for fact in listed if isinstance(fact, AbsentLine)]
    if found := [fact for fact in absent if fact.path.rpartition("/")[2] not in started]:
        files = quoted((fact.path for fact in found), MANY)
        yield f"speaks of the {things('file', found)} {files}, which it does not have"
    if found := [fact for fact in listed if isinstance(fact, ReachLine) and fact.path not in written]:
        yield f"names the {things('file', found)} {quoted((fact.path for fact in found), MANY)}, outside its folder"
    if found := [fact for fact in listed if isinstance(fact, CronLine)]:
        entries = quoted((fact.text for fact in found), MANY)
        yield f"has the {'entry' if len(found) == 1 else 'entries'} for cron {entries}"
    yield from (left(fact) for fact in listed if isinstance(fact, TodoLine))


def there_now(gone: Iterable[Fact], after: Mapping[Key, Fact]) -> list[str]:
    """Files that it spoke of and did not have, and has now."""
    now = {fact.path.rpartition("/")[2]: fact.path for fact in after.values() if isinstance(fact, _HAD)}
    names = [fact.path.rpartition("/")[2] for fact in gone if isinstance(fact, AbsentLine)]
    return list(dict.fromkeys(now[name] for name in names if name in now))


def gone_around(gone: Iterable[Fact], after: Mapping[Key, Fact]) -> Iterator[str]:
    """What is no longer named, but for missing files that came."""
    now = {fact.path.rpartition("/")[2] for fact in after.values() if isinstance(fact, FileLine | ProgramLine)}
    listed = list(gone)
    absent = [fact for fact in listed if isinstance(fact, AbsentLine) and fact.path.rpartition("/")[2] not in now]
    if absent:
        yield f"the missing {things('file', absent)} {quoted(fact.path for fact in absent)}"
    # a file that came into the folder is no longer outside it
    own = {fact.path for fact in after.values() if isinstance(fact, WriteLine | AbsentLine)}
    if found := [fact for fact in listed if isinstance(fact, ReachLine) and fact.path not in own]:
        yield f"the {things('file', found)} {quoted(fact.path for fact in found)} outside its folder"
    if entries := [fact.text for fact in listed if isinstance(fact, CronLine)]:
        yield f"the {'entry' if len(entries) == 1 else 'entries'} for cron {quoted(entries)}"


def is_text_new(difference: Difference) -> bool:
    """Whether SKILL.md has another text, front matter left out; so too where the lock does not say."""
    texts = [
        next((fact.text for fact in side.values() if isinstance(fact, CodeLine)), "")
        for side in (difference.before, difference.after)
    ]
    return "" in texts or texts[0] != texts[1]


def _new(altered: Altered, kind: type[_Named]) -> list[_Named]:
    return [fact for before, fact in altered if before is None and isinstance(fact, kind)]


def _front(difference: Difference) -> Iterator[Diagnostic]:
    """Keys of the front matter: the description decides when a skill is used, so it has a message of its own."""
    before, after = _keys(difference.before), _keys(difference.after)
    # without any front matter there is no line: then where SKILL.md stands
    lines = [fact for fact in difference.after.values() if isinstance(fact, FrontLine | CodeLine)]
    fact = next((fact for fact in lines if isinstance(fact, FrontLine)), lines[0] if lines else None)
    if before is None or after is None or fact is None:
        return
    old, new = before.pop(_DESCRIPTION, ""), after.pop(_DESCRIPTION, "")
    if old and new and old != new:
        message = "has another `description`, by which agents choose it"
        yield difference.at("lock.description-changed", fact, message)
    elif old != new:
        message = f"{'now has a' if new else 'no longer has a'} `description`, by which agents choose it"
        yield difference.at("lock.description-changed", fact, message)
    came = [key for key in after if key not in before]
    gone = [key for key in before if key not in after]
    other = [key for key in after if key in before and after[key] != before[key]]
    told = [key for key in other if key in difference.said.front][:_VALUES]
    other = [key for key in other if key not in told]
    parts = [
        *((f"now has {quoted(came, MANY)}",) if came else ()),
        *((f"no longer has {quoted(gone, MANY)}",) if gone else ()),
        *((f"has {joined_words([_in_place(difference, key) for key in told])}",) if told else ()),
        *((f"has another value of {quoted(other, MANY)}",) if other else ()),
    ]
    if parts:
        yield difference.at("lock.front-changed", fact, f"its front matter {joined_words(parts)}")


def _in_place(difference: Difference, key: str) -> str:
    """A short value and what stood in its place."""
    old, new = difference.said.front[key]
    return f"`{key}: {new}` in place of `{old}`"


def _keys(facts: Mapping[Key, Fact]) -> dict[str, str] | None:
    """The keys with their digests; None where the lock does not say."""
    line = next((fact for fact in facts.values() if isinstance(fact, FrontLine)), None)
    known = any(isinstance(fact, CodeLine) and fact.text for fact in facts.values())
    pairs = [row.rpartition(" ") for row in line.keys] if line is not None else []
    return {key: digest for key, _, digest in pairs} if line is not None or known else None
