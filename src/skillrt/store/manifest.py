"""The manifest: what a variant was made from, for what, by what, and every edit with its reason (the source map)."""

import json
from importlib import resources
from typing import Annotated, Any, Final, cast

import msgspec
from msgspec import Meta

from skillrt.errors import Diagnostic, InputError, Place
from skillrt.store.files import MANIFEST_FILE, StoredFile, is_inside
from skillrt.targets import Host

SCHEMA_VERSION: Final = 1
SCHEMA_FILE: Final = "manifest.schema.json"
_MAX_SIZE: Final = 64 * 1024 * 1024
Digest = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
Count = Annotated[int, Meta(ge=0)]
Line = Annotated[int, Meta(ge=1)]


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Frozen, with named fields only."""


class Run(_Record, frozen=True, kw_only=True):
    """A run of bytes `start:end` of a file of the source or of the variant; lines count from 1, `end_line` is the
    line of the last byte."""

    file: str
    start: Count
    end: Count
    line: Line
    end_line: Line


class CompilerRecord(_Record, frozen=True, kw_only=True):
    """What compiled it. `pipeline` is the string that runs the same passes again; `passes` are their names."""

    version: str
    level: str
    pipeline: str
    passes: tuple[str, ...]


class SourceRecord(_Record, frozen=True, kw_only=True):
    """The skill that it was compiled from, by its name there and by the digest of everything in its folder."""

    name: str
    digest: Digest


class TargetRecord(_Record, frozen=True, kw_only=True):
    """What it was compiled for. `descriptor` is the digest of the harness descriptor, `profile` that of the profile
    where a pass used one."""

    model: str
    harness: str
    descriptor: Digest
    profile: Digest | None = None


class GuessRecord(_Record, frozen=True, kw_only=True):
    """The harness that the source was written for: given, or guessed by score. Empty: none shows."""

    harness: str = ""
    guessed: bool = True
    scores: dict[str, float] = {}


class FileRecord(_Record, frozen=True, kw_only=True):
    """A file of the variant, the manifest itself excepted. `source` is its path in the source where that differs."""

    path: str
    size: Count
    digest: Digest
    executable: bool = False
    source: str = ""


class AnchorRecord(_Record, frozen=True, kw_only=True):
    """Words of the variant that must name where it is installed: `path` is the bundled file that they mean."""

    output: Run
    path: str
    written: str


class EditRecord(_Record, frozen=True, kw_only=True, rename={"pass_name": "pass"}):
    """One edit: which pass, by which rule, why; where in the source, where in the variant."""

    pass_name: str
    rule: str
    reason: str
    source: Run
    output: Run
    old: str
    new: str


class EliminationRecord(_Record, frozen=True, kw_only=True, rename={"pass_name": "pass"}):
    """Something of the source that is not in the variant, and why."""

    pass_name: str
    rule: str
    reason: str
    source: Run
    old: str


class TokenPair(_Record, frozen=True, kw_only=True):
    """Tokens of the source, and of the variant."""

    before: Count
    after: Count


class TokenRecord(_Record, frozen=True, kw_only=True):
    """What the skill costs a model in tokens, before and after, by the vocabulary `vocabulary`.

    `listed`: name and description, which every session pays. `activation`: the body of SKILL.md, paid when the skill
    is used. `read`: the body and every document that it sends the reader to, in one step or several.
    """

    vocabulary: str
    listed: TokenPair
    activation: TokenPair
    read: TokenPair


class Manifest(_Record, frozen=True, kw_only=True):
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
    return (json.dumps(ordered, indent=1, ensure_ascii=True) + "\n").encode("ascii")


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
