"""Needs: the record of what a variant depends on, unresolved, as `.skillrt/environment.json` carries it."""

import hashlib
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from skillrt.environment.legible import legible
from skillrt.errors import Diagnostic, InputError
from skillrt.ir import Dependency, DependencyKind

ENVIRONMENT_FILE: Final = ".skillrt/environment.json"


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """One need; see Dependency for what the fields say. `evidence` are places of the source as `SKILL.md:18`."""

    kind: DependencyKind
    name: str
    required: bool
    why: str
    version: str = ""
    extras: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class Needs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All needs of a variant, sorted by kind and name. `python` is the range of interpreters that is stated."""

    schema_version: Literal[1] = 1
    python: str = ""
    needs: tuple[Need, ...] = ()

    @property
    def key(self) -> str:
        """sha256 in hexadecimal digits over what decides how the needs are resolved: kinds, names, ranges, extras and
        whether each is required. Words and places do not count, so that skills with the same needs share them."""
        rows = [[item.kind, item.name, item.version, list(item.extras), item.required] for item in self.needs]
        return hashlib.sha256(msgspec.json.encode([self.schema_version, self.python, rows])).hexdigest()

    def of(self, kind: DependencyKind, *, required: bool | None = None) -> tuple[Need, ...]:
        """Those of a kind; with `required`, only those that are (True) or are not (False)."""
        return tuple(
            item for item in self.needs if item.kind == kind and (required is None or item.required is required)
        )


def needs_of(dependencies: Iterable[Dependency], python: str = "") -> Needs:
    """The needs behind dependency facts."""
    found = (
        Need(
            kind=item.kind,
            name=legible(item.name),
            required=item.required,
            why=legible(item.why),
            version=legible(item.version),
            extras=tuple(map(legible, item.extras)),
            modules=tuple(map(legible, item.modules)),
            via=tuple(map(legible, item.via)),
            evidence=tuple(legible(f"{span.file}:{span.line}") for span in item.evidence),
        )
        for item in dependencies
    )
    return Needs(python=legible(python), needs=tuple(sorted(found)))


def stated_python(dependencies: Iterable[Dependency]) -> str:
    """The range of Python interpreters that the skill states; empty where it states none."""
    named = (item.version for item in dependencies if item.kind == "system" and item.name in ("python", "python3"))
    return next((version for version in named if version), "")


def needs_bytes(needs: Needs) -> bytes:
    """The file's content: JSON, indented, one newline at the end."""
    return msgspec.json.format(msgspec.json.encode(needs), indent=2) + b"\n"


def read_needs(data: bytes, where: str) -> Needs:
    """The needs in the content of an environment file. Raises InputError where it is none."""
    try:
        return msgspec.json.decode(data, type=Needs)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"`{where}` is no record of needs: {error}"
        raise InputError(Diagnostic.of("bind.bad-needs", message)) from error
