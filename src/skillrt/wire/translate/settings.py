"""How to sample, for another dialect."""

from skillrt.wire.exchange import Settings, ToolSpec
from skillrt.wire.translate.names import ToolNames
from skillrt.wire.translate.target import Limits, Losses, Target

# How much thinking a budget of tokens stands for, by the usual budgets of those who take one (looked up 2026-11-28).
_EFFORTS = ((2048, "low"), (16384, "medium"))
_BUDGET = "budget:"


def carried_settings(
    settings: Settings, target: Target, limits: Limits, names: ToolNames, tools: tuple[ToolSpec, ...], losses: Losses
) -> Settings:
    """The settings that the provider takes, but for thinking."""
    stop = settings.stop[: limits.stop_sequences]
    if len(stop) < len(settings.stop):
        losses.add(f"{len(settings.stop) - len(stop)} stop sequence(s) are left out")
    temperature = settings.temperature
    if temperature is not None and temperature > limits.temperature:
        losses.add(f"the temperature is lowered to {limits.temperature:g}")
        temperature = limits.temperature
    # one provider refuses both at once
    both = limits.needs_limit and temperature is not None
    limit = target.max_tokens if settings.max_tokens is None and limits.needs_limit else settings.max_tokens
    if limit is not None and target.most_tokens:
        limit = min(limit, target.most_tokens)
    return Settings(
        max_tokens=limit,
        temperature=temperature,
        top_p=None if both else settings.top_p,
        stop=stop,
        tool_choice=_choice(settings.tool_choice, names, tools, losses),
        # more than one at a time is the usual; only the contrary has to be said
        parallel_tool_calls=False if settings.parallel_tool_calls is False and tools else None,
    )


def _choice(choice: str | None, names: ToolNames, tools: tuple[ToolSpec, ...], losses: Losses) -> str | None:
    if choice is None or not tools:
        if choice is not None and choice not in ("auto", "none"):
            losses.add("the model has to call a tool, but none of the tools can be carried", fatal=True)
        return None
    if not choice.startswith("tool:"):
        return choice
    name = names.chosen(choice.removeprefix("tool:"))
    if name is None:
        losses.add(f"the model has to call {choice.removeprefix('tool:')}, which cannot be carried", fatal=True)
        return None
    return f"tool:{name}"


def effort_of(thinking: str | None) -> str | None:
    """How much to think, as an effort; None where nothing is asked, or that the model shall not think."""
    if thinking is None or thinking == "off":
        return None
    if thinking.startswith(_BUDGET):
        budget = thinking.removeprefix(_BUDGET)
        known = int(budget) if budget.isdecimal() else 0
        return next((name for most, name in _EFFORTS if known <= most), "high")
    return "medium" if thinking == "on" else thinking
