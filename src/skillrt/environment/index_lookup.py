"""Whether a name exists on the index that uv or npm is configured for, and whether it is new there."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from skillrt.ir import DependencyKind
from skillrt.process import Completed

RunInstaller = Callable[[Sequence[str], Path], Completed]
"""uv or npm with these arguments, in a folder; any exit status."""

_PYTHON_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?\Z")
_NODE_NAME: Final = re.compile(r"(?:@[a-z0-9~][a-z0-9._~-]{0,98}/)?[A-Za-z0-9~][A-Za-z0-9._~-]{0,212}\Z")
_REQUIREMENT_FILE: Final = "name.in"
_NOT_THERE: Final = ("was not found in the package registry", "was not found in the provided package locations")
_TOO_NEW: Final = ("was filtered by `exclude-newer`", "there are no versions of", "only the following versions")


class Standing(msgspec.Struct, frozen=True):
    """`found`: the index has the name. `young`: but nothing of it from before the day that was asked for."""

    found: bool
    young: bool = False


AskIndex = Callable[[DependencyKind, str], Standing | None]
"""The standing of a name; None where the index gave no answer."""


@dataclass(frozen=True, slots=True)
class IndexLookup:
    """Asks through uv and npm, so that their configuration says which index it is. `npm` is None where there is none.

    `folder` is an empty folder to work in; `day` (ISO date) is the one before which a name has to have been there to
    count as old.
    """

    uv: RunInstaller
    npm: RunInstaller | None
    folder: Path
    day: str

    def standing(self, kind: DependencyKind, name: str) -> Standing | None:
        """What the index knows of a name of the kind `python` or `node`; a name that cannot be one is not asked for.

        Raises MachineError where uv or npm cannot be started.
        """
        if kind == "python":
            return self._of_python(name) if _PYTHON_NAME.match(name) else Standing(found=False)
        if kind == "node":
            return self._of_node(name) if _NODE_NAME.match(name) else Standing(found=False)
        return None

    def _of_python(self, name: str) -> Standing | None:
        file = self.folder / _REQUIREMENT_FILE
        file.write_text(f"{name}\n", encoding="utf-8")
        ask = ["pip", "compile", "--quiet", "--no-deps", "--no-header", "--no-annotate", "--prerelease", "allow"]
        before = self.uv([*ask, "--exclude-newer", self.day, _REQUIREMENT_FILE], self.folder)
        if before.status == 0:
            return Standing(found=True)
        if _says(before, _NOT_THERE):
            return Standing(found=False)
        # an index without dates of publication excludes everything: new or old cannot be told, so that new is said
        now = self.uv([*ask, _REQUIREMENT_FILE], self.folder)
        if now.status == 0:
            return Standing(found=True, young=True)
        return Standing(found=True, young=_says(before, _TOO_NEW)) if _says(now, _TOO_NEW) else None

    def _of_node(self, name: str) -> Standing | None:
        if self.npm is None:
            return None
        done = self.npm(["view", "--json", "--", name, "time"], self.folder)
        if done.status:
            return Standing(found=False) if b"E404" in done.err or b"E404" in done.out else None
        try:
            # a mirror may keep the dates of versions without that of the package, or none at all
            dates = msgspec.json.decode(done.out, type=dict[str, str])
        except (msgspec.DecodeError, UnicodeDecodeError):
            return Standing(found=True)
        return Standing(found=True, young=bool(dates) and min(dates.values())[:10] >= self.day)


def _says(done: Completed, words: Sequence[str]) -> bool:
    said = done.err.decode("utf-8", "replace")
    return any(word in said for word in words)
