"""A model that plays a part: it finds the skills in what a harness sends, loads them as that harness has it, runs
commands through its shell tool, and answers. What it does depends only on what it is shown."""

import json
import re
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from skillrt.cli.main import main
from skillrt.targets import Harness, shipped_harnesses
from skillrt.wire.exchange import Dialect, Media, Message, Request, Response, Text, ToolCall, ToolResult
from tests.upstream.answers import say
from tests.upstream.faults import Fault
from tests.upstream.server import ScriptedUpstream

_LOCATION = re.compile(r"<name>([\w-]+)</name>.*?<location>([^<]+)</location>", re.DOTALL)
_ROOT = re.compile(r"`(r\d+)` = `([^`]+)`")
_ALIASED = re.compile(r"- ([\w-]+): [^\n]*\(file: (r\d+)/([^)]+)\)")
_ANCHOR = re.compile(r"(?<![\w/.])(/[\w./-]+/([\w-]+)/scripts/[\w-]+\.(?:py|sh|mjs))")
INTERPRETERS = {"py": "python3", "sh": "bash", "mjs": "node"}


@dataclass
class Workshop:
    """A place below `folder` where a harness runs: `ws`, `data`, `home`."""

    name: str
    folder: Path

    @property
    def harness(self) -> Harness:
        return shipped_harnesses()[self.name]

    @property
    def workspace(self) -> Path:
        return self.folder / "ws"

    def run(
        self,
        upstream: ScriptedUpstream,
        dialect: Dialect | Literal[""],
        *options: str,
        task: str = "Use your skills.",
        own: Sequence[str] = (),
    ) -> dict[str, Any]:
        """`skillrt run --json` against the upstream that speaks `dialect`; the object that it prints. Without
        a dialect the options name the provider. `own` are arguments for the harness itself."""
        base = f"{upstream.url}/v1" if dialect.startswith("openai") else upstream.url
        given = ["--harness", self.name, "--model", "gpt-5.1-codex", "--workspace", str(self.workspace)]
        where = [*(["--upstream", base, "--dialect", dialect] if dialect else []), "--timeout", "240"]
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(["run", *given, *where, "--json", *options, task, *(["--", *own] if own else [])])
        assert out.getvalue(), err.getvalue()
        found = json.loads(out.getvalue())
        assert found["exit_code"] == status
        return found


@dataclass
class Player:
    """Plays turn after turn of `turns`, each made from the harness and what the request shows. Requests without tools
    (titles, summaries) are answered aside."""

    harness: Harness
    turns: Sequence[Callable[[Harness, Request], Response | Fault]]
    played: list[Request] = field(default_factory=list[Request])

    def answer(self, request: Request) -> Response | Fault:
        if not request.tools and not any(
            item.key == "input" or "additional_tools" in item.json for item in request.extra
        ):
            return say("A title")
        turn = self.turns[min(len(self.played), len(self.turns) - 1)]
        self.played.append(request)
        return turn(self.harness, request)


def shell(harness: Harness, command: str) -> ToolCall:
    """A call of the harness's shell tool."""
    tool = harness.tool_for("shell.run")
    assert tool
    given = {tool.arguments["command"]: command}
    if "description" in tool.arguments:
        given[tool.arguments["description"]] = "a command of the test"
    return _calls(tool.name, given)


def load_all(names: list[str]) -> Callable[[Harness, Request], Response]:
    """A turn that loads skills by name, all at once, in the harness's own way."""

    def turn(harness: Harness, request: Request) -> Response:
        return say("I load the skills.", *(_load(harness, name, request) for name in names))

    return turn


def says(text: str) -> Callable[[Harness, Request], Response]:
    """A turn that only answers."""
    return lambda _harness, _request: say(text)


def runs(*commands: str) -> Callable[[Harness, Request], Response]:
    """A turn that runs commands, all at once."""
    return lambda harness, _request: say("I run them.", *(shell(harness, command) for command in commands))


def texts_of(request: Request) -> str:
    """Everything that the request shows."""
    return "\n".join(_text(message) for message in request.messages)


def results_of(request: Request) -> list[str]:
    """The tool results of the last turn, as they stand in the request."""
    found: list[str] = []
    for message in reversed(request.messages):
        results = [part for part in message.parts if isinstance(part, ToolResult)]
        if message.role == "assistant" and found:
            break
        found = ["".join(_words(part.content)) for part in results] + found
    return found


def anchored(request: Request) -> dict[str, str]:
    """The bundled programs that the text of skills names by where they are installed: path by `skill/file`."""
    return {f"{skill}/{Path(path).name}": path for path, skill in _ANCHOR.findall(texts_of(request))}


def locations(request: Request) -> dict[str, str]:
    """Where the listed skills lie, by name."""
    text = texts_of(request)
    roots = dict(_ROOT.findall(text))
    aliased = {name: f"{roots[root]}/{rest}" for name, root, rest in _ALIASED.findall(text) if root in roots}
    return aliased | dict(_LOCATION.findall(text))


def _load(harness: Harness, name: str, request: Request) -> ToolCall:
    if harness.skills.body == "tool":
        tool = harness.tool_for("skill.load")
        assert tool
        return _calls(tool.name, {tool.arguments["name"]: name})
    place = locations(request)[name]
    if harness.skills.body == "shell":
        return shell(harness, f"cat '{place}'")
    tool = harness.tool_for("file.read")
    assert tool
    return _calls(tool.name, {tool.arguments["path"]: place})


def _calls(name: str, arguments: dict[str, str]) -> ToolCall:
    return ToolCall(id="", name=name, arguments=json.dumps(arguments))


def _text(message: Message) -> str:
    found: list[str] = []
    for part in message.parts:
        if isinstance(part, Text):
            found.append(part.text)
        elif isinstance(part, ToolResult):
            found += _words(part.content)
    return "\n".join(found)


def _words(content: tuple[Any, ...]) -> list[str]:
    return [part.text for part in content if isinstance(part, Text) and not isinstance(part, Media)]
