"""Tools that a request offers. Each entry of `tools` holds declarations of functions or is a tool of the provider's.

A declaration that begins an entry other than the one before has the mark `entry`, which holds the entry's other
members; schemas stand under `parametersJsonSchema` (JSON Schema) or, with the mark `parameters`, in the provider's
own form.
"""

from skillrt.wire.exchange import ToolSpec
from skillrt.wire.json_text import (
    Json,
    Members,
    extras,
    marked,
    members,
    raw,
    rebuild,
    take_text,
    to_text,
    try_parse,
)
from skillrt.wire.members import folded, objects_in, unfolded

# free text is not known here: a function with one text says it
FREE_TEXT: Members = {"type": "object", "properties": {"input": {"type": "string"}}, "required": ["input"]}


def decode_tools(entries: list[Json]) -> list[ToolSpec]:
    """The tools of all entries."""
    found: list[ToolSpec] = []
    for entry in entries:
        specs = _declarations(entry, bool(found) and found[-1].kind == "function")
        found += specs if specs is not None else [_built_in(entry)]
    return found


def encode_tools(tools: tuple[ToolSpec, ...]) -> list[Json]:
    """The entries of `tools`."""
    entries: list[Json] = []
    inner: list[Json] | None = None
    for tool in tools:
        if tool.kind == "built-in":
            entries.append(raw(tool.raw) if tool.raw else {tool.name: {}})
            inner = None
            continue
        head = marked(tool.extra, "entry")
        if inner is None or head is not None:
            inner = []
            entries.append(rebuild({}, unfolded(head), {"functionDeclarations": inner}))
        inner.append(_encode_declaration(tool))
    return entries


def _declarations(entry: Json, follows: bool) -> list[ToolSpec] | None:
    rest = dict(members(entry) or {})
    listed = objects_in(rest.pop("functionDeclarations", None))
    if not listed or not all(isinstance(one.get("name"), str) and one["name"] for one in listed):
        return None
    head = folded(extras(rest))
    first = head or {} if head or follows else None
    return [_decode_declaration(dict(one), None if number else first) for number, one in enumerate(listed)]


def _decode_declaration(found: Members, head: Members | None) -> ToolSpec:
    key = next((key for key in ("parametersJsonSchema", "parameters") if members(found.get(key)) is not None), "")
    schema = to_text(found.pop(key)) if key else ""
    name, description = take_text(found, "name"), take_text(found, "description")
    marks: Members = {"entry": head, "parameters": True if key == "parameters" else None}
    return ToolSpec(name=name, description=description, schema=schema, extra=extras(found, marks))


def _encode_declaration(tool: ToolSpec) -> Members:
    known: Members = {"name": tool.name}
    if tool.description:
        known["description"] = tool.description
    if tool.kind == "custom":
        known["parametersJsonSchema"] = FREE_TEXT
    elif tool.schema:
        key = "parameters" if marked(tool.extra, "parameters") else "parametersJsonSchema"
        known[key] = try_parse(tool.schema)
    return rebuild({}, tool.extra, known)


def _built_in(entry: Json) -> ToolSpec:
    names = sorted(members(entry) or {})
    return ToolSpec(name=names[0] if names else "", kind="built-in", raw=to_text(entry))
