"""Recoveries: a call that failed and a variation of it that worked, with what was changed."""

import difflib
import re
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from skillrt.gateway.assembly.calls import arguments_of
from skillrt.gateway.outcomes.command_lines import Step, steps_of
from skillrt.gateway.outcomes.failing import Cause, cause_of, command_of
from skillrt.gateway.outcomes.rules import words
from skillrt.store.traces import Call, Episode

_WORD: Final = re.compile(r"[A-Za-z0-9_./=:@+-]+|&&|\|\||<<|>>|\S")
# causes that another program with the same arguments may do without
_OF_PROGRAM: Final = frozenset({"missing-program", "permission"})
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
            (other for other in later if other.cause is None and _is_variation(place.call, other.call, place.cause)),
            None,
        )
        if worked is None or _fails_again(place.call, place.cause, worked.turn, later):
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


def _fails_again(call: Call, cause: Cause, worked: int, later: list[_Place]) -> bool:
    """Whether the same call failed once more before the turn that worked: then that failure is the one recovered."""
    return any(
        other.cause is not None and other.turn < worked and _is_variation(call, other.call, cause) for other in later
    )


def _is_variation(failed: Call, worked: Call, cause: Cause) -> bool:
    """Whether the second is another attempt at what the first was to do."""
    if failed.tool != worked.tool:
        return False
    if not command_of(failed):
        mine, theirs = _target(failed), _target(worked)
        return mine == theirs or (cause.kind == "wrong-path" and _names_of(mine) == _names_of(theirs))
    first, second = command_of(failed), command_of(worked)
    if first == second:
        return True
    mine, theirs = _work(first), _work(second)
    if not {step.program for step in mine} & {step.program for step in theirs}:
        return cause.kind in _OF_PROGRAM and _same_but_program(mine, theirs)
    failing = [step for step in mine if step is mine[-1] or _names(cause.evidence, step.program)]
    pairs = ((one, other) for one in failing for other in theirs if one.program == other.program)
    return _alike(_content(first), _content(second)) or any(
        _alike(_content_of(one), _content_of(other)) for one, other in pairs
    )


def _names(evidence: str, program: str) -> bool:
    """Whether it is this program that complains."""
    return evidence.partition(":")[0].rpartition("/")[2] == program


def _work(command: str) -> list[Step]:
    """The steps that do the work, without those that make something ready; all where there are no others."""
    steps = steps_of(command)
    return [step for step in steps if step.program not in words().prepares] or list(steps)


def _same_but_program(mine: list[Step], theirs: list[Step]) -> bool:
    """`python x.py` and `python3 x.py`; `pdftotext a b` and `/usr/bin/pdftotext a b`."""
    return any(len(one.words) > 1 and one.words[1:] == other.words[1:] for one in mine for other in theirs)


def _alike(mine: list[str], theirs: list[str]) -> bool:
    """Whether at least half of what they are about is the same; both may be about nothing."""
    if not mine and not theirs:
        return True
    return difflib.SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= _ALIKE


def _content(command: str) -> list[str]:
    """The words that say what it is about: no punctuation, options and programs, and the folders of paths apart."""
    programs = {step.program for step in steps_of(command)}
    return [word for word in _pieces(_words(command)) if word not in programs]


def _content_of(step: Step) -> list[str]:
    return _pieces([piece for word in step.words[1:] for piece in _words(word)])


def _pieces(found: list[str]) -> list[str]:
    said = (word for word in found if not word.startswith("-") and any(letter.isalnum() for letter in word))
    return [piece for word in said for piece in word.split("/") if piece.strip("./")]


def _target(call: Call) -> tuple[str, ...]:
    """What a call to a tool that is no shell works on: its short first argument, else nothing but the tool."""
    arguments = arguments_of(call.arguments)
    paths = [
        value
        for name, value in sorted(arguments.items())
        if "path" in name.lower() or name in {"file", "url", "name"}
    ]
    return tuple(value for value in paths if isinstance(value, str))[:1]


def _names_of(target: tuple[str, ...]) -> list[str]:
    """The names of files without their folders."""
    return [path.rpartition("/")[2] for path in target]


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
