"""Templates at work in one run: the request that starts it is served by a command in the harness's own tool, its
result is checked, and where anything is off the conversation goes to the model as if it had been asked all along.
In shadow nothing is served: what would have been done is told, and the model does the work."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import msgspec

from skillrt.gateway.access import Granted, Run
from skillrt.gateway.acting_words import answer_of, call_answer, final_answer
from skillrt.gateway.assembly.calls import operation_of, result_text
from skillrt.gateway.assembly.items import Item, items_of
from skillrt.gateway.assembly.threads import side_of
from skillrt.gateway.assembly.user_text import user_text
from skillrt.gateway.events import RequestHead
from skillrt.gateway.headers import value_of
from skillrt.gateway.instructions import instructions_digest
from skillrt.gateway.midway import only_looked
from skillrt.gateway.policy import Taken
from skillrt.gateway.recording import MISTAKES
from skillrt.jit.dispatch import NO_WORDING
from skillrt.jit.live.acting import Act, Concluded, Place, conclude, decide
from skillrt.jit.live.conditions import Conditions, arguments_for, shell_tool
from skillrt.jit.live.handover import folded
from skillrt.jit.live.ledger import Ledger, mark_of_call
from skillrt.jit.live.shelf import Shelf
from skillrt.jit.state import PROMOTE_AFTER, Kept, under
from skillrt.jit.template import Template
from skillrt.store import digest_of
from skillrt.targets import Harness
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Request, ToolCall, ToolResult, ToolSpec

HELD_BACK = "held-back "
"""How a line begins that says why a promoted template did not act."""
Mode = Literal["off", "shadow", "on"]
_MOST_PREDICTED = 4
_MARK = b"[skillrt"
# members of a request by which its history is elsewhere
_ELSEWHERE = frozenset(("previous_response_id", "conversation", "cachedContent", "container"))


class Came(msgspec.Struct, frozen=True):
    """What came of an act: of which template, and why it was handed over (empty: it was not)."""

    template: str
    why: str = ""


def _held_back(why: str) -> str:
    """Why a template does nothing that has the words of the request."""
    words = (
        "what the request names is not as before: not there, already there, of another kind or said in another way"
    )
    return words if why == NO_WORDING else why


_OTHER_INSTRUCTIONS = (
    f"the standing instructions (system prompt, AGENTS.md and such) are not those under which it was right "
    f"{PROMOTE_AFTER} times"
)
_OTHER_CONDITIONS = "its skill, the tool, the harness or Python is not what it was proven with"
_NO_SKILL = "its skill is not there"
_NOT_MIDWAY = f"it was not right {PROMOTE_AFTER} times in the middle of a run"
_TOOL_WANTS_MORE = "the tool wants more than a command"


def _nothing(acts: tuple[Act, ...]) -> None:
    """Nobody wants to hear of predictions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What acting in a run goes by. `task` is what the user asked for; nothing else is ever served. `say` hears what
    is done; `predicted` what would be done in shadow, at the request, before anything of it goes on. `midway`:
    whether templates may start after turns of the model that only looked, or do a part only, too."""

    run: Run
    task: str
    place: Place
    harness: Harness
    conditions: Conditions
    kept: tuple[Kept, ...] = ()
    mode: Mode = "on"
    say: Callable[[str], None] = lambda _: None
    predicted: Callable[[tuple[Act, ...]], None] = _nothing
    midway: bool = False


class Acting:
    """Acts for one run. With `off` it only keeps from providers what was done here in earlier runs; with `shadow` it
    predicts too. `given` is the whole text that the harness gets, with the task in it. `tool` is the harness's shell
    as its request described it, `act` what was begun, `came` how that ended, `held_back` why templates that know the
    wording do nothing, and `millis` how long the decision took (-1: none was to be made). `midway`: what was begun or
    predicted was so in the middle of the run. `part` are digests of the files that were written where that was a part
    of the job. `instructions` is the digest of what the model is told besides the task, and `unused` is why promoted
    templates that know the wording did not act where they may."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._traffic = setting.harness.traffic
        self._tool = setting.harness.tool_for("shell.run") if setting.mode != "off" else None
        self.given = setting.task
        self._names = (self._tool.name, *self._tool.aliases) if self._tool else ()
        # of all that are kept only those that this task looks like are ever thought of again
        shelf = Shelf(item.template for item in setting.kept)
        likely = (
            {template.id for template in shelf.looking_like(setting.task)} if setting.mode != "off" else set[str]()
        )
        self._likely = tuple(
            item
            for item in setting.kept
            if item.template.id in likely and (setting.midway or not item.template.partial)
        )
        self._ledger = Ledger()
        self._begun = False
        self._foreseen = False
        self._later = setting.midway and setting.mode != "off"
        self._answers: dict[str, str] = {}
        self.act: Act | None = None
        self.came: Came | None = None
        self.tool: ToolSpec | None = None
        self.held_back: dict[str, str] = {}
        self.instructions = ""
        self.unused: dict[str, str] = {}
        self.millis = -1.0
        self.midway = False
        self.part: dict[str, str] = {}

    @property
    def handed_over(self) -> str:
        """Why what was begun was given to the model; empty where it was not, or nothing was begun."""
        if self.act is None:
            return ""
        return self.came.why if self.came else "the harness did not give its result back"

    def rehearse(self) -> None:
        """Decide once for nothing, before the harness starts: what has to be loaded for it is there when a request
        waits."""
        if self._likely:
            with suppress(OSError, *MISTAKES):
                decide(Shelf(item.template for item in self._likely), self._setting.task, self._setting.place)

    def ahead(self, granted: Granted, dialect: Dialect, head: RequestHead, body: Sequence[bytes], most: int) -> None:
        """Nothing: what there is to do is done at once."""

    def take(self, dialect: Dialect, path: str, body: bytes, head: RequestHead, run: Run | None) -> Taken:
        """Serve the request, or give what is to be sent in its place."""
        is_marked = _MARK in body
        may_act = bool(self._likely) and (self._later or not self._begun)
        if run is None or run.id != self._setting.run.id or not (is_marked or may_act):
            return Taken()
        try:
            request = codec(dialect).decode_request(body, path)
        except MISTAKES:
            return Taken()  # it goes on as it is
        try:
            found = self._taken(request, head)
        except (OSError, *MISTAKES) as error:
            found = self._handed(f"{type(error).__name__}: {error}") if self.act else Taken()
        if found.answer:
            return found
        if request.tools and not side_of(request, self._traffic):
            self._begun = True
        plain = folded(request, self._ledger) if is_marked else None
        return Taken(jit=found.jit, body=codec(dialect).encode_request(plain).body) if plain else found

    def _taken(self, request: Request, head: RequestHead) -> Taken:
        if self._setting.mode == "off" or not self._is_ours(request, head):
            return Taken()
        items = items_of(request, self._traffic)
        if self.act is not None and (result := self._result(items)):
            return self._concluded(request, self.act, result)
        if self._begun:
            return self._go_on(request, items)
        if not items or any(item.kind != "user" for item in items):
            return Taken()
        return self._begin(request, items[-1].key)

    def _go_on(self, request: Request, items: tuple[Item, ...]) -> Taken:
        """After turns of the model: where they only looked, what could not be done at first may be done now."""
        lost = self.act is not None and not self.midway
        if not self._later or self._foreseen or lost or self.came is not None:
            return Taken()
        if not only_looked(items, self._setting.harness, self._given()):
            self._later = False
            return Taken()
        self.midway = True
        found = self._begin(request, next(item.key for item in reversed(items) if item.kind == "user"))
        self.midway = self.act is not None or self._foreseen
        return found

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

    def _begin(self, request: Request, asked: str) -> Taken:
        tool = shell_tool(request, self._names)
        # the harness may have put things around the text, which are taken off again
        if tool is None or self._tool is None or not asked or asked not in self._given():
            return Taken()
        self.tool = tool
        if self.act is None:
            began = time.perf_counter()
            place = self._setting.place
            if not self.instructions:  # what was told first holds for all of the run
                self.instructions = instructions_digest(request, self._setting.harness, place.folder, place.ignored)
            self.act = self._decided(tool)
            predicted = () if self.act else self._predicted(tool)
            self.millis = (time.perf_counter() - began) * 1000
            unused = () if self.act else self._unused_now(tool)
            if predicted:
                self._foreseen = True
                self._setting.predicted(predicted)
                return Taken(jit="\n".join((f"predict {', '.join(act.template for act in predicted)}", *unused)))
            if self.act is None:
                return Taken(jit="\n".join(unused))
        description = f"SkillRT template {self.act.template}"
        arguments = arguments_for(tool, self._tool.arguments, self.act.command.text, description)
        if arguments is None:
            self.unused[self.act.template] = _TOOL_WANTS_MORE
            jit = f"{HELD_BACK}{self.act.template}: {_TOOL_WANTS_MORE}"
            self.act = None
            return Taken(jit=jit)
        self._setting.say(f"template {self.act.template} serves the request")
        response = call_answer(request, self.act.command.mark, tool.name, arguments)
        return Taken(answer=answer_of(request, response), jit=f"act {self.act.template}")

    def _given(self) -> tuple[str, str]:
        return self.given.strip(), user_text(self.given, self._traffic)

    def _decided(self, tool: ToolSpec) -> Act | None:
        """What is to be done now, by the templates that may act."""
        if self._setting.mode != "on":
            return None
        may = self._acting_now(tool)
        found = decide(Shelf(may), self._setting.task, self._setting.place)
        if isinstance(found, Act):
            return found
        self.held_back |= {template.id: _held_back(found) for template in may}
        return None

    def _predicted(self, tool: ToolSpec) -> tuple[Act, ...]:
        """What each template would do that does not act, or not in this run."""
        if self._tool is None or arguments_for(tool, self._tool.arguments, "", "") is None:
            return ()
        acting = self._acting_now(tool) if self._setting.mode == "on" else ()
        likely = [item for item in self._may(tool, "shadow", "promoted") if item not in acting][:_MOST_PREDICTED]
        acts: list[Act] = []
        for template in likely:
            found = decide(Shelf([template]), self._setting.task, self._setting.place)
            if isinstance(found, Act):
                acts.append(found)
            else:
                self.held_back[template.id] = _held_back(found)
        return tuple(acts)

    def _acting_now(self, tool: ToolSpec) -> list[Template]:
        """Those that may act at this request, where templates may."""
        return [kept.template for kept in self._likely if not self._why_not(kept, tool)]

    def _why_not(self, kept: Kept, tool: ToolSpec) -> str:
        """Why this template may not act at this request; empty where it may."""
        now = self._setting.conditions.of(kept.template, tool)
        if now is None:
            return _NO_SKILL
        held = under(kept, now)
        if held.state != "promoted":
            return _OTHER_CONDITIONS
        if not held.acts_under(self.instructions):
            return _OTHER_INSTRUCTIONS
        return _NOT_MIDWAY if self.midway and not held.acts_midway else ""

    def _unused_now(self, tool: ToolSpec) -> tuple[str, ...]:
        """What is to be said of promoted templates that did not act, each reason once."""
        if self._setting.mode != "on":
            return ()
        said: list[str] = []
        for kept in self._likely:
            id = kept.template.id
            why = (self._why_not(kept, tool) or self.held_back.get(id, "")) if kept.state == "promoted" else ""
            if why and self.unused.get(id) != why:
                self.unused[id] = why
                said.append(f"{HELD_BACK}{id}: {why}")
        return tuple(said)

    def _may(self, tool: ToolSpec, *states: str) -> list[Template]:
        """The templates that are in one of these states under what holds here, with this tool."""
        found = [(kept, self._setting.conditions.of(kept.template, tool)) for kept in self._likely]
        return [kept.template for kept, now in found if now is not None and under(kept, now).state in states]

    def _result(self, items: tuple[Item, ...]) -> ToolResult | None:
        """The result of our call, where it is the last that was said, and no other agent was started."""
        act, last = self.act, items[-1].part if items else None
        if act is None or not isinstance(last, ToolResult):
            return None
        calls = [item.part for item in items if isinstance(item.part, ToolCall)]
        if any(operation_of(call.name, self._setting.harness) == "agent.delegate" for call in calls):
            return None
        ours = [call for call in calls if mark_of_call(call) == act.command.mark]
        return last if ours and calls[-1] is ours[-1] and last.call in ("", ours[-1].id) else None

    def _concluded(self, request: Request, act: Act, result: ToolResult) -> Taken:
        mark = act.command.mark
        if mark not in self._answers:
            if self.came is not None:
                return Taken()  # it was handed over before
            found = conclude(act, result_text(result), self._setting.place, failed=result.is_error)
            if not isinstance(found, Concluded):
                return self._handed(found)
            if act.choice.template.partial:
                return self._did_part(act, found)
            self._answers[mark] = found.answer
            self._ledger.answered(mark, found.answer)
            self.came = Came(act.template)
        response = final_answer(request, mark, self._answers[mark])
        return Taken(answer=answer_of(request, response), jit=f"answer {act.template}")

    def _did_part(self, act: Act, found: Concluded) -> Taken:
        """The model goes on, and is told what is done."""
        folder = self._setting.place.folder
        self.part = {path: digest_of((folder / path).read_bytes()) for path in found.written}
        self._ledger.did_part(act.command.mark, ", ".join(f"`{path}`" for path in found.written))
        self._begun = True
        self.came = Came(act.template)
        self._setting.say(f"template {act.template} did a part; the model goes on")
        return Taken(jit=f"part {act.template}")

    def _handed(self, why: str) -> Taken:
        assert self.act is not None
        self._begun = True
        self.came = Came(self.act.template, why)
        self._setting.say(f"template {self.act.template}: {why}; the model goes on")
        return Taken(jit=f"hand-over {self.act.template}: {why}")
