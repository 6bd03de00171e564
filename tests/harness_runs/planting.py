"""Failures of every class, planted where they are known: calls that fail and variations of them that work, calls that
only look like failures, providers and harnesses that break. planted.toml has the commands."""

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from skillrt.gateway.outcomes import cause_of, recoveries_of
from skillrt.store.traces import Episode, Episodes, FailureClass, TraceReader, Wanted, traces_path
from skillrt.targets import Harness
from skillrt.wire.exchange import Request, Response, ToolCall, WireError
from tests.harness_runs.playing import Workshop, says, shell
from tests.upstream.answers import say
from tests.upstream.faults import Fault

Make = Callable[[Harness, Request], ToolCall | None]
Turn = Callable[[Harness, Request], Response | Fault]
DATA: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("planted.toml").read_text(encoding="utf-8"))
# harnesses whose tool for edits takes a list of them; what a second is where the tool for commands takes a limit
_LISTED_EDITS: Final = ("pi", "openclaw")
_SECOND: Final = {"claude-code": 1000, "opencode": 1000, "pi": 1, "openclaw": 1}
_NOTHING: Final = "true no such tool here"


@dataclass(frozen=True)
class Planted:
    """A call that fails for the reason that is named, one that works, and whether that is a variation of the first.

    `ends`: giving up after it is tried too. `by_status`: nothing but the status of the command says that it failed.
    """

    failure: FailureClass
    cause: str
    fails: Make
    works: Make
    recovers: bool = True
    ends: bool = False
    by_status: bool = False

    def is_told(self, harness: Harness) -> bool:
        """Whether the harness tells its model that the call failed."""
        return not self.by_status or tells_statuses(harness)


@dataclass
class Tally:
    """By class: how many were planted, found, and found rightly; `odd` is what was wrong or missed."""

    planted: Counter[str] = field(default_factory=Counter[str])
    found: Counter[str] = field(default_factory=Counter[str])
    right: Counter[str] = field(default_factory=Counter[str])
    odd: list[str] = field(default_factory=list[str])

    def judge(self, wanted: tuple[str, str] | None, given: tuple[str, str] | None, where: str) -> None:
        """Class and cause that were planted, and those that were found."""
        if wanted:
            self.planted[wanted[0]] += 1
        if given:
            self.found[given[0]] += 1
            self.right[given[0]] += wanted == given
        self.odd += [f"{where}: wanted {wanted}, found {given}"] if wanted != given else []

    def line(self, what: str) -> str:
        """Right, found, planted of each class."""
        cells = [
            f"{name} {self.right[name]}/{self.found[name]}/{self.planted[name]}" for name in sorted(self.planted)
        ]
        return f"{what} (right/found/planted): {', '.join(cells)}"


def tells_statuses(harness: Harness) -> bool:
    """Whether the results of commands, or what the harness writes of a run, say with which status they ended."""
    exits = harness.traffic.exits
    written = any(item.exit for item in harness.launch.output.readings)
    return bool(exits.said) or exits.unsaid is not None or written


def lay_files(workspace: Path) -> None:
    """The files that the planted commands work with."""
    for name, text in DATA["files"].items():
        (workspace / name).write_text(text.lstrip("\n"))


def planted_calls(place: Workshop) -> list[Planted]:
    """All calls that fail: those of the shell, then those of other tools."""
    of_shell = [
        Planted(
            item["class"], item["cause"], _command(item["fails"]), _command(item["works"]),
            recovers, recovers and item.get("ends", True), item.get("status", False),
        )
        for table, recovers in (("failures", True), ("unrelated", False))
        for item in DATA[table]
    ]  # fmt: skip
    return [*of_shell, *_of_tools(place)]


def script_of(planted: list[Planted]) -> list[Turn]:
    """Two turns for each, then the calls that only look like failures, and an end."""
    pairs = [make for item in planted for make in (item.fails, item.works)]
    innocent = [_command(text) for text in DATA["innocent"]["commands"]]
    return [*(_turn(make) for make in (*pairs, *innocent)), says("All is done.")]


def gives_up(item: Planted) -> list[Turn]:
    """It fails, and that is the end."""
    return [_turn(item.fails), says("I was not able to complete this, and stop here.")]


def refused(status: int, kind: str) -> list[Turn]:
    """Work begins, then the provider refuses."""
    error = WireError(message="planted: this request has no answer", type=kind, status=status)
    return [runs_first, lambda _harness, request: Response(dialect=request.dialect, error=error)]


