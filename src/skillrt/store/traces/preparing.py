"""Make records ready for the store: encoded, without secrets, each message apart so that it is kept once."""

from collections.abc import Callable
from typing import Final

import msgspec

from skillrt.store.traces.blobs import digest_of
from skillrt.store.traces.identity import identified
from skillrt.store.traces.records import Attempt, ExchangeRecord
from skillrt.store.traces.redaction import Redactor, redact_body, walked
from skillrt.store.traces.rows import Details, Pieces, Prepared, prepare
from skillrt.wire.exchange import Request

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

    def prepare(self, record: ExchangeRecord) -> tuple[Prepared | Deferred, int]:
        """The record ready to be written, or a function that makes it so; and about how many bytes it holds.

        Raises ValueError, TypeError, RecursionError for what cannot be encoded.
        """
        record = identified(record)
        headers = self._redactor.headers(record.headers)  # first: they say what the secrets of this exchange are
        request = record.request
        raw = Pieces(
            head=self.encoded(_head_of(request)) if request else None,
            tools=self.encoded(request.tools) if request and request.tools else None,
            messages=tuple(map(self.encoded, request.messages)) if request else None,
            response=self.encoded(record.response) if record.response else None,
            request_body=record.request_body or None,
            response_body=record.response_body or None,
        )
        size = sum(len(item) for item in (*raw[:2], *(raw.messages or ()), *raw[3:]) if isinstance(item, bytes))
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
        if self._epoch != self._redactor.epoch or len(self._clean) > _REMEMBERED:
            self._epoch = self._redactor.epoch
            self._clean = {}
        digest = digest_of(data)
        if digest in self._clean:
            return data
        tree = msgspec.json.decode(data)
        mended = self._redactor.tree(tree)
        if mended is not tree:
            return self._encode(mended)
        self._clean[digest] = None
        return data

    def _finished(self, record: ExchangeRecord, raw: Pieces, headers: tuple[tuple[str, str], ...]) -> Prepared:
        pieces = Pieces(
            head=self.redacted(raw.head) if raw.head else None,
            tools=self.redacted(raw.tools) if raw.tools else None,
            messages=None if raw.messages is None else tuple(map(self.redacted, raw.messages)),
            response=self.redacted(raw.response) if raw.response else None,
            request_body=redact_body(self._redactor, raw.request_body) if raw.request_body else None,
            response_body=redact_body(self._redactor, raw.response_body) if raw.response_body else None,
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


def _head_of(request: Request) -> Request:
    return msgspec.structs.replace(request, messages=(), tools=())
