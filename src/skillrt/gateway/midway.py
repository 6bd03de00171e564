"""In the middle of a run: have the turns so far only looked, so that it may still be served as if it began?"""

from collections.abc import Collection
from typing import Final

from skillrt.gateway.assembly.calls import arguments_of, operation_of, unwrapped
from skillrt.gateway.assembly.items import Item
from skillrt.jit.actions import Action, Unsupported, actions_of_call
from skillrt.jit.programs.shell_statements import only_looks_surely, statements
from skillrt.jit.recorded import RecordedCall
from skillrt.targets import Harness
from skillrt.wire.exchange import ToolCall

_MOST_CALLS: Final = 12


def only_looked(items: tuple[Item, ...], harness: Harness, asked: Collection[str]) -> bool:
    """Whether the history is the request with the text `asked`, and then calls that leave no effect, with the last
    result at its end. What the user said besides makes it another request."""
    said = [item for item in items if item.kind == "user"]
    calls = [item.part for item in items if isinstance(item.part, ToolCall)]
    begins = items[: len(said)] == tuple(said) and bool(said) and said[-1].key in asked
    if not begins or items[-1].kind != "result" or len(calls) > _MOST_CALLS:
        return False
    return all(_looks(call, harness) for call in calls)


def _looks(call: ToolCall, harness: Harness) -> bool:
    name, arguments = unwrapped(call, harness.traffic)
    given, tool = arguments_of(arguments), harness.tool(name)
    names = tool.arguments if tool else {}
    given |= {neutral: given[own] for neutral, own in names.items() if own in given}
    made = RecordedCall(name, given, operation=operation_of(name, harness))
    try:
        return all(_is_look(action) for action in actions_of_call(made))
    except Unsupported:
        return False


def _is_look(action: Action) -> bool:
    found = statements(action.text) if action.kind == "shell" else None
    return bool(found) and all(only_looks_surely(statement) for statement in found or ())
