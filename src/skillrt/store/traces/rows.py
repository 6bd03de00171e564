"""Exchange records as rows and blobs, and back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import msgspec

from skillrt.store.traces.blobs import DIGEST_SIZE
from skillrt.store.traces.records import Attempt, ExchangeRecord
from skillrt.wire.exchange import Message, Request, Response, ToolSpec

# the columns of `exchanges` that hold what their name says, in the order of `Prepared.columns`
COLUMNS: Final = (
    "id", "scope", "run", "session", "agent", "parent_agent", "harness", "dialect", "model", "upstream", "path",
    "started", "first_byte_ms", "total_ms", "status", "attempts", "understood", "stream", "error", "stop",
    "input", "output", "cache_read", "cache_write", "thinking", "details",
    "head", "tools", "messages", "response", "request_body", "response_body",
)  # fmt: skip


Statement = tuple[str, tuple[object, ...]]  # SQL, and its values


class Details(msgspec.Struct, frozen=True):
    """What is kept of an exchange without a column of its own."""

    headers: tuple[tuple[str, str], ...] = ()
    attempts: tuple[Attempt, ...] = ()
    jit: str = ""


class Piece(NamedTuple):
    """A long part of a record, as JSON or raw bytes that hold no secret, and the digest that names it."""

    digest: bytes
    data: bytes


class Pieces(NamedTuple):
    """The long parts of a record; None where there is none."""

    head: Piece | None
    tools: Piece | None
    messages: tuple[Piece, ...] | None
    response: Piece | None
    request_body: Piece | None
    response_body: Piece | None


class Prepared(NamedTuple):
    """A record ready to be written: the values of COLUMNS, and the blobs that they name (some twice)."""

    columns: tuple[Any, ...]
    blobs: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """About how many bytes it holds in memory."""
        return 1_000 + sum([len(data) for _, data in self.blobs])


def scope_of(record: ExchangeRecord) -> str:
    """What the exchange is put together with: its run, else the harness's session, else the day (UTC)."""
    if record.run:
        return f"run:{record.run}"
    if record.session:
        return f"session:{record.harness}:{record.session}"
    day = datetime.fromtimestamp(record.started // 1_000_000_000, UTC).strftime("%Y-%m-%d")
    return f"day:{record.harness or record.dialect}:{day}"


def prepare(record: ExchangeRecord, pieces: Pieces, details: bytes) -> Prepared:
    """The row and the blobs of a record whose texts hold no secret any more."""
    blobs: list[Piece] = list(pieces.messages or ())

    def keep(piece: Piece | None) -> bytes | None:
        if piece is None:
            return None
        blobs.append(piece)
        return piece.digest

    messages = None if pieces.messages is None else b"".join([digest for digest, _ in pieces.messages])
    response = record.response
    usage = response.usage if response else None
    columns = (
        record.id, scope_of(record), record.run, record.session, record.agent, record.parent_agent, record.harness,
        record.dialect, record.model, record.upstream, record.path, record.started, record.first_byte_ms,
        record.total_ms, record.status, max(len(record.attempts), 1), record.understood, record.stream, record.error,
        response.stop if response else "",
        usage.input if usage else 0, usage.output if usage else 0, usage.cache_read if usage else 0,
        usage.cache_write if usage else 0, usage.thinking if usage else 0, details.decode(),
        keep(pieces.head), keep(pieces.tools), messages, keep(pieces.response), keep(pieces.request_body),
        keep(pieces.response_body),
    )  # fmt: skip
    return Prepared(columns, tuple(blobs))


def record_of(
    row: dict[str, Any], blob: Callable[[bytes], bytes], message: Callable[[bytes], Message]
) -> ExchangeRecord:
    """The record of a row; `blob` gives content by digest, `message` a decoded message. Raises ValueError."""
    details = msgspec.json.decode(row["details"], type=Details)
    response = msgspec.json.decode(blob(row["response"]), type=Response) if row["response"] else None
    return ExchangeRecord(
        id=row["id"], started=row["started"], run=row["run"], session=row["session"], agent=row["agent"],
        parent_agent=row["parent_agent"], harness=row["harness"], dialect=row["dialect"], model=row["model"],
        upstream=row["upstream"], path=row["path"], first_byte_ms=row["first_byte_ms"], total_ms=row["total_ms"],
        status=row["status"], attempts=details.attempts, understood=bool(row["understood"]),
        stream=bool(row["stream"]), request=_request_of(row, blob, message), response=response,
        request_body=blob(row["request_body"]) if row["request_body"] else b"",
        response_body=blob(row["response_body"]) if row["response_body"] else b"",
        headers=details.headers, error=row["error"], jit=details.jit,
    )  # fmt: skip


def _request_of(
    row: dict[str, Any], blob: Callable[[bytes], bytes], message: Callable[[bytes], Message]
) -> Request | None:
    if row["head"] is None:
        return None
    head = msgspec.json.decode(blob(row["head"]), type=Request)
    packed: bytes = row["messages"] or b""
    digests = [packed[at : at + DIGEST_SIZE] for at in range(0, len(packed), DIGEST_SIZE)]
    tools = msgspec.json.decode(blob(row["tools"]), type=tuple[ToolSpec, ...]) if row["tools"] else ()
    return msgspec.structs.replace(head, messages=tuple(map(message, digests)), tools=tools)
