"""Calls as the model meant them: unwrapped, with their result and the neutral name of their tool."""

import json
from typing import cast

import msgspec

from skillrt.gateway.assembly.exits import COMMANDS, exit_in, is_refused
from skillrt.gateway.assembly.items import Item, same_id
from skillrt.store.traces import Call
from skillrt.targets import Harness
from skillrt.targets.traffic import Traffic
from skillrt.wire.exchange import Text, ToolCall, ToolResult
from skillrt.wire.halves import without_halves


def calls_of(
    answer: tuple[Item, ...], results: dict[str, ToolResult], harness: Harness | None, traffic: Traffic
) -> tuple[Call, ...]:
    """The calls of an answer, with what came back for them by call id."""
    found: list[Call] = []
    for item in answer:
        if isinstance(item.part, ToolCall):
            result = results.get(item.key)
            name, arguments = unwrapped(item.part, traffic)
            call = Call(
                id=item.part.id,
                tool=name,
                arguments=arguments,
                result=result_text(result) if result else "",
                is_error=bool(result and result.is_error),
                answered=result is not None,
                operation=operation_of(name, harness),
            )
            found.append(_ended(call, traffic))
    return tuple(found)


def _ended(call: Call, traffic: Traffic) -> Call:
    """The call with what its result says of how it ended."""
    if not call.answered:
        return call
    if call.operation not in COMMANDS:
        refused = call.is_error or is_refused(call.result, traffic.exits)
        return msgspec.structs.replace(call, is_error=refused)
    end = exit_in(call.result, traffic.exits, is_error=call.is_error)
    return msgspec.structs.replace(call, exit=end.status, is_error=call.is_error or end.broken)


def results_of(items: tuple[Item, ...], traffic: Traffic) -> dict[str, ToolResult]:
    """What came back, by call id; the last one where a call has several."""
    return {
        same_id(item.part.call, traffic) or item.part.name: item.part
        for item in items
        if isinstance(item.part, ToolResult)
    }


def result_text(result: ToolResult) -> str:
    """The words of a result; pictures and what is not understood are named only."""
    texts: list[str] = []
    for part in result.content:
        if isinstance(part, Text):
            texts.append(part.text)
        else:
            texts.append(f"[{getattr(part, 'media_type', '') or getattr(part, 'type', '')}]")
    return "\n".join(texts)


def operation_of(tool: str, harness: Harness | None) -> str:
    """The neutral name of what the tool does, empty where the descriptor does not know it."""
    known = harness.tool(tool) if harness else None
    return known.operation if known else ""


def unwrapped(call: ToolCall, traffic: Traffic) -> tuple[str, str]:
    """Name and arguments of the tool that is meant."""
    for wrapper in traffic.wrappers:
        if call.name == wrapper.tool:
            arguments = arguments_of(call.arguments)
            name, inner = arguments.get(wrapper.name), arguments.get(wrapper.arguments, {})
            if isinstance(name, str) and name:
                return name, inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False)
    return call.name, call.arguments


def arguments_of(text: str) -> dict[str, object]:
    """The arguments of a call; none where they are no JSON object."""
    try:
        arguments = json.loads(without_halves(text))
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", arguments) if isinstance(arguments, dict) else {}
