"""A bound environment: where the interpreters, packages and programs of a lock are on this machine."""

from pathlib import Path

import msgspec


class Bound(msgspec.Struct, frozen=True):
    """`folder` is the environment's own. `python` and `node` are interpreters to run the skill's programs with, None
    where the skill needs none. `search` are folders to put before the search path, first wins; `variables` are to be
    set besides (`VIRTUAL_ENV`, `NODE_PATH`)."""

    folder: Path
    python: Path | None = None
    node: Path | None = None
    search: tuple[Path, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
