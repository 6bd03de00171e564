"""The variant whose workflow is executed."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, InputError, Place, UsageError
from skillrt.ir.workflow import WORKFLOW_FILE, WORKFLOW_VERSION, WorkflowRecord
from skillrt.store import MANIFEST_FILE, digest_of
from skillrt.store.files import is_inside

_MAX_SIZE: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant's folder (absolute), its workflow, and the digest of its manifest and workflow together."""

    folder: Path
    record: WorkflowRecord
    digest: str


def read_variant(folder: Path) -> Variant:
    """Read what is to be executed. Raises UsageError where no variant is, InputError for a damaged record."""
    place = Path(os.path.abspath(folder))  # links as the user named them
    if not place.is_dir():
        raise UsageError(Diagnostic.of("usage.path-missing", f"`{folder}` does not exist"))
    path = place / WORKFLOW_FILE
    if not path.is_file():
        raise InputError(Diagnostic.of("workflow.none", f"`{folder}` has no `{WORKFLOW_FILE}`"))
    data = _read(path)
    manifest = place / MANIFEST_FILE
    own = _read(manifest) if manifest.is_file() else b""
    digest = hashlib.sha256(f"{digest_of(own)}\n{digest_of(data)}\n".encode()).hexdigest()
    return Variant(place, read_record(data, str(folder / WORKFLOW_FILE)), digest)


def read_record(data: bytes, where: str) -> WorkflowRecord:
    """The record in the bytes of a workflow file; `where` names it. Raises InputError where it is none."""
    try:
        record = msgspec.json.decode(data, type=WorkflowRecord)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise _bad(where, str(error) or type(error).__name__) from None
    if record.version != WORKFLOW_VERSION:
        raise _bad(where, f"it has the version {record.version}; this SkillRT reads {WORKFLOW_VERSION}")
    for step in record.steps:
        for command in step.commands:
            for item in command.files:
                if not is_inside(item.path):
                    raise _bad(where, f"the path `{item.path[:80]}` of step `{step.id}` leaves the folder")
    return record


def _read(path: Path) -> bytes:
    if path.stat().st_size > _MAX_SIZE:
        raise _bad(str(path), "it is larger than 64 MiB")
    return path.read_bytes()


def _bad(where: str, why: str) -> InputError:
    return InputError(Diagnostic.of("workflow.bad-record", f"`{where}` is no workflow: {why}", Place(where, 1)))
