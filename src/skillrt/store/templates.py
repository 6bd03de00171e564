"""Where templates are kept: one JSON file each, `<data>/templates/<id>.json`."""

import re
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, InputError
from skillrt.store.replacing import replace_file

_ID: Final = re.compile(r"[0-9a-f]{12}")


class Templates:
    """The store below `data`. An id is twelve hexadecimal digits; what begins like one of them names it too."""

    def __init__(self, data: Path) -> None:
        self.root = data / "templates"

    def ids(self) -> list[str]:
        """All ids, in order."""
        if not self.root.is_dir():
            return []
        return sorted(path.stem for path in self.root.glob("*.json") if _ID.fullmatch(path.stem))

    def find(self, start: str) -> str:
        """The only id that begins so. Raises InputError where there is none, or several."""
        found = [name for name in self.ids() if start and name.startswith(start)]
        if len(found) == 1:
            return found[0]
        several = f"several templates begin with `{start}`: {', '.join(found[:5])}"
        message = several if found else f"there is no template `{start}`"
        raise InputError(Diagnostic.of("jit.unknown-template", message))

    def read(self, name: str) -> bytes:
        """The record of a template. Raises OSError."""
        return self._path(name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Put the record of a template in its place. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(self._path(name), data, durable=True)

    def remove(self, name: str) -> None:
        """Take a template away. Raises OSError."""
        self._path(name).unlink()

    def _path(self, name: str) -> Path:
        if not _ID.fullmatch(name):
            raise InputError(Diagnostic.of("jit.unknown-template", f"`{name}` is no id of a template"))
        return self.root / f"{name}.json"
