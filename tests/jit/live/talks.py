"""Conversations for tests in the normal form of each dialect: with turns that were made here."""

import json
from collections.abc import Sequence

import msgspec

from skillrt.jit.actions import Action
from skillrt.jit.live.command import Command, command_of
from skillrt.wire.exchange import (
    Dialect,
    Message,
    Part,
    Request,
    Role,
    Settings,
    Text,
    ToolCall,
    ToolResult,
)

DIALECTS: tuple[Dialect, ...] = ("openai-chat", "openai-responses", "anthropic-messages", "gemini")
TEXT = "Make b.txt of a.txt"


def made_command(text: str = "cp a.txt b.txt") -> Command:
    command = command_of((Action("shell", text),), says=False)
    assert command is not None
    return command


def made_call(command: Command, id: str = "call_1") -> ToolCall:
    return ToolCall(id=id, name="bash", arguments=json.dumps({"command": command.text}))


def result(id: str, text: str) -> Message:
    return Message(role="tool", parts=(ToolResult(call=id, name="bash", content=(Text(text=text),)),))


def user(*texts: str) -> Message:
    return Message(role="user", parts=tuple(Text(text=text) for text in texts))


def agent(*parts: Part) -> Message:
    return Message(role="assistant", parts=parts)


def request(dialect: Dialect, messages: Sequence[Message], *, thinking: bool = False) -> Request:
    roles: dict[Dialect, Role] = {"anthropic-messages": "user", "gemini": "user"}
    settled = [
        msgspec.structs.replace(message, role=roles.get(dialect, "tool")) if message.role == "tool" else message
        for message in messages
    ]
    settings = Settings(thinking="budget:2048" if thinking else None, max_tokens=4096)
    return Request(dialect=dialect, model="m", messages=tuple(settled), settings=settings)
