"""The variant whose workflow is executed."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, InputError, Place, UsageError
from skillrt.ir.workflow import WORKFLOW_FILE, WorkflowRecord
from skillrt.store import MANIFEST_FILE, digest_of
from skillrt.store.workflow_file import parse_workflow

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
    return Variant(place, parse_workflow(data, str(folder / WORKFLOW_FILE)), digest)


def _read(path: Path) -> bytes:
    if path.stat().st_size > _MAX_SIZE:
        message = f"`{path}` is larger than 64 MiB"
        raise InputError(Diagnostic.of("workflow.bad-record", message, Place(str(path), 1)))
    return path.read_bytes()
