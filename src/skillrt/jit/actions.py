"""What the calls of an episode did to the workspace: shell commands, files written, files edited."""

import shlex
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, cast

import msgspec

from skillrt.jit.recorded import RecordedCall

_SHELLS: Final = frozenset(("bash", "sh", "zsh", "/bin/bash", "/bin/sh", "/bin/zsh"))
_COMMAND: Final = frozenset(("-c", "-lc", "-cl", "-l"))


class Action(msgspec.Struct, frozen=True):
    """One call with an effect. `text` is the command, or what is written at `path`; an edit replaces `old` by it,
    which stands there once, or at every place that it has. `skill`: the command names the folder of this skill by a
    variable (see `skill_folders`)."""

    kind: Literal["shell", "write", "edit"]
    text: str
    path: str = ""
    old: str = ""
    every: bool = False
    skill: str = ""


class Unsupported(Exception):
    """A call whose effect is not known; the text says which."""


class _Row(msgspec.Struct, frozen=True):
    """How calls of one kind are known and read."""

    name: Literal["shell", "edit", "write", "look"]
    tools: tuple[str, ...]
    operation: str = ""
    operations: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    workdir: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()


def actions_of(calls: tuple[RecordedCall, ...]) -> tuple[Action, ...]:
    """The calls that may have had an effect, in order. Raises Unsupported for a tool that nothing is known of."""
    return tuple(action for call in calls for action in actions_of_call(call))


def actions_of_call(call: RecordedCall) -> tuple[Action, ...]:
    """What one call did: nothing where it only looked, or wrote a file and failed."""
    row = _row(call)
    if row is None:
        raise Unsupported(f"nothing is known of the tool `{call.tool}`")
    if row.name == "look" or (call.failed and row.name != "shell"):
        return ()
    given = call.arguments
    if row.name == "shell":
        command = _command(_first(given, row.text))
        if command is None:
            raise Unsupported(f"the call of `{call.tool}` lacks an argument")
        return (Action("shell", _in_folder(command, _text(given, row.workdir))),)
    path = _text(given, row.path)
    if path is None:
        raise Unsupported(f"the call of `{call.tool}` lacks an argument")
    if row.name == "write":
        text = _text(given, row.text)
        if text is None:
            raise Unsupported(f"the call of `{call.tool}` lacks an argument")
        return (Action("write", text, path),)
    return tuple(_edit(call, row, path, edit) for edit in _edits(given, row))


def _edits(given: dict[str, Any], row: _Row) -> Sequence[dict[str, Any]]:
    listed = _first(given, row.edits)
    if not isinstance(listed, list):
        return (given,)
    return [cast("dict[str, Any]", item) for item in cast("list[object]", listed) if isinstance(item, dict)]


def _edit(call: RecordedCall, row: _Row, path: str, edit: dict[str, Any]) -> Action:
    old, new = _text(edit, row.old), _text(edit, row.new)
    if old is None or new is None:
        raise Unsupported(f"the call of `{call.tool}` lacks an argument")
    return Action("edit", new, path, old, _first(edit, row.every) is True)


def _command(given: object) -> str | None:
    """The text of a command; some tools take a list of words, often those of a shell with its text."""
    if isinstance(given, str):
        return given
    words = cast("list[object]", given) if isinstance(given, list) else []
    if not words or not all(isinstance(word, str) for word in words):
        return None
    texts = cast("list[str]", words)
    if len(texts) == len(("shell", "-c", "text")) and texts[0] in _SHELLS and texts[1] in _COMMAND:
        return texts[2]
    return shlex.join(texts)


def _in_folder(command: str, folder: str | None) -> str:
    if folder in (None, "", ".", "./"):
        return command
    return f"cd {shlex.quote(folder)} && {{\n{command}\n}}"


def _row(call: RecordedCall) -> _Row | None:
    rows = _table()
    if call.operation:
        return next((row for row in rows if call.operation in (row.operation, *row.operations)), None)
    return next((row for row in rows if call.tool in row.tools), None)


def _first(given: dict[str, Any], names: tuple[str, ...]) -> object:
    return next((given[name] for name in names if name in given), None)


def _text(given: dict[str, Any], names: tuple[str, ...]) -> str | None:
    found = _first(given, names)
    return found if isinstance(found, str) else None


@cache
def _table() -> tuple[_Row, ...]:
    text = resources.files("skillrt.jit").joinpath("data/operations.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["action"], tuple[_Row, ...])
