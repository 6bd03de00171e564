"""A recorded episode as JIT reads it: what was asked, which calls were made, the workspace before and after.

On disk it is a folder, as `skillrt traces export` writes it: `episode.json` with the calls, `before/` (the workspace
as it was found) and `after/` (the files that were written).
"""

import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from skillrt.errors import Diagnostic, InputError, UsageError
from skillrt.jit.placing import relative, relative_arguments
from skillrt.store.traces import Call, Episode
from skillrt.store.traces.sharing import is_folder, read_folder
from skillrt.targets import operations_by_tool, shipped_harnesses
from skillrt.wire.halves import without_halves

_MAX_FILES: Final = 2_000


class RecordedCall(msgspec.Struct, frozen=True):
    """A tool call: its arguments, what the tool printed, whether it failed, how long it took (ms; -1: unknown), and
    what such a tool does by its harness's descriptor (`shell.run`), empty where none knows it."""

    tool: str
    arguments: dict[str, Any]
    printed: str = ""
    failed: bool = False
    millis: int = -1
    operation: str = ""


class Recorded(msgspec.Struct, frozen=True):
    """One episode. `before` is the folder with the workspace, `after` maps each file that was written to its copy;
    paths in calls and words are relative to the workspace. `gone` are files that were removed. `started` is when it
    began (ms since the epoch; 0: not known)."""

    id: str
    skill: str
    prompt: str
    calls: tuple[RecordedCall, ...]
    final: str
    before: Path
    after: dict[str, Path]
    gone: tuple[str, ...] = ()
    started: int = 0

    @property
    def turns(self) -> int:
        """How many answers of the model it took, the last included."""
        return len(self.calls) + 1


def read_episodes(root: Path) -> list[Recorded]:
    """The episodes below `root` (itself one, or a folder of them) in order of their names.

    Raises UsageError where the folder is not there, InputError where it holds none or one cannot be read.
    """
    if not root.exists():
        raise UsageError(Diagnostic.of("usage.path-missing", f"there is no folder `{root}`"))
    folders = [root] if is_folder(root) else sorted(_folders(root))
    if not folders:
        message = f"`{root}` holds no recorded episode: no folder in it has an `episode.json`"
        raise InputError(Diagnostic.of("jit.no-episodes", message))
    return [read_episode(folder) for folder in folders]


def read_episode(folder: Path) -> Recorded:
    """The episode in `folder`. Raises InputError where it is none."""
    read = read_folder(folder, operations_by_tool(shipped_harnesses()), 0)
    return recorded_of(read.episode, folder, read.workspace)


def recorded_of(episode: Episode, folder: Path, workspace: str) -> Recorded:
    """The episode whose files are in `folder`; `workspace` is where it was done, to make paths relative to it."""
    return Recorded(
        id=episode.id,
        skill=next((skill.name for skill in episode.skills if skill.loaded_at >= 0), ""),
        prompt=relative(episode.prompt, workspace),
        calls=tuple(_call(call, workspace) for turn in episode.turns for call in turn.calls),
        final=relative(episode.final, workspace),
        before=folder / "before",
        after={item.path: folder / "after" / item.path for item in episode.changes if item.after},
        gone=tuple(item.path for item in episode.changes if not item.after),
        started=episode.started,
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
    yield from (path for path in root.iterdir() if is_folder(path))


def _call(call: Call, workspace: str) -> RecordedCall:
    try:
        given: object = json.loads(without_halves(call.arguments))
    except (ValueError, RecursionError):
        given = {}
    arguments = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
    return RecordedCall(
        tool=call.tool,
        arguments=relative_arguments(arguments, workspace),
        printed=relative(call.result, workspace),
        failed=call.is_error or not call.answered or call.exit not in (None, 0),
        millis=call.millis,
        operation=call.operation,
    )