def runs_first(harness: Harness, _request: Request) -> Response:
    """A turn of harmless work."""
    return say("I look around.", shell(harness, "ls"))


def episode_of(place: Workshop, run: object) -> Episode | None:
    """The episode of a run as it is kept; None where no request came."""
    with TraceReader.open(traces_path(place.folder / "data")) as reader:
        found = Episodes(reader.connection).find(Wanted(run=str(run)))
    return next((item for item in found if not item.parent), None)


def judge_script(episode: Episode, planted: list[Planted], harness: Harness) -> tuple[Tally, Tally]:
    """What was found in the calls and what recoveries were, after `script_of`."""
    failures, recovered = Tally(), Tally()
    found = {item.failed_turn: item for item in recoveries_of(episode)}
    for at, turn in enumerate(turn for turn in episode.turns if turn.calls):
        call = turn.calls[0]
        plant = planted[at // 2] if at % 2 == 0 and at // 2 < len(planted) else None
        is_there = plant is not None and _NOTHING not in call.arguments and plant.is_told(harness)
        wanted = (plant.failure, plant.cause) if plant and is_there else None
        cause = cause_of(call)
        failures.judge(wanted, (cause.failure, cause.key) if cause else None, call.arguments)
        recovery = found.get(at)
        mined = (recovery.cause.failure, f"{recovery.cause.key}, {recovery.worked_turn}") if recovery else None
        is_got_over = plant and is_there and plant.recovers
        right = (plant.failure, f"{plant.cause}, {at + 1}") if plant and is_got_over else None
        recovered.judge(right, mined, call.arguments)
    return failures, recovered


def _of_tools(place: Workshop) -> list[Planted]:
    harness, folder = place.harness, place.workspace
    read = harness.tool_for("file.read")
    path = read.arguments["path"] if read else ""
    away, there = f"{folder}/input/notes.txt", f"{folder}/notes.txt"
    nothing = _command(_NOTHING)
    return [
        Planted("environment", f"wrong-path:{away}", _tool("file.read", path=away), _tool("file.read", path=there)),
        Planted("tool", f"wrong-arguments:{path}", _tool("file.read"), nothing, recovers=False),
        Planted(
            "tool", "edit-mismatch", _tool("file.edit", path=there, old="no such line", new="x"),
            _tool("file.edit", path=there, old="second line", new="line two"),
        ),
        Planted(
            "tool", "unknown-tool:fold_paper",
            lambda _harness, _request: ToolCall(id="", name="fold_paper", arguments='{"sheet": "a"}'),
            nothing, recovers=False,
        ),
        Planted(
            "time-out", "timed-out", _limited("sleep 20 && echo over"), _command("sleep 0 && echo over"),
            ends=harness.name in _SECOND,
        ),
    ]  # fmt: skip


def _turn(make: Make) -> Turn:
    def turn(harness: Harness, request: Request) -> Response:
        return say("I go on.", make(harness, request) or shell(harness, _NOTHING))

    return turn


def _command(text: str) -> Make:
    return lambda harness, _request: shell(harness, text.strip())


def _limited(text: str) -> Make:
    """A command that may take a second; None where the tool takes no limit."""

    def make(harness: Harness, _request: Request) -> ToolCall | None:
        tool, call = harness.tool_for("shell.run"), shell(harness, text)
        if tool is None or harness.name not in _SECOND:
            return None
        given = json.loads(call.arguments) | {tool.arguments["timeout"]: _SECOND[harness.name]}
        return ToolCall(id="", name=call.name, arguments=json.dumps(given))

    return make


def _tool(operation: str, **given: str) -> Make:
    """A call of a tool that is no shell; None where the request does not list one."""

    def make(harness: Harness, request: Request) -> ToolCall | None:
        tool = harness.tool_for(operation)
        if tool is None or tool.name not in {item.name for item in request.tools}:
            return None
        arguments: dict[str, Any] = {tool.arguments.get(name, name): value for name, value in given.items()}
        if operation == "file.edit" and harness.name in _LISTED_EDITS:
            edits = [{"oldText": given["old"], "newText": given["new"]}]
            arguments = {tool.arguments["path"]: given["path"], "edits": edits}
        if "instruction" in tool.arguments.values() or (harness.name == "gemini-cli" and operation == "file.edit"):
            arguments["instruction"] = "as the test says"
        return ToolCall(id="", name=tool.name, arguments=json.dumps(arguments))

    return make
