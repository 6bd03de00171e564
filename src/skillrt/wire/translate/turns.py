"""A conversation as turns that hold in every dialect: who speaks, and each call directly followed by its result.

Providers want the results of all calls of a turn right after it, together. Harnesses put them there as a rule, but
dialects write them differently (messages of their own, parts of the user's message, items), runs are interrupted, and
some servers give calls no ids.
"""

from collections import deque
from typing import Literal

import msgspec

from skillrt.wire.exchange import Media, Message, Opaque, Text, Thinking, ToolCall, ToolResult

Speaker = Literal["system", "user", "assistant", "results"]
Said = Text | Media | Opaque | Thinking | ToolCall | ToolResult

_NO_RESULT = "This call has no result."


class Turn(msgspec.Struct, frozen=True):
    """What one speaker says at a time. `system` is said by system and developer alike; `results` are those of all
    calls of the turn before, in their order."""

    speaker: Speaker
    parts: tuple[Said, ...]


class _Place(msgspec.Struct, frozen=True):
    turn: int
    result: ToolResult


def turns_of(messages: tuple[Message, ...]) -> list[Turn]:
    """The turns of a conversation: results after their calls, neighbours of one speaker joined, nothing empty."""
    split = _joined([turn for message in messages for turn in _split(message)])
    return _joined(_paired(_identified(split)))


def _split(message: Message) -> list[Turn]:
    results = tuple(part for part in message.parts if isinstance(part, ToolResult))
    others = tuple(part for part in message.parts if not isinstance(part, ToolResult))
    speaker: Speaker = "user" if message.role == "tool" else "system" if message.role == "developer" else message.role
    return [Turn("results", results), Turn(speaker, others)]


def _joined(turns: list[Turn]) -> list[Turn]:
    joined: list[Turn] = []
    for turn in turns:
        if joined and joined[-1].speaker == turn.speaker and turn.parts:
            joined[-1] = Turn(turn.speaker, (*joined[-1].parts, *turn.parts))
        elif turn.parts:
            joined.append(turn)
    return joined


def _identified(turns: list[Turn]) -> list[Turn]:
    """Calls without an id get one by their place, and results without one the id of the first open call (of the same
    name, where the result has one)."""
    done: list[Turn] = []
    waiting: list[ToolCall] = []
    for number, turn in enumerate(turns):
        parts: list[Said] = []
        for place, part in enumerate(turn.parts):
            if isinstance(part, ToolCall) and not part.id:
                part = msgspec.structs.replace(part, id=f"call_{number}_{place}")
                waiting.append(part)
            elif isinstance(part, ToolResult) and not part.call:
                call = next((call for call in waiting if not part.name or call.name == part.name), None)
                if call is not None:
                    waiting.remove(call)
                    part = msgspec.structs.replace(part, call=call.id)
            parts.append(part)
        done.append(Turn(turn.speaker, tuple(parts)))
    return done


def _paired(turns: list[Turn]) -> list[Turn]:
    results = _results_by_call(turns)
    calls = _calls_by_id(turns)
    taken: set[int] = set()
    seen: set[str] = set()
    done: list[Turn] = []
    for number, turn in enumerate(turns):
        if turn.speaker == "results":
            # those that answered a call stand after it already
            left = [part for part in turn.parts if isinstance(part, ToolResult) and id(part) not in taken]
            done += [Turn("user", tuple(words for result in left for words in _orphan(result)))]
            continue
        said: list[Said] = []
        answered: list[ToolResult] = []
        for part in turn.parts:
            if isinstance(part, ToolCall):
                found = _answer(part, number, results, calls)
                if found is not None:
                    taken.add(id(found))
                part = _of_its_own(part, seen)
                answered.append(_result_of(part, found))
            said.append(part)
        done += [Turn(turn.speaker, tuple(said)), Turn("results", tuple(answered))]
    return done


def _of_its_own(call: ToolCall, seen: set[str]) -> ToolCall:
    """A call with an id that no call before it has: some servers begin to count anew in every turn."""
    identity, count = call.id, 1
    while identity in seen:
        count += 1
        identity = f"{call.id}_{count}"
    seen.add(identity)
    return call if identity == call.id else msgspec.structs.replace(call, id=identity)


def _results_by_call(turns: list[Turn]) -> dict[str, deque[_Place]]:
    found: dict[str, deque[_Place]] = {}
    for number, turn in enumerate(turns):
        for part in turn.parts:
            if isinstance(part, ToolResult):
                found.setdefault(part.call, deque()).append(_Place(number, part))
    return found


def _calls_by_id(turns: list[Turn]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, turn in enumerate(turns):
        for part in turn.parts:
            if isinstance(part, ToolCall):
                found.setdefault(part.id, []).append(number)
    return found


def _answer(
    call: ToolCall, number: int, results: dict[str, deque[_Place]], calls: dict[str, list[int]]
) -> ToolResult | None:
    """The result of a call: the first one after it, before a later call takes the same id."""
    waiting = results.get(call.id)
    while waiting and waiting[0].turn < number:
        waiting.popleft()
    later = next((other for other in calls[call.id] if other > number), None)
    if not waiting or (later is not None and waiting[0].turn > later):
        return None
    return waiting.popleft().result


def _result_of(call: ToolCall, result: ToolResult | None) -> ToolResult:
    if result is None:
        missing = (Text(text=_NO_RESULT),)
        return ToolResult(call=call.id, name=call.name, kind=call.kind, content=missing, is_error=True)
    return msgspec.structs.replace(result, call=call.id, name=result.name or call.name, kind=call.kind)


def _orphan(result: ToolResult) -> tuple[Text | Media | Opaque, ...]:
    """A result that answers no call, as words of the user."""
    named = f" of {result.name}" if result.name else ""
    return (Text(text=f"Result{named}, whose call is not here:"), *result.content)
