"""Where variants are kept: their layout, their manifest, and writing them so that nothing is ever half-written."""

from skillrt.store.files import INSTALLED_FILE, MANIFEST_FILE, RESERVED_FOLDER, StoredFile, digest_of
from skillrt.store.manifest import (
    AnchorRecord,
    CompilerRecord,
    EditRecord,
    EliminationRecord,
    FileRecord,
    GuessRecord,
    Manifest,
    Run,
    SourceRecord,
    TargetRecord,
    TokenPair,
    TokenRecord,
    manifest_bytes,
    read_manifest,
)

__all__ = [
    "INSTALLED_FILE",
    "MANIFEST_FILE",
    "RESERVED_FOLDER",
    "AnchorRecord",
    "CompilerRecord",
    "EditRecord",
    "EliminationRecord",
    "FileRecord",
    "GuessRecord",
    "Manifest",
    "Run",
    "SourceRecord",
    "StoredFile",
    "TargetRecord",
    "TokenPair",
    "TokenRecord",
    "digest_of",
    "manifest_bytes",
    "read_manifest",
]
