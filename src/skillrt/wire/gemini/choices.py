"""Settings of a request: `generationConfig` and `toolConfig`. What else
they hold is kept under their keys."""

from skillrt.wire.exchange import Request, Settings
from skillrt.wire.json_text import (
    Json,
    Members,
    marked,
    members,
    take_integer,
    take_number,
    take_text,
    take_texts,
)
from skillrt.wire.members import kept_object

_MODES = {"AUTO": "auto", "NONE": "none", "ANY": "any"}
_WRITTEN = {choice: mode for mode, choice in _MODES.items()}
# what the provider takes for a budget that the model chooses, and for none
DYNAMIC, OFF = -1, 0


def take_settings(body: Members, marks: Members) -> Settings:
    """Take out of a request's body what the normal form knows."""
    config = dict(members(body.get("generationConfig")) or {})
    if not config:
        return Settings(tool_choice=_take_choice(body))
    settings = Settings(
        max_tokens=take_integer(config, "maxOutputTokens"),
        temperature=take_number(config, "temperature"),
        top_p=take_number(config, "topP"),
        stop=take_texts(config, "stopSequences"),
        tool_choice=_take_choice(body),
        thinking=_take_thinking(config, marks),
    )
    if config:
        body["generationConfig"] = config
    else:
        del body["generationConfig"]
    return settings


def written_settings(request: Request) -> Members:
    """The members that say these settings. There is none for parallel calls."""
    settings = request.settings
    config: Members = {}
    if settings.max_tokens is not None:
        config["maxOutputTokens"] = settings.max_tokens
    if settings.temperature is not None:
        config["temperature"] = settings.temperature
    if settings.top_p is not None:
        config["topP"] = settings.top_p
    if settings.stop:
        config["stopSequences"] = list(settings.stop)
    kept = kept_object(request.extra, "generationConfig")
    if settings.thinking is not None:
        thinking = dict(members(kept.get("thinkingConfig")) or {})
        config["thinkingConfig"] = {**thinking, **_thinking(settings.thinking, marked(request.extra, "level"))}
    known: Members = {"generationConfig": {**kept, **config}} if config else {}
    if settings.tool_choice is not None:
        calling = {"functionCallingConfig": _choice(settings.tool_choice)}
        known["toolConfig"] = {**kept_object(request.extra, "toolConfig"), **calling}
    return known


def _take_choice(body: Members) -> str | None:
    config = dict(members(body.get("toolConfig")) or {})
    calling = members(config.get("functionCallingConfig"))
    if calling is None:
        return None
    mode, names = calling.get("mode"), calling.get("allowedFunctionNames")
    choice = _MODES.get(mode) if isinstance(mode, str) else None
    if choice == "any" and names is not None:
        allowed = take_texts({"names": names}, "names")
        choice = f"tool:{allowed[0]}" if len(allowed) == 1 else None
    if choice is None or _choice(choice) != calling:
        return None
    del config["functionCallingConfig"]
    if config:
        body["toolConfig"] = config
    else:
        del body["toolConfig"]
    return choice


def _choice(choice: str) -> Members:
    if choice.startswith("tool:"):
        return {"mode": "ANY", "allowedFunctionNames": [choice.removeprefix("tool:")]}
    return {"mode": _WRITTEN.get(choice, "AUTO")}


def _take_thinking(config: Members, marks: Members) -> str | None:
    thinking = dict(members(config.get("thinkingConfig")) or {})
    if "thinkingBudget" in thinking and "thinkingLevel" in thinking:
        return None
    taken: str | None = None
    budget = take_integer(thinking, "thinkingBudget")
    if budget is not None:
        taken = {DYNAMIC: "on", OFF: "off"}.get(budget, f"budget:{budget}")
    elif (level := thinking.get("thinkingLevel")) and isinstance(level, str) and _is_level(level):
        take_text(thinking, "thinkingLevel")
        taken = level.lower()
        if taken != level:
            marks["level"] = level
    if taken is None:
        return None
    if thinking:
        config["thinkingConfig"] = thinking
    else:
        del config["thinkingConfig"]
    return taken


def _is_level(level: str) -> bool:
    return level.isascii() and level.isalpha() and level.lower() not in ("on", "off")


def _thinking(thinking: str, level: Json) -> Members:
    budget = {"on": str(DYNAMIC), "off": str(OFF)}.get(thinking)
    if thinking.startswith("budget:"):
        budget = thinking.removeprefix("budget:")
    if budget is not None:
        return {"thinkingBudget": int(budget)} if budget.removeprefix("-").isdecimal() else {}
    same = isinstance(level, str) and level.lower() == thinking
    return {"thinkingLevel": level if same else thinking}
