"""Under what a template was observed: with anything else it is in shadow again."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from skillrt.jit.template import Template
from skillrt.wire.exchange import Request, ToolSpec


class Conditions(msgspec.Struct, frozen=True):
    """What holds in a run: the digest of each skill's variant by name, and what programs run in (harness, Python)."""

    skills: dict[str, str]
    environment: str

    def of(self, template: Template, tool: ToolSpec) -> tuple[str, ...] | None:
        """What the template is observed under; None where its skill is not there."""
        if template.skill and template.skill not in self.skills:
            return None
        mine = {template.skill: self.skills[template.skill]} if template.skill else self.skills
        skills = tuple(f"skill {name} {digest}" for name, digest in sorted(mine.items()))
        return (*skills, f"tool {tool.name} {_digest(tool.schema)}", f"environment {self.environment}")


def _digest(schema: str) -> str:
    """The same for the same schema in any spelling: dialects write it in their own way."""
    with suppress(msgspec.DecodeError):
        schema = msgspec.json.encode(msgspec.json.decode(schema), order="sorted").decode()
    return hashlib.sha256(schema.encode("utf-8", "replace")).hexdigest()[:16]


def shell_tool(request: Request, names: tuple[str, ...]) -> ToolSpec | None:
    """The tool of the request that runs shell commands, by the names that its harness has for it."""
    return next((tool for tool in request.tools if tool.kind == "function" and tool.name in names), None)


def arguments_for(tool: ToolSpec, names: Mapping[str, str], command: str, description: str) -> str | None:
    """The arguments, as JSON, with which the tool runs a command; None where it wants more than is known.

    `names` are the tool's own names by the neutral ones.
    """
    name = names.get("command", "")
    try:
        schema: object = msgspec.json.decode(tool.schema) if tool.schema else {}
    except msgspec.DecodeError:
        return None
    try:
        shape = msgspec.convert(schema, _Schema)
    except msgspec.ValidationError:
        return None
    given = {name: command}
    if names.get("description", "") in shape.required:
        given[names["description"]] = description
    if not name or name not in shape.properties or shape.properties[name].get("type") != "string":
        return None
    return msgspec.json.encode(given).decode() if set(shape.required) <= given.keys() else None


class _Schema(msgspec.Struct):
    properties: dict[str, dict[str, object]] = {}
    required: list[str] = []
