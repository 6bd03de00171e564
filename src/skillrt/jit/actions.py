"""What the calls of an episode did to the workspace: shell commands, files written, files edited."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec

from skillrt.jit.recorded import RecordedCall


class Action(msgspec.Struct, frozen=True):
    """One call with an effect. `text` is the command, or what is written at `path`; an edit replaces `old` by it."""

    kind: Literal["shell", "write", "edit"]
    text: str
    path: str = ""
    old: str = ""


class Unsupported(Exception):
    """A call whose effect is not known; the text says which."""


def actions_of(calls: tuple[RecordedCall, ...]) -> tuple[Action, ...]:
    """The calls that may have had an effect, in order. Raises Unsupported for a tool that nothing is known of."""
    found = (action_of(call) for call in calls if not (call.failed and _operation(call) == "write"))
    return tuple(action for action in found if action is not None)


def action_of(call: RecordedCall) -> Action | None:
    """What one call did; None where it only looked."""
    operation = _operation(call)
    if operation == "look":
        return None
    if operation is None:
        raise Unsupported(f"nothing is known of the tool `{call.tool}`")
    table = _table()[operation]
    given = {
        field: _first(call.arguments, table[field]) for field in ("path", "text", "old", "new") if field in table
    }
    if any(value is None for value in given.values()):
        raise Unsupported(f"the call of `{call.tool}` lacks an argument")
    text = given.get("text") or given.get("new") or ""
    return Action(operation, text, given.get("path") or "", given.get("old") or "")


def _operation(call: RecordedCall) -> Literal["shell", "write", "edit", "look"] | None:
    for name, row in _table().items():
        if call.tool in row["tools"]:
            return name  # pyright: ignore[reportReturnType]
    return None


def _first(arguments: dict[str, Any], names: list[str]) -> str | None:
    return next((arguments[name] for name in names if isinstance(arguments.get(name), str)), None)


@cache
def _table() -> dict[str, Any]:
    text = resources.files("skillrt.jit").joinpath("data/operations.toml").read_text(encoding="utf-8")
    return {row["name"]: row for row in tomllib.loads(text)["operation"]}
