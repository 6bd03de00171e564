"""Requests decoded with what was decoded before: a harness sends its whole history again with every request.

Holds for dialects whose messages are read one by one; others, and whatever is unusual, are decoded as a whole. Of a
history that begins as one of the last ones did only the end is looked at (histories.py).
"""

from typing import Final

import msgspec
from msgspec.structs import replace

from skillrt.gateway.histories import Begun, Histories
from skillrt.wire.codec import Codec
from skillrt.wire.exchange import Dialect, Message, Request

_ONE_BY_ONE: Final = frozenset({"openai-chat", "anthropic-messages"})
_MOST: Final = 8 * 1024 * 1024
_LIST: Final = "messages"
_BLANK: Final = b" \t\r\n"
_TOOLS: Final = frozenset({"tools", "functions"})
_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode
Rest = tuple[tuple[str, bytes], ...]


class RequestMemory:
    """Remembers messages by their bytes, and all the rest of a request by its. Forgets everything when it is full."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._of: dict[Dialect, _Known] = {}

    def decode(self, codec: Codec, body: bytes, path: str) -> Request:
        """The request in `body`, as `codec.decode_request` gives it. Raises NotUnderstood as that does."""
        if codec.dialect not in _ONE_BY_ONE:
            return codec.decode_request(body, path)
        known = self._of.setdefault(codec.dialect, _Known(codec, self._most))
        found = known.decode(body, path)
        if known.size > self._most:
            del self._of[codec.dialect]
        return codec.decode_request(body, path) if found is None else found


class _Known:
    """What is known of requests in one dialect."""

    def __init__(self, codec: Codec, most: int) -> None:
        self._codec = codec
        self.size = 0
        self._messages: dict[bytes, Message] = {}
        self._rests: dict[Rest, Request] = {}
        self._last: tuple[Rest, Request] | None = None
        self._histories = Histories(most)

    def decode(self, body: bytes, path: str) -> Request | None:
        """The request, None where it is unusual."""
        try:
            members = _MEMBERS(body)
            written = bytes(members.pop(_LIST))
            begun = self._histories.begun(written)
            listed = _behind(written, begun)
        except (msgspec.MsgspecError, UnicodeError, RecursionError, KeyError):
            return None
        if listed is None:
            return None
        rest: Rest = tuple([(key, bytes(value)) for key, value in members.items()])
        frame = self._frame(rest)
        unknown = [item for item in listed if item not in self._messages]
        if frame is None or unknown:
            # tools are most of the rest, and say nothing of how messages are read
            asked = rest if frame is None else tuple([item for item in rest if item[0] not in _TOOLS])
            learnt = self._learn(asked, list(dict.fromkeys(unknown)), path)
            if learnt is None:
                return None
            frame = self._rests.setdefault(rest, learnt) if frame is None else frame
        self._last = rest, frame
        history = (*begun.messages, *map(self._messages.__getitem__, listed))
        self._histories.keep(begun, written, listed, history)
        messages = (*frame.messages, *history) if frame.messages else history
        return None if _is_marked(self._codec, frame.messages, messages) else replace(frame, messages=messages)

    def _frame(self, rest: Rest) -> Request | None:
        """All of the request but its listed messages, where it was read before."""
        # two that are compared need not be hashed
        return self._last[1] if self._last and self._last[0] == rest else self._rests.get(rest)

    def _learn(self, rest: Rest, unknown: list[bytes], path: str) -> Request | None:
        """Decode what is not known; gives the request without its listed messages, None where it is unusual."""
        written = b",".join([msgspec.json.encode(key) + b":" + value for key, value in rest])
        small = b'{%b"messages":[%b]}' % (written + b"," if written else b"", b",".join(unknown))
        request = self._codec.decode_request(small, path)
        lead = len(request.messages) - len(unknown)
        if lead < 0 or _is_marked(self._codec, request.messages[:lead], request.messages):
            return None
        self.size += len(small)
        self._messages.update(zip(unknown, request.messages[lead:], strict=True))
        return replace(request, messages=request.messages[:lead])


def _behind(written: bytes, begun: Begun) -> list[bytes] | None:
    """The messages of a list behind those that it begins with, None where it does not go on as a list does."""
    if not begun.messages:
        return [bytes(item) for item in _ITEMS(written)]
    left = written[begun.end :].lstrip(_BLANK)
    if left == b"]":
        return []
    return [bytes(item) for item in _ITEMS(b"[" + left[1:])] or None if left.startswith(b",") else None


def _is_marked(codec: Codec, lead: tuple[Message, ...], messages: tuple[Message, ...]) -> bool:
    """Whether the first message is decoded differently because it stands first: Anthropic's system prompt has a place
    of its own, and one among the messages is marked."""
    return codec.dialect == "anthropic-messages" and not lead and bool(messages) and messages[0].role == "system"
