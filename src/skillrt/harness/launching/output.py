"""Read what a harness writes to standard output, by the rules of its descriptor.

What is no JSON, or no event that a rule knows, is skipped: harnesses print warnings wherever they like.
"""

import codecs
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import msgspec

from skillrt.targets.launching import Output, Reading
from skillrt.wire.exchange import Usage

# An event that is longer is skipped: pi repeats the whole conversation in its last one.
_MAX_EVENT: Final = 64 * 1024 * 1024
_MAX_TEXT: Final = 4 * 1024 * 1024
_MAX_EXITS: Final = 10_000
_USAGE_FIELDS: Final = ("input", "output", "cache_read", "cache_write", "thinking")


@dataclass(frozen=True, slots=True)
class Said:
    """What the output said in the end: the answer, why it failed (empty where it did not), the usage as the harness
    counts it (None: it does not say), the tools that it named, in order, and how commands ended, by the ids of their
    calls."""

    text: str = ""
    error: str = ""
    usage: Usage | None = None
    calls: tuple[str, ...] = ()
    exits: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class OutputReader:
    """Fed with bytes as they come; `said` is the state so far. `feed` gives the names of tools newly called."""

    output: Output
    _rest: list[str] = field(default_factory=list[str])
    _size: int = 0
    _text: str = ""
    _error: str = ""
    _usage: dict[str, int] | None = None
    _calls: list[str] = field(default_factory=list[str])
    _exits: dict[str, int] = field(default_factory=dict[str, int])
    _decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")("replace")
    )

    def feed(self, data: bytes) -> list[str]:
        """Take more output; the tools that it says are called."""
        known = len(self._calls)
        text = self._decoder.decode(data)
        if self.output.form != "json-lines":
            self._keep(text)
            return []
        *lines, last = text.split("\n")
        for line in lines:
            self._keep(line)
            self._event(self._taken())
        self._keep(last)
        return self._calls[known:]

    def end(self) -> Said:
        """What the whole output said."""
        rest = self._taken() + self._decoder.decode(b"", True)
        if self.output.form == "text":
            self._text = rest[-_MAX_TEXT:].strip()
        elif self.output.form == "json":
            self._event(rest[max(rest.find("{"), 0) :])
        elif rest.strip():
            self._event(rest)
        return self.said

    @property
    def said(self) -> Said:
        """What was said so far."""
        usage = msgspec.convert(self._usage, Usage) if self._usage is not None else None
        return Said(self._text, self._error, usage, tuple(self._calls), tuple(self._exits.items()))

    def _keep(self, text: str) -> None:
        self._size += len(text)
        if self._size <= _MAX_EVENT:
            self._rest.append(text)

    def _taken(self) -> str:
        text = "".join(self._rest) if self._size <= _MAX_EVENT else ""
        self._rest.clear()
        self._size = 0
        return text

    def _event(self, line: str) -> None:
        if not line.lstrip().startswith("{"):
            return
        try:
            event: object = json.JSONDecoder().raw_decode(line.lstrip())[0]
        except (ValueError, RecursionError):
            return
        for reading in self.output.readings:
            if all(_equal(event, path, wanted) for path, wanted in reading.when.items()):
                self._take(event, reading)

    def _take(self, event: object, reading: Reading) -> None:
        if reading.text:
            self._take_text("".join(_texts(event, reading.text)), joins=reading.joins)
        if reading.error:
            found = "".join(_texts(event, reading.error))
            self._error = found or self._error or "it says that it failed, and not why"
        if reading.call:
            named = list(_texts(event, reading.call))
            self._calls += named
            self._text = "" if named and any(item.joins for item in self.output.readings) else self._text
        if reading.exit and len(self._exits) < _MAX_EXITS:
            named, statuses = _texts(event, reading.call_id), _numbers(event, (reading.exit,))
            self._exits |= {name: int(status) for name, status in zip(named, statuses, strict=False)}
        self._count(event, reading)

    def _take_text(self, text: str, *, joins: bool) -> None:
        if text.strip():
            self._error = ""
        self._text = ((self._text if joins else "") + text)[-_MAX_TEXT:] if joins or text.strip() else self._text

    def _count(self, event: object, reading: Reading) -> None:
        if reading.usage:
            old = self._usage if self._usage and reading.adds else dict.fromkeys(_USAGE_FIELDS, 0)
            self._usage = {
                name: old[name] + sum(int(number) for number in _numbers(event, reading.usage.get(name, ())))
                for name in _USAGE_FIELDS
            }


def _equal(event: object, path: str, wanted: str | bool | int) -> bool:
    return any(type(value) is type(wanted) and value == wanted for value in _values(event, path))


def _texts(event: object, path: str) -> Iterator[str]:
    return (value for value in _values(event, path) if isinstance(value, str))


def _numbers(event: object, paths: Sequence[str]) -> Iterator[float]:
    for path in paths:
        for value in _values(event, path):
            if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
                yield value


def _values(event: object, path: str) -> Iterator[object]:
    """What stands at a path; `*` goes through a list."""
    found: list[object] = [event]
    for step in path.split("."):
        following: list[object] = []
        for item in found:
            if step == "*" and isinstance(item, list):
                following += cast("list[object]", item)
            elif isinstance(item, dict) and step in item:
                following.append(cast("dict[str, Any]", item)[step])
        found = following
    return iter(found)
