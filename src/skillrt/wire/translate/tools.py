"""Tools that a request offers, for another dialect."""

from skillrt.wire.exchange import Extra, ToolSpec
from skillrt.wire.json_text import extra_text, members, to_text, try_parse
from skillrt.wire.translate.names import ToolNames
from skillrt.wire.translate.parts import FREE_TEXT
from skillrt.wire.translate.target import Limits, Losses

_EMPTY = '{"type":"object","properties":{}}'


def carried_tools(
    tools: tuple[ToolSpec, ...], names: ToolNames, limits: Limits, losses: Losses
) -> tuple[ToolSpec, ...]:
    """The tools under the names for the provider; those that a provider runs itself are left out."""
    carried: dict[str, ToolSpec] = {}
    for tool in tools:
        if tool.kind == "built-in":
            losses.add(f"the tool {tool.name or 'without a name'} is left out: only its own provider has it")
            continue
        name = names.name(tool.name, tool.namespace)
        carried.setdefault(name, _carried(tool, name, limits))
    return tuple(carried.values())


def _carried(tool: ToolSpec, name: str, limits: Limits) -> ToolSpec:
    if tool.kind == "custom" and limits.custom_tools:
        kept = tuple(one for one in tool.extra if one.key == "format")
        return ToolSpec(name=name, description=tool.description, kind="custom", extra=kept)
    if tool.kind == "custom":
        return ToolSpec(name=name, description=tool.description, schema=_free_text_schema(tool))
    return ToolSpec(name=name, description=tool.description, schema=_object_schema(tool.schema), extra=_strict(tool))


def _free_text_schema(tool: ToolSpec) -> str:
    """The schema of a function that stands for a tool which takes free text; the grammar of the text is described."""
    said = "The whole input of the tool, as free text."
    grammar = members(try_parse(extra_text(tool.extra, "format") or "")) or {}
    inner = members(grammar.get("grammar")) or grammar
    definition = inner.get("definition")
    if isinstance(definition, str):
        said += f" It follows this grammar ({inner.get('syntax', 'grammar')}):\n{definition}"
    properties = {FREE_TEXT: {"type": "string", "description": said}}
    return to_text({"type": "object", "properties": properties, "required": [FREE_TEXT]})


def _object_schema(schema: str) -> str:
    """A schema of an object; the one that was given, where it is one."""
    if not schema:
        return _EMPTY
    found = members(try_parse(schema))
    if found is None or found.get("type") == "object":
        return schema if found is not None else _EMPTY
    return to_text({"type": "object", **found}) if "type" not in found else schema


def _strict(tool: ToolSpec) -> tuple[Extra, ...]:
    """That arguments must follow the schema is said by the same word everywhere, where it is."""
    return tuple(one for one in tool.extra if one.key == "strict" and one.json == "true")
