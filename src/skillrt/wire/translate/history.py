"""The messages of a conversation for another dialect."""

import msgspec

from skillrt.wire.exchange import Dialect, Extra, Media, Message, Opaque, Part, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.media import ANY_IMAGE
from skillrt.wire.translate.names import ToolNames, fitting_id
from skillrt.wire.translate.parts import carried_call, carried_content, carried_result
from skillrt.wire.translate.target import Limits, Losses
from skillrt.wire.translate.turns import Said, Turn, turns_of

# Between the others a system message is said by the user, set apart by the tags that harnesses use for such notes.
REMINDER = ("<system-reminder>\n", "\n</system-reminder>")
_BEGIN = "(The conversation begins here.)"
# chat servers take lists of texts in some messages and not in others; a text is taken everywhere
_BETWEEN = "\n\n"


Content = Text | Media | Opaque


class _Carried:
    """A turn in the form of the target: its parts, results apart."""

    def __init__(self, speaker: str) -> None:
        self.speaker = speaker
        self.parts: list[Part] = []


def carried_messages(
    messages: tuple[Message, ...], dialect: Dialect, limits: Limits, names: ToolNames, losses: Losses
) -> tuple[Message, ...]:
    """The messages as the dialect wants them, leading system messages as one."""
    turns = turns_of(messages)
    carried: list[_Carried] = []
    for number, turn in enumerate(turns):
        if turn.speaker == "system":
            _add_system(turn, carried, limits, losses, leading=number == 0)
        elif turn.speaker == "results":
            _add_results(turn, carried, limits, losses)
        else:
            parts = [_said(part, dialect, limits, names, losses) for part in turn.parts]
            _add(carried, turn.speaker, _signed([part for part in parts if part is not None], limits))
    _begin_with_user(carried, dialect)
    _mark_for_cache(carried, limits)
    shaped = [_shaped(turn, dialect) for turn in carried if turn.parts]
    return tuple(message for some in shaped for message in some)


def _add(carried: list[_Carried], speaker: str, parts: list[Part]) -> None:
    if not parts:
        return
    if not carried or carried[-1].speaker != speaker:
        carried.append(_Carried(speaker))
    carried[-1].parts += parts


def _add_system(turn: Turn, carried: list[_Carried], limits: Limits, losses: Losses, *, leading: bool) -> None:
    words = [
        found for part in turn.parts if isinstance(part, Content) and (found := carried_content(part, (), losses))
    ]
    if leading or limits.system_between:
        _add(carried, "system", list(words))
        return
    start, end = REMINDER
    text = _BETWEEN.join(part.text for part in words if isinstance(part, Text))
    _add(carried, "user", [Text(text=start + text + end)] if text else [])


def _add_results(turn: Turn, carried: list[_Carried], limits: Limits, losses: Losses) -> None:
    results: list[Part] = []
    beside: list[Part] = []
    for part in turn.parts:
        if isinstance(part, ToolResult):
            result, media = carried_result(part, limits, losses)
            results.append(_with_id(result, limits))
            if media:
                beside += [Text(text=f"From the result of {part.name or 'a tool'} ({part.call}):"), *media]
    _add(carried, "results", results)
    _add(carried, "user", beside)


def _with_id(result: ToolResult, limits: Limits) -> ToolResult:
    call = fitting_id(result.call, limits.call_id_length)
    return ToolResult(call=call, content=result.content, name=result.name, kind=result.kind, is_error=result.is_error)


def _said(part: Said, dialect: Dialect, limits: Limits, names: ToolNames, losses: Losses) -> Part | None:
    if isinstance(part, ToolCall):
        call = carried_call(part, names, limits)
        return ToolCall(
            id=fitting_id(call.id, limits.call_id_length), name=call.name, arguments=call.arguments, kind=call.kind
        )
    if isinstance(part, Thinking):
        # unsigned thinking came from a chat model, which wants it back; no other provider takes it
        return Thinking(text=part.text) if dialect == "openai-chat" and _is_unsigned(part) else None
    if isinstance(part, ToolResult):
        return None
    content = carried_content(part, limits.media, losses)
    if dialect == "gemini" and isinstance(content, Media) and content.media_type == ANY_IMAGE:
        # a type is asked for as it is or not at all
        return msgspec.structs.replace(content, media_type="")
    return content


def _signed(parts: list[Part], limits: Limits) -> list[Part]:
    """Where the provider wants a signature on the first call of a turn, the word that stands in for one."""
    first = next((place for place, part in enumerate(parts) if isinstance(part, ToolCall)), None)
    if limits.signature and first is not None:
        parts[first] = msgspec.structs.replace(parts[first], signature=limits.signature)
    return parts


def _is_unsigned(part: Thinking) -> bool:
    return bool(part.text) and not part.signature and not part.hidden


def _begin_with_user(carried: list[_Carried], dialect: Dialect) -> None:
    """Two dialects want the user to speak first."""
    first = next((turn for turn in carried if turn.speaker != "system"), None)
    if dialect in ("anthropic-messages", "gemini") and (first is None or first.speaker != "user"):
        begin = _Carried("user")
        begin.parts.append(Text(text=_BEGIN))
        carried.insert(1 if carried and carried[0].speaker == "system" else 0, begin)


def _mark_for_cache(carried: list[_Carried], limits: Limits) -> None:
    """Mark the ends of the system message and of all that was said: the next turn begins with the same."""
    if not limits.cache_mark:
        return
    mark = (Extra(key="cache_control", json=limits.cache_mark),)
    for turn in {id(turn): turn for turn in (carried[0], carried[-1])}.values():
        if turn.speaker != "assistant":
            turn.parts[-1] = msgspec.structs.replace(turn.parts[-1], extra=mark)


def _shaped(turn: _Carried, dialect: Dialect) -> list[Message]:
    if turn.speaker == "results":
        if dialect in ("anthropic-messages", "gemini"):
            # all of them in one message, which is the user's
            return [Message(role="user", parts=tuple(turn.parts))]
        results = [part for part in turn.parts if isinstance(part, ToolResult)]
        shaped = [_worded(part) for part in results] if dialect == "openai-chat" else results
        return [Message(role="tool", parts=(part,)) for part in shaped]
    role = "system" if turn.speaker == "system" else "assistant" if turn.speaker == "assistant" else "user"
    parts = _texts_joined(turn.parts) if dialect == "openai-chat" else turn.parts
    return [Message(role=role, parts=tuple(parts))]


def _worded(result: ToolResult) -> ToolResult:
    text = "\n".join(part.text for part in result.content if isinstance(part, Text))
    return ToolResult(call=result.call, content=(Text(text=text),))


def _texts_joined(parts: list[Part]) -> list[Part]:
    """All texts as one, where there is nothing but texts, thinking and calls."""
    texts = [part.text for part in parts if isinstance(part, Text)]
    if len(texts) < 2 or any(isinstance(part, Media) for part in parts):
        return parts
    first = next(place for place, part in enumerate(parts) if isinstance(part, Text))
    rest = [part for part in parts if not isinstance(part, Text)]
    before = sum(not isinstance(part, Text) for part in parts[:first])
    return [*rest[:before], Text(text=_BETWEEN.join(texts)), *rest[before:]]
