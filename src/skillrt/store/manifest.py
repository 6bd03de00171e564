"""The manifest: what a variant was made from, for what, by what, and every edit with its reason (the source map)."""

import json
from importlib import resources
from typing import Annotated, Any, Final, cast

import msgspec
from msgspec import Meta

from skillrt.errors import Diagnostic, InputError, Place
from skillrt.store.files import MANIFEST_FILE, StoredFile, is_inside
from skillrt.store.json_text import indented
from skillrt.store.records import (
    AnchorRecord,
    CompilerRecord,
    EditRecord,
    EliminationRecord,
    FileRecord,
    GapRecord,
    GuessRecord,
    Record,
    RelocationRecord,
    SourceRecord,
    TargetRecord,
    TokenRecord,
)
from skillrt.targets import Host

SCHEMA_VERSION: Final = 1
SCHEMA_FILE: Final = "manifest.schema.json"
_MAX_SIZE: Final = 64 * 1024 * 1024


class Manifest(Record, frozen=True, kw_only=True):
    """The record of a variant. The same inputs give the same bytes: no time, no path, no name of a machine."""

    schema_version: Annotated[int, Meta(ge=SCHEMA_VERSION, le=SCHEMA_VERSION)] = SCHEMA_VERSION
    name: str
    compiler: CompilerRecord
    source: SourceRecord
    target: TargetRecord
    host: Host
    written_for: GuessRecord = GuessRecord()
    files: tuple[FileRecord, ...] = ()
    anchors: tuple[AnchorRecord, ...] = ()
    edits: tuple[EditRecord, ...] = ()
    eliminations: tuple[EliminationRecord, ...] = ()
    relocations: tuple[RelocationRecord, ...] = ()
    gaps: tuple[GapRecord, ...] = ()
    tokens: TokenRecord | None = None

    @property
    def aim(self) -> str:
        """The target as it is written: `MODEL@HARNESS`."""
        return f"{self.target.model}@{self.target.harness}"


def manifest_bytes(manifest: Manifest) -> bytes:
    """The JSON text: fields in the order of the structs, keys of maps sorted, ASCII (bytes that are not UTF-8 appear
    as lone surrogates, which only escapes can carry)."""
    plain = msgspec.to_builtins(manifest, order="sorted")
    ordered = _in_field_order(plain, manifest)
    if manifest.tokens is None:
        del ordered["tokens"]
    return f"{indented(ordered)}\n".encode("ascii")


def read_manifest(data: bytes, where: str) -> Manifest:
    """Read a manifest. Raises InputError for one that is damaged or of another schema version; `where` names it."""
    if len(data) > _MAX_SIZE:
        raise _bad(where, "it is larger than 64 MiB")
    try:
        plain = json.loads(data)
        version = plain.get("schema_version") if isinstance(plain, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise _bad(where, f"it has the schema version {version}; this SkillRT reads {SCHEMA_VERSION}")
        manifest = msgspec.convert(plain, Manifest)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise _bad(where, str(error) or type(error).__name__) from None
    named = [*(item.path for item in manifest.files), *(item.output.file for item in manifest.anchors), manifest.name]
    for path in named:
        if not is_inside(path):
            raise _bad(where, f"the path `{path[:80]}` leaves the folder")
    return manifest


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12), made from the structs that read and write manifests."""
    schema, definitions = msgspec.json.schema_components((Manifest,), ref_template="#/$defs/{name}")
    body = definitions.pop("Manifest")
    del schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": MANIFEST_FILE,
        "description": "The record of a variant that SkillRT compiled.",
        **{key: value for key, value in body.items() if key not in {"title", "description"}},
        "$defs": definitions,
    }


def manifest_schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(manifest_schema(), indent=2, ensure_ascii=True) + "\n"


def published_schema() -> str:
    """The text of the file that ships with the package."""
    return (resources.files("skillrt.store") / "schemas" / SCHEMA_FILE).read_text(encoding="utf-8")


def file_records(files: tuple[StoredFile, ...]) -> tuple[FileRecord, ...]:
    """The records of the files, sorted by path."""
    return tuple(
        FileRecord(
            path=item.path,
            size=item.size,
            digest=item.digest,
            executable=item.executable,
            source=item.origin if item.origin != item.path else "",
            made=item.made,
        )
        for item in sorted(files, key=lambda item: item.path)
    )


def _in_field_order(plain: Any, struct: object) -> Any:  # noqa: ANN401  (any JSON)
    """`order="sorted"` sorts the fields of structs too; people want name and target first."""
    if isinstance(struct, msgspec.Struct):
        names = zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True)
        return {encoded: _in_field_order(plain[encoded], getattr(struct, field)) for field, encoded in names}
    if isinstance(struct, tuple):
        items = cast("tuple[object, ...]", struct)
        return [_in_field_order(item, owner) for item, owner in zip(plain, items, strict=True)]
    return plain


def _bad(where: str, why: str) -> InputError:
    return InputError(Diagnostic.of("compile.bad-manifest", f"`{where}` is not a manifest: {why}", Place(where, 1)))
