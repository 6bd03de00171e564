"""What the agent may touch: the workspace, and folders of skills for reading. Links do not lead out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class Refused(Exception):
    """A tool will not do what was asked; the text is what the model is told."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The workspace, and folders that may be read besides it."""

    folder: Path
    readable: Sequence[Path] = ()

    def for_reading(self, path: str) -> Path:
        """The file or folder at `path`, relative to the workspace or absolute. Raises Refused."""
        return self._inside(path, [self.folder, *self.readable], "outside the workspace and the skills")

    def for_writing(self, path: str) -> Path:
        """The file at `path`, which lies in the workspace. Raises Refused."""
        return self._inside(path, [self.folder], "outside the workspace")

    def _inside(self, path: str, folders: Sequence[Path], why: str) -> Path:
        try:
            full = Path(self.folder, path).resolve()
            if any(full.is_relative_to(folder.resolve()) for folder in folders):
                return full
        except (OSError, ValueError) as error:
            raise Refused(f"`{path[:200]}` is no path: {error}") from None
        raise Refused(f"`{path[:200]}` is {why}")
