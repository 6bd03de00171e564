"""Requests in another dialect, and what cannot be carried."""

import msgspec

from skillrt.wire.exchange import Dialect, Extra, Request, Settings, ToolCall
from skillrt.wire.json_text import mark, try_parse
from skillrt.wire.openai_chat.requests import LIMIT_KEYS
from skillrt.wire.translate.formats import carried_format
from skillrt.wire.translate.history import carried_messages
from skillrt.wire.translate.memory import Memory, may_think
from skillrt.wire.translate.names import ToolNames
from skillrt.wire.translate.settings import carried_settings, effort_of
from skillrt.wire.translate.target import (
    Loss,
    Losses,
    Target,
    limits_of,
    lost_members,
    wants_completion_limit,
)
from skillrt.wire.translate.tools import carried_tools


class Translation(msgspec.Struct, frozen=True):
    """A request for the provider. `source` is what the harness asked; with `names` it leads the way back."""

    request: Request
    source: Request
    names: ToolNames
    losses: tuple[Loss, ...] = ()
    # ids of calls that the conversation has already
    taken: frozenset[str] = frozenset()

    @property
    def refusal(self) -> str:
        """Why it must not be sent; empty where nothing stands against it."""
        return "; ".join(loss.what for loss in self.losses if loss.fatal)


def translate_request(request: Request, target: Target, memory: Memory | None = None) -> Translation:
    """The request for a provider that speaks another dialect. With a memory of signed thinking, what is known is put
    back, and providers that want it back can be asked to think."""
    limits = limits_of(target.dialect)
    losses = Losses()
    for member in lost_members():
        value = next((try_parse(one.json) for one in request.extra if one.key == member.key), None)
        if value and not (member.key == "n" and value == 1):
            losses.add(member.what, fatal=member.fatal)
    names = ToolNames(request.tools, limits.name_length)
    tools = carried_tools(request.tools, names, limits, losses)
    translated = Request(
        dialect=target.dialect,
        model=target.model or request.model,
        messages=carried_messages(request.messages, target.dialect, limits, names, losses),
        tools=tools,
        stream=request.stream,
        settings=carried_settings(request.settings, target, limits, names, tools, losses),
        extra=_extra(request, target, losses),
    )
    if memory is not None:
        translated = memory.restored(translated)
    translated = _thinking(translated, request.settings, target, losses, remembers=memory is not None)
    taken = frozenset(part.id for one in request.messages for part in one.parts if isinstance(part, ToolCall))
    return Translation(request=translated, source=request, names=names, losses=losses.all(), taken=taken)


def _thinking(request: Request, asked: Settings, target: Target, losses: Losses, *, remembers: bool) -> Request:
    """The request with the effort of thinking that the harness asked for, where the model takes one.

    A provider that signs thinking wants it back with its signature: it is not asked to think where that is not there.
    """
    effort = effort_of(asked.thinking)
    if effort is None:
        return request
    if not target.efforts or (limits_of(target.dialect).signs_thinking and not (remembers and may_think(request))):
        losses.add("how much the model shall think is left out")
        return request
    settings = msgspec.structs.replace(request.settings, thinking=effort)
    return msgspec.structs.replace(request, settings=settings)


def losses(request: Request, to: Dialect) -> tuple[Loss, ...]:
    """What of a request cannot be carried into a dialect."""
    return translate_request(request, Target(dialect=to)).losses


def _extra(request: Request, target: Target, found: Losses) -> tuple[Extra, ...]:
    extra = list(carried_format(request, target.dialect, found))
    if target.dialect == "openai-chat":
        if request.stream:
            # without it most servers do not say what a stream cost
            extra.append(Extra(key="stream_options", json='{"include_usage":true}'))
        if wants_completion_limit(target.model or request.model):
            extra.append(mark("limit", LIMIT_KEYS[0]))
    if target.dialect == "openai-responses":
        # the whole conversation comes with every request; there is no need to keep it
        extra.append(Extra(key="store", json="false"))
    return tuple(extra)
