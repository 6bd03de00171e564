"""Requests decoded with what was decoded before: a harness sends its whole history again with every request.

Holds for dialects whose messages are read one by one; others, and whatever is unusual, are decoded as a whole.
"""

from typing import Final

import msgspec
from msgspec.structs import replace

from skillrt.wire.codec import Codec
from skillrt.wire.exchange import Message, Request

_ONE_BY_ONE: Final = frozenset({"openai-chat", "anthropic-messages"})
_MOST: Final = 8 * 1024 * 1024
_LIST: Final = "messages"
_TOOLS: Final = frozenset({"tools", "functions"})
_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode
Rest = tuple[tuple[str, bytes], ...]


class RequestMemory:
    """Remembers messages by their bytes, and all the rest of a request by its. Forgets everything when it is full."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._size = 0
        self._messages: dict[bytes, Message] = {}
        self._rests: dict[Rest, Request] = {}

    def decode(self, codec: Codec, body: bytes, path: str) -> Request:
        """The request in `body`, as `codec.decode_request` gives it. Raises NotUnderstood as that does."""
        found = self._known(codec, body, path) if codec.dialect in _ONE_BY_ONE else None
        return codec.decode_request(body, path) if found is None else found

    def _known(self, codec: Codec, body: bytes, path: str) -> Request | None:
        try:
            members = _MEMBERS(body)
            listed = [bytes(item) for item in _ITEMS(members.pop(_LIST))]
        except (msgspec.MsgspecError, UnicodeError, RecursionError, KeyError):
            return None
        rest: Rest = ((codec.dialect, b""), *((key, bytes(value)) for key, value in members.items()))
        frame = self._rests.get(rest)
        unknown = [item for item in listed if item not in self._messages]
        if frame is None or unknown:
            # tools are most of the rest, and say nothing of how messages are read
            asked = rest if frame is None else tuple([item for item in rest if item[0] not in _TOOLS])
            learnt = self._learn(codec, asked, list(dict.fromkeys(unknown)), path)
            if learnt is None:
                return None
            frame = self._rests.setdefault(rest, learnt) if frame is None else frame
        messages = (*frame.messages, *map(self._messages.__getitem__, listed))
        return None if _is_marked(codec, frame.messages, messages) else replace(frame, messages=messages)

    def _learn(self, codec: Codec, rest: Rest, unknown: list[bytes], path: str) -> Request | None:
        """Decode what is not known; gives the request without its listed messages, None where it is unusual."""
        written = b",".join([msgspec.json.encode(key) + b":" + value for key, value in rest[1:]])
        small = b'{%b"messages":[%b]}' % (written + b"," if written else b"", b",".join(unknown))
        request = codec.decode_request(small, path)
        lead = len(request.messages) - len(unknown)
        if lead < 0 or _is_marked(codec, request.messages[:lead], request.messages):
            return None
        if self._size > self._most:
            self._messages, self._rests, self._size = {}, {}, 0
            return None
        self._size += len(small)
        self._messages.update(zip(unknown, request.messages[lead:], strict=True))
        return replace(request, messages=request.messages[:lead])


def _is_marked(codec: Codec, lead: tuple[Message, ...], messages: tuple[Message, ...]) -> bool:
    """Whether the first message is decoded differently because it stands first: Anthropic's system prompt has a place
    of its own, and one among the messages is marked."""
    return codec.dialect == "anthropic-messages" and not lead and bool(messages) and messages[0].role == "system"
