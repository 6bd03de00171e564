"""A job that repeats, for tests of acting: templates that were learnt, and an agent that does as any harness does."""

import asyncio
import itertools
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import aiohttp
import msgspec

from skillrt.gateway.access import Access, Run, new_id
from skillrt.gateway.account import Account
from skillrt.gateway.acting import Acting, Setting
from skillrt.gateway.policy import Policy
from skillrt.gateway.routes import Routes, Upstream
from skillrt.gateway.server import start_gateway
from skillrt.jit.learn import Workshop
from skillrt.jit.live.acting import Place
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.state import ANY, PROMOTE_AFTER, Kept, learnt, promoted, under
from skillrt.targets.harness import Harness, SkillFolders, Tool
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import (
    Dialect,
    Extra,
    Message,
    Request,
    Response,
    Role,
    Settings,
    Text,
    ToolCall,
    ToolResult,
    ToolSpec,
)
from tests.upstream.answers import Answer
from tests.upstream.server import ScriptedUpstream

DIALECTS: tuple[Dialect, ...] = ("openai-chat", "openai-responses", "anthropic-messages", "gemini")
SPEC = ToolSpec(
    name="sh",
    description="Run a command",
    schema=json.dumps({"type": "object", "properties": {"line": {"type": "string"}}, "required": ["line"]}),
)
HARNESS = Harness(
    name="made",
    title="Made",
    date="2026-11-28",
    sources=(),
    skills=SkillFolders(project=(), user=()),
    tools=(Tool(name="sh", operation="shell.run", arguments={"command": "line"}),),
)
CONDITIONS = Conditions({"sums": "digest-1"}, "python 3")
REQUEST = "I need the total of length in boats.csv, saved as boats.json"
TABLE = "name,length\na,2.5\nb,3.25\n"


def promoted_template(workshop: Workshop, conditions: Conditions = CONDITIONS) -> Kept:
    (template,) = workshop.learn().templates
    now = conditions.of(template, SPEC)
    assert now is not None
    kept = promoted(under(learnt(template), now), "by a test")
    return msgspec.structs.replace(kept, instructions={ANY: PROMOTE_AFTER})


class Done(msgspec.Struct):
    """What an agent saw: the last answer, the requests that reached the model, what the gateway told of each."""

    final: str
    messages: list[Message]
    upstream: ScriptedUpstream
    accounts: list[Account]
    acting: Acting

    @property
    def jit(self) -> list[str]:
        return [account.jit for account in self.accounts]

    def said_of(self, kept: Kept) -> str:
        """What is said where this template, promoted, did not act."""
        why = self.acting.unused.get(kept.template.id, "")
        return f"held-back {kept.template.id}: {why}" if why else ""


class Talk(msgspec.Struct, frozen=True):
    """How the agent talks."""

    dialect: Dialect = "openai-chat"
    stream: bool = True
    thinking: bool = False
    # before each command that the agent runs; gives a result in its place, or None
    meddle: Callable[[str], str | None] = lambda _: None
    # further requests of the user, in the same conversation
    more: tuple[str, ...] = ()
    system: str = "You are an agent."


async def agent(
    folder: Path, request: str, kept: tuple[Kept, ...], answer: Answer, talk: Talk, **changes: object
) -> Done:
    """One run of an agent in `folder`, through a gateway that acts, before a model that answers as `answer` says."""
    run = Run(id=new_id(), harness="made")
    setting = Setting(
        run=run, task=request, place=Place(folder), harness=HARNESS, conditions=CONDITIONS, kept=kept, mode="on"
    )
    for name, value in changes.items():
        setting = msgspec_replace(setting, name, value)
    acting = Acting(setting)
    accounts: list[Account] = []
    with ScriptedUpstream(answer) as upstream:
        base = upstream.url + ("/v1" if talk.dialect.startswith("openai") else "")
        route = Upstream(name="there", base_url=base, dialects=(talk.dialect,), key="the key")
        policy = Policy(routes=Routes((route,)), access=Access(runs={run.id: run}), retries=None, acts=acting)
        gateway = await start_gateway(policy, accounts.append)
        messages = [Message(role="user", parts=(Text(text=request),))]
        try:
            async with aiohttp.ClientSession() as client:
                url = gateway.admit(run) + ("/v1" if talk.dialect.startswith("openai") else "")
                final = await _work(client, url, messages, folder, talk)
                for further in talk.more:
                    messages.append(Message(role="user", parts=(Text(text=further),)))
                    final = await _work(client, url, messages, folder, talk)
        finally:
            await gateway.stop(0.5)
        return Done(final, messages, upstream, accounts, acting)


def msgspec_replace(setting: Setting, name: str, value: object) -> Setting:
    from dataclasses import replace

    return replace(setting, **{name: value})  # pyright: ignore[reportArgumentType]


async def _work(client: aiohttp.ClientSession, url: str, messages: list[Message], folder: Path, talk: Talk) -> str:
    for _ in range(8):
        response = await _ask(client, url, messages, talk)
        messages.append(Message(role="assistant", parts=response.parts))
        calls = [part for part in response.parts if isinstance(part, ToolCall)]
        if not calls:
            return "".join(part.text for part in response.parts if isinstance(part, Text))
        results = [
            ToolResult(call=call.id, name=call.name, content=(Text(text=_ran(call, folder, talk)),)) for call in calls
        ]
        role: Role = "user" if talk.dialect in {"anthropic-messages", "gemini"} else "tool"
        if role == "user":
            messages.append(Message(role=role, parts=tuple(results)))
        else:
            messages.extend(Message(role=role, parts=(result,)) for result in results)
    raise AssertionError("no end")


def _ran(call: ToolCall, folder: Path, talk: Talk) -> str:
    command = json.loads(call.arguments)["line"]
    instead = talk.meddle(command)
    if instead is not None:
        return instead
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=20, check=False)
    return f"$ {command}\n{done.stdout}{done.stderr}[status {done.returncode}]"


async def _ask(client: aiohttp.ClientSession, url: str, messages: list[Message], talk: Talk) -> Response:
    extra = (Extra(key="store", json="false"),) if talk.dialect == "openai-responses" else ()
    request = Request(
        dialect=talk.dialect,
        model="m-1",
        messages=(Message(role="system", parts=(Text(text=talk.system),)), *messages),
        tools=(SPEC,),
        stream=talk.stream,
        settings=Settings(max_tokens=4096, thinking="budget:1024" if talk.thinking else None),
        extra=extra,
    )
    spoken = codec(talk.dialect)
    encoded = spoken.encode_request(request)
    path = encoded.path if encoded.path.startswith("/") else f"/{encoded.path}"
    headers = {"Content-Type": "application/json"}
    async with client.post(url + path, data=encoded.body, headers=headers) as answer:
        body = await answer.read()
        assert answer.status == 200, body
        if not talk.stream:
            return spoken.decode_response(body, answer.status)
        reader = spoken.reader()
        reader.feed(body)
        reader.end()
        return reader.response()


def wait(work: object) -> Done:
    """Carry it out."""

    async def bounded() -> Done:
        async with asyncio.timeout(30):
            return await work  # pyright: ignore[reportGeneralTypeIssues]

    return asyncio.run(bounded())


EVERY_WAY = [
    Talk(dialect, stream, thinking)
    for dialect, stream, thinking in itertools.product(DIALECTS, (True, False), (False, True))
]


def named(talk: Talk) -> str:
    return f"{talk.dialect}{'-stream' if talk.stream else ''}{'-thinking' if talk.thinking else ''}"
