"""A recorded episode as JIT reads it: what was asked, which calls were made, the workspace before and after.

On disk an episode is a folder: `episode.json` ({id, skill, prompt, turns: [{tool, args, result, tool_ms}], final,
writes}), `before/` (the workspace as it was found) and `after/` (the files that were written), as
`skillrt traces export` writes it too.
"""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from skillrt.errors import Diagnostic, InputError

EPISODE_FILE: Final = "episode.json"
_MAX_FILES: Final = 2_000


class RecordedCall(msgspec.Struct, frozen=True):
    """A tool call: its arguments, what the tool printed, whether it failed, how long it took (ms; -1: unknown)."""

    tool: str
    arguments: dict[str, Any]
    printed: str = ""
    failed: bool = False
    millis: int = -1


class Recorded(msgspec.Struct, frozen=True):
    """One episode. `before` is the folder with the workspace, `after` maps each file that was written to its copy."""

    id: str
    skill: str
    prompt: str
    calls: tuple[RecordedCall, ...]
    final: str
    before: Path
    after: dict[str, Path]

    @property
    def turns(self) -> int:
        """How many answers of the model it took, the last included."""
        return len(self.calls) + 1


class _Turn(msgspec.Struct):
    tool: str
    args: dict[str, Any] = {}
    result: object = ""
    tool_ms: float = -1


class _Episode(msgspec.Struct):
    id: str
    prompt: str
    skill: str = ""
    turns: list[_Turn] = []
    final: str = ""
    writes: list[str] = []


def read_episodes(root: Path) -> list[Recorded]:
    """The episodes below `root` (itself one, or a folder of them) in order of their names.

    Raises InputError where there is none or one cannot be read.
    """
    folders = [root] if (root / EPISODE_FILE).is_file() else sorted(_folders(root))
    if not folders:
        message = f"`{root}` holds no recorded episode: no folder in it has an `{EPISODE_FILE}`"
        raise InputError(Diagnostic.of("jit.no-episodes", message))
    return [read_episode(folder) for folder in folders]


def read_episode(folder: Path) -> Recorded:
    """The episode in `folder`. Raises InputError where it is none."""
    try:
        raw = msgspec.json.decode((folder / EPISODE_FILE).read_bytes(), type=_Episode)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = f"`{folder / EPISODE_FILE}` is no recorded episode: {error}"
        raise InputError(Diagnostic.of("jit.bad-episode", message)) from error
    after = {path: folder / "after" / path for path in files_below(folder / "after")}
    return Recorded(
        id=raw.id,
        skill=raw.skill,
        prompt=raw.prompt,
        calls=tuple(_call(turn) for turn in raw.turns),
        final=raw.final,
        before=folder / "before",
        after=after,
    )


def files_below(folder: Path, ignored: Collection[str] = ()) -> list[str]:
    """The regular files below `folder`, relative, with `/`, in order; links are not followed, and folders with a name
    in `ignored` not looked into."""
    return sorted(_files(folder, ignored))[:_MAX_FILES] if folder.is_dir() else []


def _files(folder: Path, ignored: Collection[str]) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ignored]
        for name in names:
            path = Path(where, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _folders(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        return
    yield from (path for path in root.iterdir() if (path / EPISODE_FILE).is_file())


def _call(turn: _Turn) -> RecordedCall:
    result = turn.result
    if isinstance(result, dict):
        told = cast("dict[str, object]", result)
        failed = told.get("exit", 0) not in (0, None) or bool(told.get("is_error"))
        return RecordedCall(turn.tool, turn.args, _text(told.get("stdout", "")), failed, int(turn.tool_ms))
    return RecordedCall(turn.tool, turn.args, _text(result), millis=int(turn.tool_ms))


def _text(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
