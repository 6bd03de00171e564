"""The receipt of an installation: what was put there, so that only that is replaced or removed."""

import json
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from skillrt.errors import Diagnostic, InputError
from skillrt.store import INSTALLED_FILE, FileRecord
from skillrt.store.files import is_inside
from skillrt.store.records import Digest

_VERSION: Final = 1
_MAX_SIZE: Final = 64 * 1024 * 1024


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which variant was installed (the digest of its manifest), for which harness, and every file as it was put."""

    schema_version: Annotated[int, Meta(ge=_VERSION, le=_VERSION)] = _VERSION
    name: str
    harness: str
    manifest: Digest
    files: tuple[FileRecord, ...]


def receipt_bytes(receipt: Receipt) -> bytes:
    """The JSON text."""
    return (json.dumps(msgspec.to_builtins(receipt), indent=1, ensure_ascii=True) + "\n").encode("ascii")


def read_receipt(folder: Path) -> Receipt | None:
    """The receipt in an installed skill; None where there is none. Raises InputError for a damaged one."""
    path = folder / INSTALLED_FILE
    if folder.is_symlink() or not path.is_file() or path.is_symlink():
        return None
    if path.stat().st_size > _MAX_SIZE:
        raise _bad(path, "it is larger than 64 MiB")
    try:
        receipt = msgspec.convert(json.loads(path.read_bytes()), Receipt)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise _bad(path, str(error) or type(error).__name__) from None
    for record in receipt.files:
        if not is_inside(record.path):
            raise _bad(path, f"the path `{record.path[:80]}` leaves the folder")
    return receipt


def stamp_of(folder: Path) -> int:
    """When it was installed (ns): no later installation in its place has the same. 0 where nothing is installed."""
    try:
        return (folder / INSTALLED_FILE).stat().st_mtime_ns
    except OSError:
        return 0


def _bad(path: Path, why: str) -> InputError:
    return InputError(Diagnostic.of("install.not-ours", f"`{path}` is not a receipt of an installation: {why}"))
