"""Recoveries: a call that failed and a variation of it that worked, with what was changed."""

import difflib
import re
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from skillrt.gateway.assembly.calls import arguments_of
from skillrt.gateway.outcomes.failing import Cause, cause_of, command_of
from skillrt.store.traces import Call, Episode

_WORD: Final = re.compile(r"[A-Za-z0-9_./=:@+-]+|\S")
_ALIKE: Final = 0.5
_MAX_WORDS: Final = 2_000
_MAX_CHANGES: Final = 6
_MAX_TEXT: Final = 200


class Change(msgspec.Struct, frozen=True):
    """One difference between what failed and what worked. `between`: another call that came between and succeeded."""

    kind: Literal["replaced", "added", "removed", "between", "again"]
    before: str = ""
    after: str = ""


class Recovery(msgspec.Struct, frozen=True):
    """A call that failed and the variation that worked: turns, tool, arguments of both, cause, what was changed."""

    episode: str
    failed_turn: int
    worked_turn: int
    tool: str
    failed: str
    worked: str
    cause: Cause
    changes: tuple[Change, ...]


class _Place(msgspec.Struct, frozen=True):
    turn: int
    call: Call
    cause: Cause | None


def recoveries_of(episode: Episode) -> list[Recovery]:
    """The recoveries in an episode, by the turn of the failure."""
    calls = [
        _Place(at, call, cause_of(call))
        for at, turn in enumerate(episode.turns)
        for call in turn.calls
        if call.answered
    ]
    found: list[Recovery] = []
    for at, place in enumerate(calls):
        if place.cause is None:
            continue
        later = [other for other in calls[at + 1 :] if other.turn > place.turn]
        worked = next(
            (other for other in later if other.cause is None and _is_variation(place.call, other.call)), None
        )
        if worked is None or _fails_again(place, worked, later):
            continue
        between = [other for other in later if place.turn < other.turn < worked.turn and other.cause is None]
        found.append(
            Recovery(
                episode.id, place.turn, worked.turn, place.call.tool, place.call.arguments, worked.call.arguments,
                place.cause, _changes(place.call, worked.call, [other.call for other in between], place.cause),
            )
        )  # fmt: skip
    return found


def text_of(call: Call) -> str:
    """What a call does, as text: the command, or its arguments."""
    return command_of(call) or call.arguments


def _fails_again(place: _Place, worked: _Place, later: list[_Place]) -> bool:
    """Whether the same call failed once more before the one that worked: then that failure is the one recovered."""
    return any(
        other.cause is not None and other.turn < worked.turn and _is_variation(place.call, other.call)
        for other in later
    )


def _is_variation(failed: Call, worked: Call) -> bool:
    """Whether the second is another attempt at what the first was to do."""
    if failed.tool != worked.tool:
        return False
    if not command_of(failed):
        return _target(failed) == _target(worked)
    first, second = _words(command_of(failed)), _words(command_of(worked))
    if first == second:
        return True
    if not first or not second or _program(first) != _program(second):
        return _same_but_program(first, second)
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE


def _same_but_program(first: list[str], second: list[str]) -> bool:
    """`python x.py` and `python3 x.py`; `pdftotext a b` and `/usr/bin/pdftotext a b`."""
    return len(first) > 1 and first[1:] == second[1:]


def _program(words: list[str]) -> str:
    return words[0].rpartition("/")[2] if words else ""


def _target(call: Call) -> tuple[str, ...]:
    """What a call to a tool that is no shell works on: its short first argument, else nothing but the tool."""
    arguments = arguments_of(call.arguments)
    paths = [
        value
        for name, value in sorted(arguments.items())
        if "path" in name.lower() or name in {"file", "url", "name"}
    ]
    return tuple(value for value in paths if isinstance(value, str))[:1]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)[:_MAX_WORDS]


def _changes(failed: Call, worked: Call, between: list[Call], cause: Cause) -> tuple[Change, ...]:
    before, after = text_of(failed), text_of(worked)
    helped = tuple(Change("between", after=_short(text_of(call))) for call in between if _may_help(call, cause))
    if before == after:
        return helped or (Change("again"),)
    first, second = _words(before), _words(after)
    changes = tuple(_differences(first, second))
    if len(changes) > _MAX_CHANGES:
        named = cause.detail.partition(".")[0]
        gone = named and named in before and named not in after
        changes = (Change("removed", before=named),) if gone else changes[:_MAX_CHANGES]
    return helped + changes


def _differences(first: list[str], second: list[str]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    for kind, begin, end, other_begin, other_end in matcher.get_opcodes():
        if kind != "equal":
            word: Literal["replaced", "added", "removed"] = (
                "added" if kind == "insert" else "removed" if kind == "delete" else "replaced"
            )
            yield Change(word, _short(" ".join(first[begin:end])), _short(" ".join(second[other_begin:other_end])))


def _may_help(call: Call, cause: Cause) -> bool:
    """Whether a call between may have made the difference: it changes something, or names what was missing."""
    text = text_of(call)
    if cause.detail and cause.detail.partition(".")[0] in text:
        return True
    return call.operation in {"file.write", "file.edit"} or bool(
        re.search(r"\b(?:install|mkdir|chmod|export|touch|cp|mv|ln|unzip|tar|sed -i|add)\b", text)
    )


def _short(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"
