"""An episode prepared for learning: the words of its request, read against its workspace."""

from collections.abc import Collection
from pathlib import Path

import msgspec

from skillrt.jit.contents.shape import workspace_fields
from skillrt.jit.enumerations import listed
from skillrt.jit.placing import relative
from skillrt.jit.recorded import Recorded, files_below
from skillrt.jit.requests import Token, ending_of, tokens_of


class Scene(msgspec.Struct, frozen=True):
    """A request in a workspace: its words without a full stop at the end, the files there, those of each ending.
    `lists`: the words with each list of files as one; empty where there is none."""

    prompt: str
    workspace: Path
    tokens: tuple[Token, ...]
    files: frozenset[str]
    lists: tuple[Token, ...] = ()

    @property
    def in_lists(self) -> "Scene | None":
        """The scene with each list of files read as one word; None where there is none."""
        return msgspec.structs.replace(self, tokens=self.lists, lists=()) if self.lists else None

    def has(self, path: str) -> bool:
        """Whether there is such a file, or a folder with files."""
        plain = path.removeprefix("./")
        return plain in self.files or any(name.startswith(f"{plain}/") for name in self.files)

    def only(self, ending: str) -> str | None:
        """The only file with this ending; None where there is none or several."""
        found = [path for path in self.files if ending_of(path) == ending]
        return found[0] if len(found) == 1 else None


def scene_of(prompt: str, workspace: Path, ignored: Collection[str] = ()) -> Scene:
    """The scene of a request; folders with a name in `ignored` are no part of it. Paths in the workspace are read as
    relative to it."""
    prompt = relative(prompt, str(workspace))
    found = files_below(workspace, ignored)
    files = frozenset(found)
    tokens = tokens_of(prompt, files, workspace_fields(workspace, found))
    while tokens and tokens[-1].text in (".", "!"):
        tokens = tokens[:-1]
    return Scene(prompt, workspace, tokens, files, listed(prompt, tokens))


def episode_scene(episode: Recorded) -> Scene:
    """The scene of a recorded episode."""
    return scene_of(episode.prompt, episode.before)
