"""Templates at work in one run: the request that starts it is served by a command in the harness's own tool, its
result is checked, and where anything is off the conversation goes to the model as if it had been asked all along."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import msgspec

from skillrt.gateway.access import Run
from skillrt.gateway.acting_words import answer_of, call_answer, final_answer
from skillrt.gateway.assembly.calls import operation_of, result_text
from skillrt.gateway.assembly.items import Item, items_of
from skillrt.gateway.assembly.threads import side_of
from skillrt.gateway.events import RequestHead
from skillrt.gateway.headers import value_of
from skillrt.gateway.policy import Taken
from skillrt.gateway.recording import MISTAKES
from skillrt.jit.live.acting import Act, Concluded, Place, conclude, decide
from skillrt.jit.live.conditions import Conditions, arguments_for, shell_tool
from skillrt.jit.live.handover import folded
from skillrt.jit.live.ledger import Ledger, mark_of_call
from skillrt.jit.live.shelf import Shelf
from skillrt.jit.state import Kept, under
from skillrt.targets import Harness
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Request, ToolCall, ToolResult, ToolSpec

Mode = Literal["off", "shadow", "on"]
_MARK = b"[skillrt"
# members of a request by which its history is elsewhere
_ELSEWHERE = frozenset(("previous_response_id", "conversation", "cachedContent", "container"))


class Came(msgspec.Struct, frozen=True):
    """What came of an act: of which template, and why it was handed over (empty: it was not)."""

    template: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What acting in a run goes by. `task` is the text that the harness was given; nothing else is ever served.
    `say` hears what is done."""

    run: Run
    task: str
    place: Place
    harness: Harness
    conditions: Conditions
    kept: tuple[Kept, ...] = ()
    mode: Mode = "on"
    say: Callable[[str], None] = lambda _: None


class Acting:
    """Acts for one run. With `off` and `shadow` it only keeps from providers what was done here in earlier runs."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._traffic = setting.harness.traffic
        found = (setting.harness.tool_for("shell.run"),) if setting.mode == "on" else ()
        self._tool = next(iter(found), None)
        self._names = (self._tool.name, *self._tool.aliases) if self._tool else ()
        self._shelf: Shelf | None = None
        self._ledger = Ledger()
        self._act: Act | None = None
        self._begun = False
        self._answers: dict[str, str] = {}
        self.came: Came | None = None
        self.tool: ToolSpec | None = None

    def take(self, dialect: Dialect, path: str, body: bytes, head: RequestHead, run: Run) -> Taken:
        """Serve the request, or give what is to be sent in its place."""
        is_marked = _MARK in body
        may_act = self._setting.mode == "on" and bool(self._setting.kept) and not self._begun
        if run.id != self._setting.run.id or not (is_marked or may_act):
            return Taken()
        try:
            request = codec(dialect).decode_request(body, path)
        except MISTAKES:
            return Taken()  # it goes on as it is
        try:
            found = self._taken(request, path, head)
        except (OSError, *MISTAKES) as error:
            found = self._handed(f"{type(error).__name__}: {error}") if self._act else Taken()
        if found.answer:
            return found
        if request.tools and not side_of(request, self._traffic):
            self._begun = True
        plain = folded(request, self._ledger) if is_marked else None
        return Taken(jit=found.jit, body=codec(dialect).encode_request(plain).body) if plain else found

    def _taken(self, request: Request, path: str, head: RequestHead) -> Taken:
        if self._setting.mode != "on" or not self._is_ours(request, head):
            return Taken()
        items = items_of(request, self._traffic)
        if self._act is not None and (result := self._result(items)):
            return self._concluded(request, path, self._act, result)
        if self._begun or not items or any(item.kind != "user" for item in items):
            return Taken()
        return self._begin(request, path, items[-1].key)

    def _is_ours(self, request: Request, head: RequestHead) -> bool:
        """Whether it is the main agent's, with its whole history."""
        if not request.tools or side_of(request, self._traffic):
            return False
        if any(value_of(head.headers, name) for name in self._traffic.parent_agent):
            return False
        said = {item.key: item.json for item in request.extra}
        if request.dialect == "openai-responses" and said.get("store") != "false":
            return False
        return not any(said.get(name, "null") != "null" for name in _ELSEWHERE)

    def _begin(self, request: Request, path: str, asked: str) -> Taken:
        tool = shell_tool(request, self._names)
        if tool is None or self._tool is None or asked != self._setting.task.strip():
            return Taken()
        self.tool = tool
        if self._act is None:
            found = decide(self._shelf_for(tool), asked, self._setting.place)
            if isinstance(found, str):
                return Taken()
            self._act = found
        description = f"SkillRT template {self._act.template}"
        arguments = arguments_for(tool, self._tool.arguments, self._act.command.text, description)
        if arguments is None:
            self._act = None
            return Taken()
        self._setting.say(f"template {self._act.template} serves the request")
        response = call_answer(request, self._act.command.mark, tool.name, arguments)
        return Taken(answer=answer_of(request, path, response), jit=f"act {self._act.template}")

    def _shelf_for(self, tool: ToolSpec) -> Shelf:
        """The templates that may act with this tool, under what holds here."""
        if self._shelf is None:
            found = [(kept, self._setting.conditions.of(kept.template, tool)) for kept in self._setting.kept]
            self._shelf = Shelf(
                kept.template for kept, now in found if now is not None and under(kept, now).state == "promoted"
            )
        return self._shelf

    def _result(self, items: tuple[Item, ...]) -> ToolResult | None:
        """The result of our call, where it is the last that was said, and no other agent was started."""
        act, last = self._act, items[-1].part if items else None
        if act is None or not isinstance(last, ToolResult):
            return None
        calls = [item.part for item in items if isinstance(item.part, ToolCall)]
        if any(operation_of(call.name, self._setting.harness) == "agent.delegate" for call in calls):
            return None
        ours = [call for call in calls if mark_of_call(call) == act.command.mark]
        return last if ours and calls[-1] is ours[-1] and last.call in ("", ours[-1].id) else None

    def _concluded(self, request: Request, path: str, act: Act, result: ToolResult) -> Taken:
        mark = act.command.mark
        if mark not in self._answers:
            if self._begun:
                return Taken()  # it was handed over before
            found = conclude(act, result_text(result), self._setting.place, failed=result.is_error)
            if not isinstance(found, Concluded):
                return self._handed(found)
            self._answers[mark] = found.answer
            self._ledger.answered(mark, found.answer)
            self.came = Came(act.template)
        response = final_answer(request, mark, self._answers[mark])
        return Taken(answer=answer_of(request, path, response), jit=f"answer {act.template}")

    def _handed(self, why: str) -> Taken:
        assert self._act is not None
        self._begun = True
        self.came = Came(self._act.template, why)
        self._setting.say(f"template {self._act.template}: {why}; the model goes on")
        return Taken(jit=f"hand-over {self._act.template}: {why}")
