"""What a script refers to: modules that it imports, files that it opens, programs that it runs."""

import posixpath
from typing import Literal

import msgspec

Kind = Literal["import", "open", "write", "run", "path", "search"]


class FileReference(msgspec.Struct, frozen=True, order=True):
    """One file or folder that a script names.

    `start` and `end` are the bytes in the script's text that name it. `path` has forward slashes. An `anchored` path
    is relative to its own folder (joined with `__file__`, `$(dirname "$0")`, `import.meta.url`), any other to
    the folder that the script is run in: the user's project. `kind`: `import` (a sourced or required file), `open`
    (read), `write` (made or written), `run` (started as a program), `search` (put on the import path), `path`
    (named, use unknown). `guarded` says that the script asks whether it is there, or goes on without it. What a
    language completes by rules of its own (`./lib/x` of JavaScript) stands as it was written.
    """

    start: int
    end: int
    path: str
    kind: Kind
    anchored: bool
    guarded: bool = False


class Import(msgspec.Struct, frozen=True, order=True):
    """One imported module: `module` dotted for Python (leading dots where relative), as written for JavaScript.

    `names` are those imported from it, any of which may be a module itself. `guarded`: inside `try` or
    `if TYPE_CHECKING`.
    """

    start: int
    end: int
    module: str
    names: tuple[str, ...] = ()
    guarded: bool = False


class ScriptFacts(msgspec.Struct, frozen=True):
    """What one script refers to, in order of place."""

    imports: tuple[Import, ...] = ()
    files: tuple[FileReference, ...] = ()


def clean_path(path: str) -> str:
    """A path without `./` and inner `..`; '.' for the folder itself."""
    return posixpath.normpath(path.replace("\\", "/")) if path else "."
