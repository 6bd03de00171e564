"""A recording of model requests with their answers: a file with one JSON object a line, without secrets.

Requests are kept as the blocks that are compared (matching.py), answers as what the harness got.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, InputError, MachineError, UsageError
from skillrt.gateway.account import Account
from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.headers import value_of
from skillrt.gateway.matching import Block, blocks_of, frame_of
from skillrt.gateway.recording import MOST_DECODED, record_of
from skillrt.store.traces import ExchangeRecord
from skillrt.store.traces.redaction import Redactor, redact_body
from skillrt.wire.exchange import Dialect, Request

FORMAT: Final = 1
_MOST_HEAD: Final = 1024 * 1024
_ANSWERED: Final = frozenset(("whole", "client-gone"))


class TapeHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: the format, the harness where known, and folders of the run that are others in the next one."""

    skillrt_tape: int = FORMAT
    harness: str = ""
    folders: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange; `body` is the answer without its content coding."""

    dialect: Dialect
    blocks: tuple[Block, ...]
    frame: tuple[Block, ...] = ()
    status: int = 200
    content_type: str = "application/json"
    body: str = ""


class Tape(msgspec.Struct, frozen=True):
    """A whole recording."""

    head: TapeHead
    entries: tuple[Entry, ...]


class TapeWriter:
    """Writes accounts to a file as they come, until `close`. `dropped` counts those that could not be written; `say`
    hears of the first of them.

    A recording with the same head is gone on with. Raises UsageError where the file holds anything else, which is
    left as it is, MachineError where it cannot be written.
    """

    def __init__(self, path: Path, head: TapeHead) -> None:
        self._redactor = Redactor(secrets.token_bytes(32))
        self._path = path
        self.dropped = 0
        self.say: Callable[[str], None] = lambda _: None
        try:
            goes_on = _goes_on(path, head)
            is_new = not path.exists()
            self._number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            if not goes_on:
                self._begin(head, is_new=is_new)
        except OSError as error:
            message = f"`{path}` cannot be written: {error.strerror}"
            raise MachineError(Diagnostic.of("machine.io", message)) from error

    def hear(self, account: Account) -> None:
        """Keep the account of a model request that was answered to its end, also where the client went away once it
        had the last event (Codex does)."""
        if account.ending not in _ANSWERED or account.dialect is None or account.response_body is None:
            return
        record = record_of(account)
        if account.ending != "whole" and record.error:
            return
        entry = _entry(account, record, self._redactor)
        if entry is None:
            self._drop("an answer was not understood")
            return
        try:
            self._write(entry)
        except OSError as error:
            self._drop(str(error.strerror))

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._number)

    def _begin(self, head: TapeHead, *, is_new: bool) -> None:
        """Write the head, or leave no file. Raises OSError."""
        try:
            self._write(head)
        except OSError:
            self.close()
            if is_new:
                self._path.unlink(missing_ok=True)
            raise

    def _write(self, value: TapeHead | Entry) -> None:
        """Write a line as a whole, or nothing of it: half a line would spoil the file. Nothing is kept back, which
        would have to be written at the end. Raises OSError."""
        data = memoryview(msgspec.json.encode(value) + b"\n")
        before = os.fstat(self._number).st_size
        try:
            while data:
                data = data[os.write(self._number, data) :]
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._number, before)
            raise

    def _drop(self, why: str) -> None:
        if not self.dropped:
            self.say(f"the recording `{self._path}` is not complete: {why}")
        self.dropped += 1


def read_tape(path: Path) -> Tape:
    """Read a recording. Raises UsageError where it is not there, InputError where it is none."""
    try:
        lines = path.read_bytes().splitlines()
        head = _head_in(lines[0] if lines else b"")
        if head.skillrt_tape != FORMAT:
            raise ValueError(f"its format is {head.skillrt_tape}, not {FORMAT}")
        return Tape(head, tuple(msgspec.json.decode(line, type=Entry) for line in lines[1:]))
    except FileNotFoundError:
        raise UsageError(Diagnostic.of("usage.path-missing", f"there is no recording `{path}`")) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise InputError(Diagnostic.of("gateway.bad-tape", f"`{path}` is no recording: {why}")) from error


def _head_in(line: bytes) -> TapeHead:
    """The head of a recording. Raises ValueError for any other object, also one that lacks the format."""
    if "skillrt_tape" not in msgspec.json.decode(line, type=dict[str, msgspec.Raw]):
        raise ValueError("it has no line that begins one")
    return msgspec.json.decode(line, type=TapeHead)


def _goes_on(path: Path, head: TapeHead) -> bool:
    """Whether the file is a recording with this head; False where nothing is in it. Raises UsageError, OSError."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with path.open("rb") as stream:
        first = stream.readline(_MOST_HEAD)
        stream.seek(-1, os.SEEK_END)
        is_whole = stream.read() == b"\n"
    try:
        if is_whole and _head_in(first) == head:
            return True
    except ValueError:
        pass  # another file
    message = f"`{path}` holds something already that this recording cannot go on with: name a file that is not there"
    raise UsageError(Diagnostic.of("usage.wrong-value", message))


def clean_blocks(request: Request, redactor: Redactor) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What is compared of a request, messages and frame, without secrets."""
    clean = redactor.tree(msgspec.to_builtins((blocks_of(request), frame_of(request))))
    return msgspec.convert(clean, tuple[tuple[Block, ...], tuple[Block, ...]])


def _entry(account: Account, record: ExchangeRecord, redactor: Redactor) -> Entry | None:
    if record.request is None or account.dialect is None:
        return None
    blocks, frame = clean_blocks(record.request, redactor)
    coding = value_of(account.response_headers, "content-encoding")
    try:
        body = decoded(account.response_body or b"", coding, MOST_DECODED)
        text = redact_body(redactor, body).decode()
    except (CannotDecode, UnicodeDecodeError):
        return None
    return Entry(
        dialect=account.dialect,
        blocks=blocks,
        frame=frame,
        status=account.status,
        content_type=value_of(account.response_headers, "content-type") or "application/json",
        body=text,
    )
