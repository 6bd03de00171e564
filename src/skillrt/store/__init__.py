"""Where variants are kept: their layout, their manifest, and writing them so that nothing is ever half-written."""

from skillrt.store.files import INSTALLED_FILE, MANIFEST_FILE, RESERVED_FOLDER, StoredFile, digest_of
from skillrt.store.manifest import Manifest, manifest_bytes, read_manifest
from skillrt.store.records import (
    AnchorRecord,
    CompilerRecord,
    EditRecord,
    EliminationRecord,
    FileRecord,
    GapRecord,
    GuessRecord,
    MadeRecord,
    RelocationRecord,
    Run,
    SourceRecord,
    TargetRecord,
    TokenPair,
    TokenRecord,
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
    "GapRecord",
    "GuessRecord",
    "MadeRecord",
    "Manifest",
    "RelocationRecord",
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
