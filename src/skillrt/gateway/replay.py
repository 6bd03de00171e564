"""Answer model requests from a recording: a run is repeated without a model.

How exactly a request must be the recorded one: `strict`: the same messages, tools, settings and model; `normal`: the
same messages but for what is volatile; `order`: the next of its dialect, whatever it says.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Final, Literal

from skillrt.gateway.events import Answer
from skillrt.gateway.matching import Block, Masks, Rule, first_difference, in_order_of_calls, without_secrets
from skillrt.gateway.moving import moved
from skillrt.gateway.refusals import REPLAY, refusal
from skillrt.gateway.tape import Tape, clean_blocks
from skillrt.store.traces.redaction import Redactor
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Request

Match = Literal["strict", "normal", "order"]
Rules = tuple[Rule, ...]
_SHOWN: Final = 160
_END: Final = Block("end", "nothing more")


class Player:
    """Answers from a tape. `misses` are the words about requests that it has no answer for; `say` hears each."""

    def __init__(self, tape: Tape, match: Match = "normal", folders: Sequence[str] = (), rules: Rules = ()) -> None:
        self._match = match
        self._redactor = Redactor(secrets.token_bytes(32))
        self._masks = Masks(rules, (*tape.head.folders, *folders))
        self._moved = tuple(zip(tape.head.folders, folders, strict=False))
        self._entries = tape.entries
        self._compared = [self._comparable(item.blocks, item.frame) for item in tape.entries]
        self._used = [False] * len(tape.entries)
        self.misses: list[str] = []
        self.say: Callable[[str], None] = lambda _: None

    def answer(self, dialect: Dialect, path: str, body: bytes) -> Answer:
        """The recorded answer to this request, or an error that says where it differs from what was recorded."""
        try:
            request = codec(dialect).decode_request(body, path)
        except NotUnderstood as error:
            return self._miss(dialect, f"the request is not understood: {error}")
        index = self._next(dialect) if self._match == "order" else self._find(dialect, request)
        if index is None:
            return self._miss(dialect, self._explained(dialect, request))
        self._used[index] = True
        entry = self._entries[index]
        body = moved(entry.body, entry.content_type, entry.status, request, self._moved)
        return Answer(entry.status, (("Content-Type", entry.content_type),), body)

    def _comparable(self, blocks: Sequence[Block], frame: Sequence[Block]) -> tuple[Block, ...]:
        if self._match == "strict":
            return tuple(Block(item.place, without_secrets(item.text)) for item in (*frame, *blocks))
        return tuple(Block(item.place, self._masks.masked(item.text)) for item in in_order_of_calls(blocks))

    def _find(self, dialect: Dialect, request: Request) -> int | None:
        """The first unused one that is the same; a used one else: a harness that tries again gets the same answer."""
        given = self._comparable(*clean_blocks(request, self._redactor))
        same = [
            at for at, entry in enumerate(self._entries) if entry.dialect == dialect and self._compared[at] == given
        ]
        unused = [at for at in same if not self._used[at]]
        return next(iter((*unused, *reversed(same))), None)

    def _next(self, dialect: Dialect) -> int | None:
        entries = enumerate(self._entries)
        return next((at for at, entry in entries if entry.dialect == dialect and not self._used[at]), None)

    def _explained(self, dialect: Dialect, request: Request) -> str:
        """The first block in which the request differs from the recorded one that is most like it."""
        given = self._comparable(*clean_blocks(request, self._redactor))
        spoken = [at for at, entry in enumerate(self._entries) if entry.dialect == dialect]
        left = [at for at in spoken if not self._used[at]] or spoken
        if not left or self._match == "order":
            return f"the recording has no further request in the dialect {dialect}"
        near = max(left, key=lambda at: (*_likeness(self._compared[at], given), -at))
        at = first_difference(self._compared[near], given)
        wanted, found = ((*blocks, _END)[min(at, len(blocks))] for blocks in (self._compared[near], given))
        mine, theirs = _around(wanted.text, found.text)
        return (
            f"no recorded request is the same; the nearest, number {near + 1}, differs first in block {at + 1}:\n"
            f"  recorded ({wanted.place}): {mine}\n  now ({found.place}): {theirs}"
        )

    def _miss(self, dialect: Dialect, why: str) -> Answer:
        self.misses.append(why)
        for line in f"replay: {why}".splitlines():
            self.say(line)
        return refusal(dialect, 400, f"{REPLAY} {why}")


def _likeness(wanted: Sequence[Block], found: Sequence[Block]) -> tuple[int, int]:
    """How many blocks are the same, and how many characters of the next."""
    at = first_difference(wanted, found)
    mine, theirs = ((*blocks, _END)[min(at, len(blocks))].text for blocks in (wanted, found))
    return at, _shared(mine, theirs)


def _around(wanted: str, found: str) -> tuple[str, str]:
    """Both texts from shortly before their first difference."""
    at = _shared(wanted, found)
    start = max(at - _SHOWN // 4, 0)
    return _cut(wanted, start), _cut(found, start)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _cut(text: str, start: int) -> str:
    before, after = "... " if start else "", " ..." if len(text) > start + _SHOWN else ""
    return f"{before}{text[start : start + _SHOWN]!r}{after}"
