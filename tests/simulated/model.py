"""A simulated model, to test the measuring of profiles against known truth. It is no model and stands for none.

It knows the seed of the profile, so it can make every instance again, with its reference solution and near misses.
It recognises an instance by the text of its task and its files, and plays the reference with the success rate that
was set for the primitive and level, else a near miss or a refusal, with the tools of the harness that it is asked
through. What it says of a real model's abilities is nothing.
"""

import json
import random
import shlex
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from skillrt.primitives.probing import SERVER, Probe, Solution, Step
from skillrt.profiler.trials import Trial
from skillrt.targets import Harness
from skillrt.wire.exchange import Request, Response, Text, ToolCall, ToolResult, ToolSpec, Usage
from tests.simulated.bank import Bank, Known
from tests.upstream.answers import say
from tests.upstream.faults import Fault, status

REFUSAL = "I am sorry, but I cannot help with that."
Rates = tuple[float, float, float]
STATUSES = (500, 503, 529, 429)


class Truth(msgspec.Struct, frozen=True):
    """What the simulated model is like: the chance to succeed at L1 to L3 by primitive, `other` for those not named;
    the shares of wrong answers that are refusals and of requests that fail with a provider's error."""

    rates: Mapping[str, Rates] = {}
    other: Rates = (1.0, 1.0, 1.0)
    refusals: float = 0.0
    faults: float = 0.0

    def succeeds(self, trial: Trial) -> bool:
        """Whether this trial is to pass: the same whenever it is asked."""
        rate = self.rates.get(trial.primitive, self.other)[trial.level - 1]
        return random.Random(f"{trial.instance_seed}/passes").random() < rate


class SimulatedModel:
    """Answers requests: give its `answer` to a `ScriptedUpstream`."""

    def __init__(self, probes: Mapping[str, Probe], seed: str, harness: Harness, truth: Truth) -> None:
        self._bank = Bank(probes, seed)
        self._harness = harness
        self._truth = truth
        self._chance = random.Random(f"{seed}/faults")
        self.asked: list[Trial] = []
        self.strange: list[str] = []

    def answer(self, request: Request) -> Response | Fault:
        if self._chance.random() < self._truth.faults:
            return status(self._chance.choice(STATUSES), retry_after="0.05")
        if not request.tools and self._harness.tools:
            return say("A title")
        texts = user_texts(request)
        known = self._bank.find(texts, everything_in(request))
        if known is None:
            self.strange.append(texts[-1][:500] if texts else "")
            return say("I do not know this task.")
        turn = sum(
            any(isinstance(part, ToolCall) for part in message.parts)
            for message in request.messages
            if message.role == "assistant"
        )
        if not turn:
            self.asked.append(known.trial)
        return self._play(known, self._solution(known), turn, request)

    def _solution(self, known: Known) -> Solution:
        if self._truth.succeeds(known.trial):
            return known.instance.reference
        rng = random.Random(f"{known.trial.instance_seed}/wrong")
        if rng.random() < self._truth.refusals or not known.instance.near_misses:
            return Solution(answer=REFUSAL)
        return rng.choice(known.instance.near_misses).solution

    def _play(self, known: Known, solution: Solution, turn: int, request: Request) -> Response:
        usage = usage_of(request)
        if turn >= len(solution.turns):
            return say(solution.answer.replace(SERVER, known.server), usage=usage)
        steps = [with_server(step, known.server) for step in solution.turns[turn]]
        offered = {tool.name: tool for tool in request.tools}
        return say(*(tool_call(step, self._harness, offered) for step in steps), usage=usage)


def tool_call(step: Step, harness: Harness, offered: Mapping[str, ToolSpec]) -> ToolCall:
    """The step as a call of the harness's own tool where it is offered, else as a command of its shell.

    Products offer some models other tools than others (a patch in place of a write).
    """
    if step.operation == "mcp.call":
        return of_server(step, harness, offered)
    operations = (step.operation, *OTHERWISE.get(step.operation, ()))
    found = (item for wanted in operations for item in harness.tools if item.operation == wanted)
    tool = next((item for item in found if item.name in offered), None)
    names = {name: tool.arguments[name] for name in step.arguments if name in tool.arguments} if tool else {}
    if tool is not None and (
        names.keys() >= step.arguments.keys() - {"description"} or tool.operation != step.operation
    ):
        texts = texts_of_tool(offered[tool.name])
        given = {own: _typed(step.arguments[name], own in texts) for name, own in names.items()}
        return _named(offered[tool.name], OWN.get(tool.name, {}) | given)
    hidden = harness.tool_for(step.operation)
    if BY_CALLING in offered and hidden and hidden.deferred and step.operation not in BY_COMMAND:
        given = {hidden.arguments.get(name, name): value for name, value in step.arguments.items()}
        return _named(offered[BY_CALLING], {"id": hidden.name, "args": given})
    shell = harness.tool_for("shell.run")
    assert shell, f"{harness.name} has no shell for {step.operation}"
    given = {shell.arguments["command"]: as_command(step)}
    return _named(offered.get(shell.name) or ToolSpec(name=shell.name), OWN.get(shell.name, {}) | given)


