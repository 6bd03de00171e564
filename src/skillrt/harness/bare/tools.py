"""The tools that the agent offers, and doing what a call asks for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, cast

from skillrt.harness.bare.bounds import Bounds, Refused
from skillrt.harness.bare.commands import execute, fetch
from skillrt.harness.bare.files import list_folder, read, write
from skillrt.wire.exchange import Text, ToolCall, ToolResult, ToolSpec
from skillrt.wire.halves import without_halves

# What these do cannot be taken back, or leaves the machine: unattended mode only.
_ASKS: Final = frozenset({"write", "exec", "fetch"})
_DENIED: Final = "this was not permitted: nobody is there to ask, and the run was not started with `--unattended`"


@cache
def tool_specs() -> tuple[ToolSpec, ...]:
    """What the model is offered."""
    rows = cast("list[dict[str, Any]]", json.loads(_text()))
    return tuple(
        ToolSpec(name=row["name"], description=row["description"], schema=json.dumps(row["parameters"]))
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools at work: where they may go, the variables of commands, and whether they may act unasked."""

    bounds: Bounds
    variables: Mapping[str, str]
    unattended: bool = False

    async def call(self, call: ToolCall) -> ToolResult:
        """Do it. What goes wrong is told to the model, and never raised."""
        try:
            text, failed = await self._do(call.name, _arguments(call)), False
        except Refused as error:
            text, failed = str(error), True
        return ToolResult(call=call.id, name=call.name, content=(Text(text=text),), is_error=failed)

    async def _do(self, name: str, given: Mapping[str, Any]) -> str:
        if name in _ASKS and not self.unattended:
            raise Refused(_DENIED)
        match name:
            case "read":
                return read(
                    self.bounds, _word(given, "path"), _number(given, "offset", 1), _number(given, "limit", 0)
                )
            case "write":
                return write(self.bounds, _word(given, "path"), _word(given, "content"))
            case "list":
                return list_folder(self.bounds, _word(given, "path", "."))
            case "exec":
                seconds = float(_number(given, "timeout", 120))
                return await execute(_word(given, "command"), self.bounds.folder, self.variables, seconds)
            case "fetch":
                return await fetch(_word(given, "url"))
            case _:
                raise Refused(f"there is no tool `{name[:80]}`; there are {', '.join(s.name for s in tool_specs())}")


def _arguments(call: ToolCall) -> Mapping[str, Any]:
    try:
        found: object = json.loads(without_halves(call.arguments or "{}"))
    except (ValueError, RecursionError) as error:
        raise Refused(f"the arguments are no JSON: {error}") from None
    if not isinstance(found, dict):
        raise Refused("the arguments are no JSON object")
    return cast("dict[str, Any]", found)


def _word(given: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = given.get(name, default)
    if not isinstance(value, str):
        raise Refused(f"`{name}` must be a text" if value is not None else f"`{name}` is missing")
    return value


def _number(given: Mapping[str, Any], name: str, default: int) -> int:
    value = given.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
        raise Refused(f"`{name}` must be a number")
    return int(value)


def _text() -> str:
    return (resources.files("skillrt.harness.bare") / "tools.json").read_text(encoding="utf-8")
