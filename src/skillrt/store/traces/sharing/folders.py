"""An episode as a folder: `episode.json` with the calls, `before/` and `after/` with the files of the workspace.

episode.json: {id, skill, prompt, turns: [{tool, args, result: {exit, stdout, stderr}, tool_ms}], final, writes,
removes, workspace}; the last is where the work was done, so that absolute paths in calls can be read.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from skillrt.errors import Diagnostic, InputError
from skillrt.store.files import is_inside
from skillrt.store.traces.episode import Call, Episode, FileChange, Outcome, SkillUse, Turn
from skillrt.store.traces.files import MAX_FILE, sha256_of
from skillrt.wire.halves import without_halves

EPISODE_FILE: Final = "episode.json"
_MAX_FILES: Final = 10_000
_MAX_JSON: Final = 256 * 1024 * 1024


class Folder(msgspec.Struct, frozen=True):
    """What was read: the episode, the contents of its files by sha256, the path of its workspace (empty: unknown)."""

    episode: Episode
    files: dict[str, bytes]
    workspace: str = ""


def is_folder(path: Path) -> bool:
    """Whether this is the folder of an episode."""
    return (path / EPISODE_FILE).is_file()


def read_folder(path: Path, operations: Mapping[str, str], now_ms: int) -> Folder:
    """Read a folder. `operations` are neutral names by tool; `now_ms` is when it began where it does not say.

    Raises InputError for what is no episode.
    """
    table = _table(path / EPISODE_FILE)
    files: dict[str, bytes] = {}
    before, after = _files(path / "before", files), _files(path / "after", files)
    skill = str(table.get("skill") or "")
    turns = tuple(_turn(turn, operations, path) for turn in _list(table.get("turns"), path))
    changes = [FileChange(path=name, before=before.get(name, ""), after=digest) for name, digest in after.items()]
    removed = [str(name) for name in _list(table.get("removes", []), path)]
    changes += [FileChange(path=name, before=before[name]) for name in removed if name in before]
    episode = Episode(
        id=str(table.get("id") or path.name),
        run="",
        harness=str(table.get("harness") or ""),
        model=str(table.get("model") or ""),
        prompt=str(table.get("prompt") or ""),
        started=int(table["started"]) if isinstance(table.get("started"), int) else now_ms,
        turns=(*turns, Turn(text=str(table["final"]))) if table.get("final") else turns,
        final=str(table.get("final") or ""),
        skills=(SkillUse(name=skill, loaded_at=0),) if skill else (),
        took=sum(call.millis for turn in turns for call in turn.calls if call.millis > 0) if turns else -1,
        before=tuple(FileChange(path=name, before=digest) for name, digest in before.items()),
        changes=tuple(change for change in changes if change.before != change.after),
        whole=bool(table.get("final")),
        outcome=_outcome(table.get("outcome")),
    )
    return Folder(episode, files, str(table.get("workspace") or ""))


def write_folder(path: Path, episode: Episode, file: Callable[[str], bytes | None], workspace: str = "") -> list[str]:
    """Write an episode to `path`, a folder that does not exist yet, at once; the paths whose content was not kept.

    Raises InputError where it exists or a path of the episode would leave it.
    """
    for item in (*episode.before, *episode.changes):
        if not is_inside(item.path):
            raise InputError(Diagnostic.of("input.episode", f"`{item.path[:200]}` is no path inside a workspace"))
    if os.path.lexists(path):
        raise InputError(Diagnostic.of("input.episode", f"`{path}` exists already"))
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        missing = _laid_out(new, episode, file)
        text = json.dumps(_plain(episode) | {"workspace": workspace}, indent=1, ensure_ascii=False)
        (new / EPISODE_FILE).write_text(text + "\n", encoding="utf-8")
        new.rename(path)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return missing


def _laid_out(folder: Path, episode: Episode, file: Callable[[str], bytes | None]) -> list[str]:
    """Write the files of an episode below `folder`; the paths whose content was not kept."""
    folder.mkdir()
    missing: list[str] = []
    for part, contents in (
        ("before", {item.path: item.before for item in episode.before}),
        ("after", {item.path: item.after for item in episode.changes}),
    ):
        (folder / part).mkdir()
        for name, digest in sorted(contents.items()):
            data = file(digest) if digest else None
            if data is None:
                missing += [f"{part}/{name}"] if digest else []
                continue
            target = folder / part / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return missing


def _plain(episode: Episode) -> dict[str, Any]:
    loaded = [skill.name for skill in episode.skills if skill.loaded_at >= 0]
    return {
        "id": episode.id,
        "skill": loaded[0] if loaded else "",
        "prompt": episode.prompt,
        "turns": [_call(call) for turn in episode.turns for call in turn.calls],
        "final": episode.final,
        "writes": [item.path for item in episode.changes if item.after],
        "removes": [item.path for item in episode.changes if not item.after],
        "harness": episode.harness,
        "model": episode.model,
        "started": episode.started,
        "outcome": msgspec.to_builtins(episode.outcome),
    }


def _call(call: Call) -> dict[str, Any]:
    try:
        arguments = json.loads(without_halves(call.arguments))
    except (ValueError, RecursionError):
        arguments = call.arguments
    status = call.exit if call.exit is not None else int(call.is_error)
    result = {"exit": status, "stdout": call.result, "stderr": call.stderr}
    return {"tool": call.tool, "args": arguments, "result": result, "tool_ms": call.millis}


def _turn(turn: object, operations: Mapping[str, str], path: Path) -> Turn:
    if not isinstance(turn, dict):
        raise _odd(path, "a turn is no object")
    table = cast("dict[str, Any]", turn)
    tool, result = str(table.get("tool") or ""), table.get("result")
    arguments = table.get("args")
    millis = table.get("tool_ms")
    given = cast("dict[str, Any]", result) if isinstance(result, dict) else {"stdout": result}
    status = given.get("exit")
    call = Call(
        id="",
        tool=tool,
        arguments=arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False),
        result=_text(given.get("stdout", "")),
        stderr=_text(given.get("stderr", "")),
        exit=status if isinstance(status, int) else None,
        is_error=bool(status) or bool(given.get("is_error")),
        millis=int(millis) if isinstance(millis, int | float) else -1,
        operation=operations.get(tool, ""),
    )
    return Turn(calls=(call,))


def _outcome(value: object) -> Outcome:
    """What was judged before; unknown where the folder does not say it, or not as it is said here."""
    try:
        return msgspec.convert(value, Outcome)
    except msgspec.ValidationError:
        return Outcome()


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _table(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_JSON:
            raise _odd(path, "it is too large")
        table = json.loads(without_halves(path.read_bytes()))
    except OSError as error:
        raise _odd(path, error.strerror or "it cannot be read") from error
    except (ValueError, RecursionError) as error:
        raise _odd(path, f"it is no JSON: {error}") from error
    if not isinstance(table, dict) or "prompt" not in table:
        raise _odd(path, "it is no object with a prompt")
    return cast("dict[str, Any]", table)


def _list(value: object, path: Path) -> list[object]:
    if not isinstance(value, list):
        raise _odd(path, "`turns` is no list")
    return cast("list[object]", value)


def _files(folder: Path, contents: dict[str, bytes]) -> dict[str, str]:
    """sha256 by path of the files in a folder; links are left out, as is what is too large."""
    found: dict[str, str] = {}
    for name, path in _walk(folder):
        if len(found) >= _MAX_FILES:
            raise _odd(folder, f"it holds more than {_MAX_FILES} files")
        if path.stat().st_size <= MAX_FILE:
            data = path.read_bytes()
            found[name] = sha256_of(data)
            contents[found[name]] = data
    return found


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(where) / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path


def _odd(path: Path, what: str) -> InputError:
    return InputError(Diagnostic.of("input.episode", f"`{path}` is no episode that can be read: {what}"))
