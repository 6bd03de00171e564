"""Settings of a request: limits, sampling, choice of tools, effort of reasoning."""

from skillrt.wire.exchange import Request, Settings, ToolSpec
from skillrt.wire.json_text import Json, Members, members, take_boolean, take_integer, take_number, take_text
from skillrt.wire.members import kept_object

# How much thinking a budget of tokens stands for; the provider takes efforts only. Ours, by what providers of both
# forms state as the usual budgets (looked up on 2026-11-28).
EFFORTS = ((2048, "low"), (16384, "medium"))
DEFAULT_EFFORT = "medium"


def take_settings(body: Members, tools: list[ToolSpec]) -> Settings:
    """Take out of a request's body what the normal form knows."""
    return Settings(
        max_tokens=take_integer(body, "max_output_tokens"),
        temperature=take_number(body, "temperature"),
        top_p=take_number(body, "top_p"),
        tool_choice=_take_choice(body, tools),
        parallel_tool_calls=take_boolean(body, "parallel_tool_calls"),
        thinking=_take_effort(body),
    )


def written_settings(request: Request) -> Members:
    """The members that say these settings. There is none for stop sequences."""
    settings = request.settings
    known: Members = {}
    if settings.max_tokens is not None:
        known["max_output_tokens"] = settings.max_tokens
    if settings.temperature is not None:
        known["temperature"] = settings.temperature
    if settings.top_p is not None:
        known["top_p"] = settings.top_p
    if settings.parallel_tool_calls is not None:
        known["parallel_tool_calls"] = settings.parallel_tool_calls
    if settings.tool_choice is not None:
        known["tool_choice"] = _choice(settings.tool_choice, request.tools)
    if settings.thinking is not None:
        known["reasoning"] = {**kept_object(request.extra, "reasoning"), "effort": _effort(settings.thinking)}
    return known


def _take_choice(body: Members, tools: list[ToolSpec] | tuple[ToolSpec, ...]) -> str | None:
    value = body.get("tool_choice")
    choice: str | None = None
    if isinstance(value, str):
        choice = {"auto": "auto", "none": "none", "required": "any"}.get(value)
    elif (found := members(value)) is not None and isinstance(found.get("name"), str):
        choice = f"tool:{found['name']}"
        if _choice(choice, tools) != found:
            choice = None
    if choice is not None:
        del body["tool_choice"]
    return choice


def _choice(choice: str, tools: list[ToolSpec] | tuple[ToolSpec, ...]) -> Json:
    """The choice as it is written; a tool by the kind that the request offers it as."""
    if not choice.startswith("tool:"):
        return "required" if choice == "any" else choice
    name = choice.removeprefix("tool:")
    custom = any(tool.name == name and tool.kind == "custom" for tool in tools)
    return {"type": "custom" if custom else "function", "name": name}


def _take_effort(body: Members) -> str | None:
    reasoning = dict(members(body.get("reasoning")) or {})
    effort = reasoning.get("effort")
    if not isinstance(effort, str) or effort in ("", "on", "off") or ":" in effort:
        return None
    take_text(reasoning, "effort")
    if reasoning:
        body["reasoning"] = reasoning
    else:
        del body["reasoning"]
    return "off" if effort == "none" else effort


def _effort(thinking: str) -> str:
    if thinking.startswith("budget:"):
        budget = thinking.removeprefix("budget:")
        return next((name for most, name in EFFORTS if budget.isdecimal() and int(budget) <= most), "high")
    return {"off": "none", "on": DEFAULT_EFFORT}.get(thinking, thinking)
