"""Make records ready for the store: encoded, without secrets, each message apart so that it is kept once."""

from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec

from skillrt.store.traces.blobs import digest_of
from skillrt.store.traces.identity import identified
from skillrt.store.traces.piece_memory import PieceMemory
from skillrt.store.traces.records import Attempt, ExchangeRecord
from skillrt.store.traces.redaction import Redactor, redact_body, walked
from skillrt.store.traces.rows import Details, Piece, Pieces, Prepared, prepare
from skillrt.wire.exchange import Message, Request

# more than this is looked through by the writer's thread, so that no event loop waits for it
_LARGE: Final = 512 * 1024
_REMEMBERED: Final = 50_000

Deferred = Callable[[], Prepared]


class Preparer:
    """Encodes and redacts. What was found clean once (by its digest) is not looked through again: a harness sends
    its whole history with each request."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._encode = msgspec.json.Encoder().encode
        self._clean: dict[bytes, None] = {}
        self._epoch = 0
        self._memory = PieceMemory()

    def prepare(self, record: ExchangeRecord) -> tuple[Prepared | Deferred, int]:
        """The record ready to be written, or a function that makes it so; and about how many bytes it holds.

        Raises ValueError, TypeError, RecursionError for what cannot be encoded.
        """
        record = identified(record)
        headers = self._redactor.headers(record.headers)  # first: they say what the secrets of this exchange are
        request = record.request
        raw = _Raw(
            head=self.encoded(_head_of(request)) if request else None,
            tools=self._known(request.tools) if request and request.tools else None,
            messages=self._listed(request.messages) if request else None,
            response=self.encoded(record.response) if record.response else None,
        )
        size = raw.size + len(record.request_body) + len(record.response_body)
        if size > _LARGE:
            return (lambda: self._finished(record, raw, headers)), size
        finished = self._finished(record, raw, headers)
        return finished, finished.size

    def encoded(self, value: object) -> bytes:
        """JSON; halves of surrogate pairs, which no UTF-8 can hold, become question marks."""
        try:
            return self._encode(value)
        except UnicodeError:
            tree = msgspec.to_builtins(value)
            return self._encode(walked(tree, lambda text: text.encode("utf-8", "replace").decode()))

    def redacted(self, data: bytes) -> bytes:
        """JSON without secrets."""
        return self._piece(data).data

    def _piece(self, data: bytes) -> Piece:
        """JSON without secrets, and its digest."""
        if self._epoch != self._redactor.epoch or len(self._clean) > _REMEMBERED:
            self._epoch = self._redactor.epoch
            self._clean = {}
        digest = digest_of(data)
        if digest in self._clean:
            return Piece(digest, data)
        tree = msgspec.json.decode(data)
        mended = self._redactor.tree(tree)
        if mended is not tree:
            return _named(self._encode(mended))
        self._clean[digest] = None
        return Piece(digest, data)

    def _listed(self, messages: tuple[Message, ...]) -> "_Listed":
        """What was made of the messages before: most of them were in the last request."""
        line = self._memory.line(messages, self._redactor.epoch)
        return _Listed(messages, line, [self._known(message) for message in messages[len(line) :]])

    def _all_made(self, listed: "_Listed") -> tuple[Piece, ...]:
        epoch = self._redactor.epoch
        pieces = (*listed.line, *[self._made(item) for item in listed.more])
        if epoch == self._redactor.epoch:
            self._memory.keep_line(listed.messages, pieces, epoch)
        return pieces

    def _known(self, value: object) -> "Piece | _Unmade":
        """What was made of an object of the request before, else the object with its JSON."""
        return self._memory.get(value, self._redactor.epoch) or _Unmade(value, self.encoded(value))

    def _made(self, item: "Piece | _Unmade") -> Piece:
        if isinstance(item, Piece):
            return item
        epoch = self._redactor.epoch
        piece = self._piece(item.raw)
        self._memory.keep(item.value, piece, epoch)
        return piece

    def _finished(self, record: ExchangeRecord, raw: "_Raw", headers: tuple[tuple[str, str], ...]) -> Prepared:
        bodies = [
            _named(redact_body(self._redactor, body)) if body else None
            for body in (record.request_body, record.response_body)
        ]
        pieces = Pieces(
            head=self._piece(raw.head) if raw.head else None,
            tools=self._made(raw.tools) if raw.tools else None,
            messages=None if raw.messages is None else self._all_made(raw.messages),
            response=self._piece(raw.response) if raw.response else None,
            request_body=bodies[0],
            response_body=bodies[1],
        )
        plain = msgspec.structs.replace(
            record,
            path=self._plain(record.path),
            error=self._plain(record.error),
            session=self._plain(record.session),
        )
        return prepare(
            plain,
            pieces,
            self.encoded(Details(headers, tuple(map(self._attempt, record.attempts)), self._plain(record.jit))),
        )

    def _attempt(self, attempt: Attempt) -> Attempt:
        return msgspec.structs.replace(attempt, error=self._plain(attempt.error)) if attempt.error else attempt

    def _plain(self, text: str) -> str:
        return self._redactor.text(text).encode("utf-8", "replace").decode() if text else text


class _Unmade(NamedTuple):
    """An object of which no piece was made yet, and its JSON."""

    value: object
    raw: bytes


class _Listed(NamedTuple):
    """Messages: the pieces of the first of them, which are known, and what there is of the others."""

    messages: tuple[Message, ...]
    line: tuple[Piece, ...]
    more: list[Piece | _Unmade]


class _Raw(NamedTuple):
    """The parts of a record: pieces, or JSON that may hold secrets still; None where there is none."""

    head: bytes | None
    tools: Piece | _Unmade | None
    messages: _Listed | None
    response: bytes | None

    @property
    def size(self) -> int:
        """Bytes that are to be looked through."""
        items = (*(self.messages.more if self.messages else ()), self.tools)
        unmade = sum([len(item.raw) for item in items if isinstance(item, _Unmade)])
        return len(self.head or b"") + len(self.response or b"") + unmade


def _named(data: bytes) -> Piece:
    return Piece(digest_of(data), data)


def _head_of(request: Request) -> Request:
    return msgspec.structs.replace(request, messages=(), tools=())
