"""What a backend is: a frozen dataclass with a name, and one method from module to variant."""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from skillrt.ir import Module
from skillrt.store import CompilerRecord, Manifest, SourceRecord, StoredFile, TokenRecord
from skillrt.targets import Target


class BuildRecord(msgspec.Struct, frozen=True):
    """What the manifest says besides the module: what it was made from, by which passes, for which target.

    `with_profile`: a pass asked what the target holds, so that the variant depends on it.
    """

    compiler: CompilerRecord
    source: SourceRecord
    target: Target
    tokens: TokenRecord | None = None
    with_profile: bool = False


class Variant(msgspec.Struct, frozen=True):
    """A compiled skill before it is on disk: its name (the folder's), its manifest and every file, sorted by path.

    The manifest is one of the files. Files without data are copied from the source.
    """

    name: str
    manifest: Manifest
    files: tuple[StoredFile, ...]

    def file(self, path: str) -> StoredFile | None:
        """The file at `path`."""
        return next((item for item in self.files if item.path == path), None)


@dataclass(frozen=True)
class Backend:
    """Turns a module into files. Subclasses are frozen dataclasses."""

    name: ClassVar[str] = ""

    def write(self, module: Module, build: BuildRecord) -> Variant:
        """The variant of `module`. Pure: same module and build, same bytes."""
        raise NotImplementedError
