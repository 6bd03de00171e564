"""Locks: the needs of a skill resolved for one kind of host as of a date, to exact versions with hashes."""

import datetime
import hashlib
import re
from typing import Any, Final, Literal

import msgspec

from skillrt.environment.package_rows import bad_node_lock, bad_python_row
from skillrt.errors import Diagnostic, InputError

_HEX: Final = re.compile(r"[0-9a-f]{64}")
_MAX_SIZE: Final = 16 * 1024 * 1024
ANEW: Final = (
    "remove the lock, or bind with `--upgrade --write-lock`: the needs are resolved anew, and it is replaced"
)


class ProgramRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """A program: its version where it was found and says it ('' else), and who provides it, as `apt-get install jq`
    with the package manager's name first."""

    name: str
    found: bool
    version: str = ""
    packages: tuple[str, ...] = ()


class Lock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One resolution.

    `needs` and `host` are keys (Needs.key, Host.identity), `date` the day before which (UTC) packages were published.
    `selected` are the needs that it covers, as `python:pandas`, sorted. `python` is the interpreter's version by two
    numbers ('' where none is needed), `packages` are `name==version --hash=sha256:...` in order; `node` is npm's
    lock without addresses, None where no package of Node is needed. `built` allows what must be built here.
    """

    schema_version: Literal[1] = 1
    needs: str
    host: str
    date: str
    selected: tuple[str, ...] = ()
    built: bool = False
    python: str = ""
    packages: tuple[str, ...] = ()
    node: dict[str, Any] | None = None
    programs: tuple[ProgramRow, ...] = ()
    variables: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """sha256 in hexadecimal digits over all but the programs, which come and go without the environment."""
        counted = msgspec.structs.replace(self, programs=())
        return hashlib.sha256(msgspec.json.encode(counted, order="sorted")).hexdigest()


class _LockFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    lock: Lock


def lock_bytes(lock: Lock) -> bytes:
    """The file's content: JSON with the key first, one row a line, one newline at the end. No addresses."""
    encoded = msgspec.json.encode(_LockFile(lock.key, lock), order="sorted")
    return msgspec.json.format(encoded, indent=1) + b"\n"


def read_lock(data: bytes, where: str) -> Lock:
    """The lock in the content of a file, checked. Raises InputError where it is none, where it was changed since it
    was written (its key does not match) and where a row is not what an installer may be given."""
    if len(data) > _MAX_SIZE:
        raise _bad(where, "it is larger than 16 MiB")
    try:
        file = msgspec.json.decode(data, type=_LockFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _bad(where, str(error)) from None
    lock = file.lock
    if file.key != lock.key:
        message = f"`{where}` was changed since it was written: its key is not that of its content"
        raise InputError(Diagnostic.of("bind.lock-mismatch", message, hint=f"if that is meant: {ANEW}"))
    if not (_HEX.fullmatch(lock.needs) and _HEX.fullmatch(lock.host)):
        raise _bad(where, "a key in it is none")
    if not is_date(lock.date):
        raise _bad(where, f"`{lock.date[:20]}` is no date")
    if lock.python and not re.fullmatch(r"\d{1,3}\.\d{1,3}", lock.python):
        raise _bad(where, f"`{lock.python[:20]}` is no version of Python")
    problem = next(filter(None, (bad_python_row(row) for row in lock.packages)), "")
    problem = problem or (bad_node_lock(lock.node) if lock.node is not None else "")
    if problem:
        raise _bad(where, problem)
    return lock


def is_date(text: str) -> bool:
    """Whether this is a day as `2026-11-28`."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def today() -> str:
    """The day (UTC) as locks have it."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _bad(where: str, why: str) -> InputError:
    return InputError(Diagnostic.of("bind.bad-lock", f"`{where}` is no lock: {why}", hint=ANEW))
