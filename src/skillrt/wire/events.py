"""Event streams (`text/event-stream`): bytes cut anywhere to events, and events to bytes.

As the HTML standard says (https://html.spec.whatwg.org/multipage/server-sent-events.html, read 2026-11-28), with one
leniency that every client of a model has: a last event without its blank line counts.
"""

import msgspec

from skillrt.wire.codec import NotUnderstood

CONTENT_TYPE = "text/event-stream"

# what one event may hold, in bytes; an image in base64 fits in
EVENT_LIMIT = 32 * 1024 * 1024

_BOM = b"\xef\xbb\xbf"


class Event(msgspec.Struct, frozen=True):
    """One event: its name ("" where it has none), its data with lines divided by one line feed, its id and the
    reconnection time in milliseconds where it states them."""

    data: str
    name: str = ""
    id: str = ""
    retry: int | None = None


class EventDecoder:
    """Bytes to events. Holds no more than one unfinished event, whose size is limited."""

    def __init__(self, limit: int = EVENT_LIMIT) -> None:
        self._limit = limit
        self._line: list[bytes] = []  # pieces of the line that has not ended yet
        self._line_size = 0
        self._after_return = False
        self._at_start = True
        self._clear()

    def feed(self, data: bytes) -> list[Event]:
        """The events that the bytes complete. NotUnderstood where an event outgrows the limit."""
        if not data:
            return []
        if self._after_return and data.startswith(b"\n"):
            data = data[1:]
        self._after_return = False
        if b"\r" in data:
            self._after_return = data.endswith(b"\r")
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = data.split(b"\n")
        rest = lines.pop()
        if not lines:
            self._keep(rest)
            return []
        lines[0] = self._joined(lines[0])
        events = [event for line in lines if (event := self._take(line)) is not None]
        self._keep(rest)
        return events

    def end(self) -> list[Event]:
        """The last event, where the stream ended without its blank line."""
        event = self._take(self._joined(b"")) if self._line else None
        return [one for one in (event, self._finish()) if one is not None]

    def _clear(self) -> None:
        self._data: list[str] = []
        self._name = ""
        self._id = ""
        self._retry: int | None = None
        self._size = 0

    def _keep(self, rest: bytes) -> None:
        if rest:
            self._line.append(rest)
            self._line_size += len(rest)
            self._check()

    def _joined(self, last: bytes) -> bytes:
        line = b"".join([*self._line, last]) if self._line else last
        self._line.clear()
        self._line_size = 0
        return line

    def _check(self) -> None:
        if self._size + self._line_size > self._limit:
            raise NotUnderstood(f"an event of more than {self._limit} bytes")

    def _take(self, line: bytes) -> Event | None:
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BOM)
        if not line:
            return self._finish()
        if line.startswith(b":"):
            return None
        field, _, rest = line.partition(b":")
        value = rest.removeprefix(b" ").decode("utf-8", "replace")
        if field == b"data":
            self._data.append(value)
            self._size += len(line)
            self._check()
        elif field == b"event":
            self._name = value
        elif field == b"id" and "\0" not in value:
            self._id = value
        elif field == b"retry" and rest.strip().isdigit() and len(value) < 12:
            self._retry = int(value)
        return None

    def _finish(self) -> Event | None:
        data, name, identity, retry = self._data, self._name, self._id, self._retry
        self._clear()
        return Event("\n".join(data), name, identity, retry) if data else None


def encode_event(event: Event) -> bytes:
    """The bytes of one event with its blank line."""
    lines: list[str] = []
    if event.name:
        lines.append("event: " + _one_line(event.name))
    if event.id:
        lines.append("id: " + _one_line(event.id))
    if event.retry is not None:
        lines.append(f"retry: {event.retry}")
    lines += ["data: " + line for line in event.data.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return ("\n".join(lines) + "\n\n").encode()


def encode_data(data: bytes, name: str = "") -> bytes:
    """The bytes of an event whose data is one line, JSON as a rule."""
    return (b"event: %b\ndata: %b\n\n" % (name.encode(), data)) if name else (b"data: %b\n\n" % data)


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())
