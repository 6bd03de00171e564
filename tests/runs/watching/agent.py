"""An agent that speaks as pi does, to test sessions with: directly to a watch, or over HTTP to a gateway."""

import json
import subprocess
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from skillrt.config import variables_of_steps
from skillrt.gateway.access import Granted
from skillrt.gateway.account import Account
from skillrt.gateway.events import RequestHead
from skillrt.gateway.policy import Taken
from skillrt.jit.state import Kept
from skillrt.runs.watching.spool import Spool
from skillrt.runs.watching.watch import Look, Watch
from skillrt.targets import shipped_harnesses
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Message, Request, Response, Text, ToolCall, ToolResult, ToolSpec
from tests.upstream.answers import say

PATH = "/v1/chat/completions"
SCHEMA = {"type": "object", "properties": {"command": {"type": "string"}}, "required": ["command"]}
BASH = ToolSpec(name="bash", description="Run a command", schema=json.dumps(SCHEMA))
MARK = "You are an agent operating inside pi, a coding agent harness."
PI = shipped_harnesses()["pi"]


def request(
    folder: Path | str, *messages: Message, tools: Sequence[ToolSpec] = (BASH,), model: str = "m-1"
) -> Request:
    """What pi sends when it works in `folder` (empty: it does not say)."""
    words = f"{MARK}\nCurrent working directory: {folder}" if folder else MARK
    system = Message(role="system", parts=(Text(text=words),))
    return Request(dialect="openai-chat", model=model, messages=(system, *messages), tools=tuple(tools))


def user(text: str) -> Message:
    return Message(role="user", parts=(Text(text=text),))


def calls(command: str, id: str = "c1") -> ToolCall:
    return ToolCall(id=id, name="bash", arguments=json.dumps({"command": command}))


def given(call: ToolCall, text: str) -> Message:
    return Message(role="tool", parts=(ToolResult(call=call.id, name=call.name, content=(Text(text=text),)),))


def head() -> RequestHead:
    return RequestHead(now=0.0, method="POST", target=PATH, headers=(("Host", "localhost"),))


@dataclass
class Talk:
    """Requests to a watch without a gateway. `ended` are the sessions that it gave on."""

    folder: Path
    mode: str = "on"
    home: Path | None = None
    ended: list[Path] = field(default_factory=list[Path])
    said: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        look = Look(
            data=self.folder / "data",
            mode=self.mode,  # pyright: ignore[reportArgumentType]
            variables=variables_of_steps(),
            harnesses=shipped_harnesses(),
            home=self.home,
            folder="",
            say=self.said.append,
        )
        self.spool = Spool(look.data)
        self.watch = Watch(look, self.spool, self.ended.append)

    def ask(self, asked: Request, answer: Response | None = None, *, keyed: bool = True) -> tuple[Taken, Account]:
        """The request, answered by a template or so; what became of it, and its account as it is kept."""
        taken, hear = self.begin(asked, keyed=keyed)
        body = taken.answer.body if taken.answer else codec("openai-chat").encode_response(answer or say("Done."))
        return taken, hear(body)

    def begin(self, asked: Request, *, keyed: bool = True):
        """The same up to the answer; the function gives the account once it is given the answer's body."""
        at = head()
        body = codec("openai-chat").encode_request(asked).body
        granted = Granted(run=None, path=PATH, query="", keyed=keyed)
        work = self.watch.ahead(granted, "openai-chat", at, [body[:50], body[50:]], 1 << 20)
        if work:
            work()
        taken = self.watch.take("openai-chat", PATH, body, at, None)

        def hear(answer: bytes) -> Account:
            account = msgspec.structs.replace(ACCOUNT, request_headers=at.headers, request_body=body)
            return self.watch.heard(msgspec.structs.replace(account, response_body=answer, jit=taken.jit))

        return taken, hear


ACCOUNT = Account(
    run=None,
    method="POST",
    path=PATH,
    query="",
    dialect="openai-chat",
    spoken="openai-chat",
    upstream="local",
    model="m-1",
    began=1_800_000_000.0,
    first_byte=0.1,
    took=0.2,
    ending="whole",
    status=200,
    attempts=(),
    request_headers=(),
    request_body=None,
    sent_body=None,
    response_headers=(("Content-Type", "application/json"),),
    response_body=None,
)


def keep(data: Path, kept: Kept) -> None:
    """Put a template into the store."""
    from skillrt.store.templates import Templates

    Templates(data).write(kept.template.id, msgspec.json.encode(kept))


def work(url: str, folder: Path, task: str) -> str:
    """One session over HTTP, in `folder`; its answer."""
    messages = [user(task)]
    for _ in range(8):
        response = _post(url, request(folder, *messages))
        messages.append(Message(role="assistant", parts=response.parts))
        found = [part for part in response.parts if isinstance(part, ToolCall)]
        if not found:
            return "".join(part.text for part in response.parts if isinstance(part, Text))
        messages += [given(call, _ran(call, folder)) for call in found]
    raise AssertionError("no end")


def _post(url: str, asked: Request) -> Response:
    spoken = codec("openai-chat")
    body = spoken.encode_request(asked).body
    sent = urllib.request.Request(url + PATH, data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(sent, timeout=30) as answer:
        return spoken.decode_response(answer.read(), answer.status)


def _ran(call: ToolCall, folder: Path) -> str:
    command = json.loads(call.arguments)["command"]
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=20, check=False
    )
    return done.stdout + done.stderr
