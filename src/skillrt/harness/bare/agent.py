"""The agent's loop: ask the model, do what it calls for, until it answers in words."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from skillrt.harness.asking import answer_to, error_of, model_session, silence, unreached
from skillrt.harness.bare.bounds import Bounds
from skillrt.harness.bare.prompting import system_prompt
from skillrt.harness.bare.tools import Tools, tool_specs
from skillrt.harness.launching.output import Said
from skillrt.wire.exchange import Message, Request, Text, ToolCall, Usage

_MOST_TURNS: Final = 200


@dataclass(frozen=True, slots=True)
class Job:
    """What the agent does: the prompt, the model, the base URL with `/v1`, the key, the workspace, folders with
    skills, the variables of its commands, and whether it may act unasked."""

    prompt: str
    model: str
    base_url: str
    key: str
    folder: Path
    skills: Sequence[Path]
    variables: Mapping[str, str]
    unattended: bool = False


@dataclass(slots=True)
class _State:
    messages: list[Message]
    calls: list[str] = field(default_factory=list[str])
    usages: list[Usage] = field(default_factory=list[Usage])

    def said(self, text: str, error: str = "") -> Said:
        return Said(text, error, _sum(self.usages) if self.usages else None, tuple(self.calls))


async def run_agent(job: Job, on_call: Callable[[str], None]) -> Said:
    """Carry out the job. What the provider refuses ends it with an error; nothing is raised for it."""
    import aiohttp  # loaded where it is needed: start-up

    tools = Tools(Bounds(job.folder, job.skills), job.variables, job.unattended)
    system = Message(role="system", parts=(Text(text=system_prompt(job.folder, job.skills)),))
    state = _State([system, Message(role="user", parts=(Text(text=job.prompt),))])
    async with model_session() as session:
        for _ in range(_MOST_TURNS):
            try:
                response = await answer_to(session, _request(job, state.messages), job.base_url, job.key)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                return state.said("", unreached(error))
            if response.usage:
                state.usages.append(response.usage)
            if response.error:
                return state.said("", error_of(response))
            text = "".join(part.text for part in response.parts if isinstance(part, Text))
            calls = [part for part in response.parts if isinstance(part, ToolCall)]
            if not calls:
                return state.said(text, "" if text.strip() else silence(response))
            for call in calls:
                on_call(call.name)
                state.calls.append(call.name)
            results = await asyncio.gather(*(tools.call(call) for call in calls))
            state.messages.append(Message(role="assistant", parts=response.parts))
            state.messages += [Message(role="tool", parts=(result,)) for result in results]
    return state.said("", f"it was not done after {_MOST_TURNS} answers of the model")


def _request(job: Job, messages: Sequence[Message]) -> Request:
    return Request(dialect="openai-chat", model=job.model, messages=tuple(messages), tools=tool_specs(), stream=True)


def _sum(usages: Sequence[Usage]) -> Usage:
    return Usage(
        input=sum(item.input for item in usages),
        output=sum(item.output for item in usages),
        cache_read=sum(item.cache_read for item in usages),
        cache_write=sum(item.cache_write for item in usages),
        thinking=sum(item.thinking for item in usages),
    )
