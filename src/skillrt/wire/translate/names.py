"""Names of tools and ids of calls that the other side takes, and back.

Both are made from what they stand for alone, so that every turn of a conversation gets the same ones.
"""

import hashlib
import re

from skillrt.wire.exchange import ToolSpec

_SPACE = "__"
_ODD = re.compile(r"[^a-zA-Z0-9_-]")
_HASH = 8


class ToolNames:
    """The names under which the tools of a request are offered to the provider."""

    def __init__(self, tools: tuple[ToolSpec, ...], length: int) -> None:
        self._length = length
        self._specs: dict[str, ToolSpec] = {}
        self._names: dict[tuple[str, str], str] = {}
        for tool in tools:
            if tool.kind != "built-in" and (tool.namespace, tool.name) not in self._names:
                self._add(tool)

    def name(self, name: str, namespace: str = "") -> str:
        """The name for the provider; also for tools that the request does not offer any more."""
        known = self._names.get((namespace, name))
        return known or fitting_name(f"{namespace}{_SPACE}{name}" if namespace else name, self._length)

    def tool(self, name: str) -> ToolSpec | None:
        """The tool that a name of the provider's side stands for."""
        return self._specs.get(name)

    def chosen(self, choice: str) -> str | None:
        """The name for the provider of a tool that is named without its namespace; None where none is offered."""
        return next((name for (_, own), name in self._names.items() if own == choice), None)

    def _add(self, tool: ToolSpec) -> None:
        whole = f"{tool.namespace}{_SPACE}{tool.name}" if tool.namespace else tool.name
        name = fitting_name(whole, self._length)
        if name in self._specs:
            name = _hashed(name, f"{tool.namespace}\0{tool.name}", self._length)
        self._specs[name] = tool
        self._names[(tool.namespace, tool.name)] = name


def fitting_name(name: str, length: int) -> str:
    """A name of letters, digits, `_` and `-` that is not longer than that; the same where it is one."""
    fitting = _ODD.sub("_", name)
    if fitting == name and 0 < len(name) <= length:
        return name
    return _hashed(fitting or "tool", name, length)


def fitting_id(identity: str, length: int) -> str:
    """An id of a call that the provider takes; the same where it does."""
    if 0 < len(identity) <= length and not _ODD.search(identity):
        return identity
    return "call_" + hashlib.sha256(identity.encode()).hexdigest()[:24]


def _hashed(name: str, source: str, length: int) -> str:
    mark = hashlib.sha256(source.encode()).hexdigest()[:_HASH]
    return f"{name[: length - _HASH - 1]}_{mark}"