def _named(tool: ToolSpec, given: Mapping[str, object]) -> ToolCall:
    """A call of the tool, in its namespace where it has one."""
    return ToolCall(id="", name=tool.name, arguments=json.dumps(given), namespace=tool.namespace)


def of_server(step: Step, harness: Harness, offered: Mapping[str, ToolSpec]) -> ToolCall:
    """The step as a call of the tool that the harness has made of the server's."""
    form, name = harness.launch.mcp.tool, step.arguments["tool"]
    whole = form.replace("{server}", "depot").replace("{tool}", name)
    found = next((tool for tool in offered.values() if whole in {tool.name, f"{tool.namespace}__{tool.name}"}), None)
    given = json.loads(step.arguments["arguments"])
    if not found and BY_CALLING in offered:
        return _named(offered[BY_CALLING], {"id": whole, "args": given})
    # some products offer it only after a search, and take the call all the same
    assert found or harness.tool_for("tool.search"), f"{whole} is not among {sorted(offered)}"
    return _named(found or ToolSpec(name=whole), given)


# what products want besides what is said by the step
OWN: dict[str, dict[str, object]] = {
    "Bash": {"description": "a step"},
    "bash": {"description": "a step"},
    "webfetch": {"format": "text"},
    "WebFetch": {"prompt": "Give the text."},
    "run_shell_command": {"description": "a step"},
}
# the tool by which OpenClaw has those called that it does not offer at once
BY_CALLING = "tool_call"
# what a shell does as well
BY_COMMAND = frozenset({"file.read", "file.write", "file.list", "web.fetch"})
# what models take where there is no tool of its own
OTHERWISE = {"image.view": ("file.read",)}


def texts_of_tool(tool: ToolSpec) -> frozenset[str]:
    """The arguments of a tool that are texts, by its schema."""
    try:
        properties = json.loads(tool.schema or "{}").get("properties", {})
    except ValueError:
        return frozenset()
    return frozenset(name for name, kind in properties.items() if kind.get("type") == "string")


def _typed(value: str, is_text: bool) -> object:
    if is_text:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def as_command(step: Step) -> str:
    given = {name: shlex.quote(value) for name, value in step.arguments.items()}
    match step.operation:
        case "file.read":
            return f"cat -- {given['path']}"
        case "file.write":
            return f'mkdir -p -- "$(dirname -- {given["path"]})" && printf %s {given["content"]} > {given["path"]}'
        case "file.list":
            return f"ls -- {given.get('path', '.')}"
        case "web.fetch":
            return f"curl -s {given['url']}"
        case _:
            return f"echo there is no tool for {step.operation} && false"


def with_server(step: Step, server: str) -> Step:
    if not server:
        return step
    return Step(step.operation, {name: value.replace(SERVER, server) for name, value in step.arguments.items()})


def user_texts(request: Request) -> list[str]:
    found: list[str] = []
    for message in request.messages:
        if message.role == "user" and not any(isinstance(part, ToolResult) for part in message.parts):
            found += [part.text for part in message.parts if isinstance(part, Text)]
    return [*found, "\n".join(found)] if len(found) > 1 else found


def everything_in(request: Request) -> str:
    """All words of the request, those of results too."""
    return "\n".join(text for message in request.messages for text in _words(message.parts))


def _words(parts: Iterable[object]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Text):
            yield part.text
        elif isinstance(part, ToolResult):
            yield from _words(part.content)


def usage_of(request: Request) -> Usage:
    """As many tokens as a model would count, roughly: a quarter of the characters."""
    tools = sum(len(tool.description) + len(tool.schema) for tool in request.tools)
    return Usage(input=(len(everything_in(request)) + tools) // 4, output=50)
