"""Tools that a request offers, at its top or in `additional_tools` items; namespaces are flattened.

The first tool of a namespace has the mark `namespace` with the namespace's other members; the tools of an
`additional_tools` item have the mark `ride` with the number of the item.
"""

from typing import Literal

import msgspec

from skillrt.wire.exchange import Extra, ToolSpec
from skillrt.wire.json_text import (
    Json,
    Members,
    extras,
    mark,
    marked,
    members,
    raw,
    rebuild,
    take_text,
    to_text,
    try_parse,
)
from skillrt.wire.members import folded, objects_in, unfolded, without

_KINDS: dict[str, Literal["function", "custom"]] = {"function": "function", "custom": "custom"}


def decode_tools(tools: list[Json]) -> list[ToolSpec]:
    """The tools of a list, those of namespaces in their place."""
    found: list[ToolSpec] = []
    for tool in tools:
        space = _namespace(tool)
        found += [_decode_tool(tool, "")] if space is None else space
    return found


def encode_tools(tools: list[ToolSpec]) -> list[Json]:
    """The list of these tools; those of a namespace that stand together are written as one namespace."""
    found: list[Json] = []
    inner: list[Json] = []
    open_space = ""
    for tool in tools:
        head = marked(tool.extra, "namespace")
        if not tool.namespace:
            found.append(_encode_tool(tool))
        elif tool.namespace == open_space and head is None:
            inner.append(_encode_tool(tool))
        else:
            inner = [_encode_tool(tool)]
            known: Members = {"type": "namespace", "name": tool.namespace, "tools": inner}
            found.append(rebuild({}, unfolded(head), known))
        open_space = tool.namespace
    return found


def riding(tools: list[Json], number: int) -> list[ToolSpec]:
    """The tools of an `additional_tools` item."""
    return [msgspec.structs.replace(tool, extra=(*tool.extra, mark("ride", number))) for tool in decode_tools(tools)]


def ride_of(tool: ToolSpec) -> Json:
    """The number of the item in which a tool rides; None for one that stands at the request's top."""
    return marked(tool.extra, "ride")


def _namespace(tool: Json) -> list[ToolSpec] | None:
    space = dict(members(tool) or {})
    inner = objects_in(space.get("tools"))
    if space.get("type") != "namespace" or not inner:
        return None
    name = take_text(space, "name")
    # a namespace in a namespace stays as it is
    if not name or any(one.get("type") == "namespace" for one in inner):
        return None
    del space["type"], space["tools"]
    first, *rest = [_decode_tool(one, name) for one in inner]
    head = mark("namespace", folded(extras(space)) or {})
    return [msgspec.structs.replace(first, extra=(*first.extra, head)), *rest]


def _decode_tool(tool: Json, namespace: str) -> ToolSpec:
    found = dict(members(tool) or {})
    word = found.pop("type", None)
    kind = _KINDS.get(word) if isinstance(word, str) else None
    name = take_text(found, "name")
    if not name or kind is None:
        text = word if isinstance(word, str) else ""
        return ToolSpec(name=name or text, kind="built-in", namespace=namespace, raw=to_text(tool))
    description = take_text(found, "description")
    schema = ""
    if kind == "function" and members(found.get("parameters")) is not None:
        schema = to_text(found.pop("parameters"))
    return ToolSpec(
        name=name, description=description, schema=schema, kind=kind, namespace=namespace, extra=extras(found)
    )


def _encode_tool(tool: ToolSpec) -> Json:
    if tool.kind == "built-in":
        return raw(tool.raw) if tool.raw else {"type": tool.name}
    known: Members = {"type": tool.kind, "name": tool.name}
    if tool.description:
        known["description"] = tool.description
    if tool.schema:
        known["parameters"] = try_parse(tool.schema)
    return rebuild({}, _written(tool.extra), known)


def _written(extra: tuple[Extra, ...]) -> tuple[Extra, ...]:
    return without(extra, "~namespace", "~ride") if extra else extra
