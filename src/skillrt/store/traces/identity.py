"""Which harness sent a request, and which session and agent of it, by what the descriptors say of its traffic."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec

from skillrt.store.traces.records import ExchangeRecord
from skillrt.targets.descriptors import shipped_harnesses
from skillrt.targets.harness import Harness
from skillrt.wire.exchange import Request, Text

_SYSTEM_MESSAGES: Final = 3  # marks stand at the beginning
_REMEMBERED: Final = 16
_MOST_TEXT: Final = 256 * 1024  # of a prompt that is remembered


def identified(record: ExchangeRecord, harnesses: Mapping[str, Harness] | None = None) -> ExchangeRecord:
    """The record with what its headers and its system prompt tell; what it says already stays."""
    known = shipped_harnesses() if harnesses is None else harnesses
    headers = {name.lower(): value for name, value in record.headers}
    name = record.harness or _sent_by(headers.get("user-agent", ""), record.request, known)
    if name not in known:
        return record
    traffic = known[name].traffic
    agent = record.agent or _first(headers, traffic.agent)
    return msgspec.structs.replace(
        record,
        harness=name,
        session=record.session or _first(headers, traffic.session),
        agent=agent,
        parent_agent=record.parent_agent or _first(headers, traffic.parent_agent),
    )


def harness_of_program(program: str) -> str:
    """The harness that a client is by the name that it gives itself (`User-Agent`), empty where that says nothing."""
    return _shipped(program, ())


def harness_of_request(program: str, request: Request, known: Mapping[str, Harness]) -> str:
    """The harness of `known` that a request is of, by the client's name for itself and the system prompt; empty: none
    of them."""
    return _sent_by(program, request, known)


def _first(headers: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((headers[name] for name in names if headers.get(name)), "")


def _sent_by(program: str, request: Request | None, known: Mapping[str, Harness]) -> str:
    texts = _beginnings(request) if request else ()
    if known is shipped_harnesses() and sum(map(len, texts)) <= _MOST_TEXT:
        return _shipped(program, texts)
    return _harness(program, texts, known)


def _beginnings(request: Request) -> tuple[str, ...]:
    return tuple(
        [
            part.text
            for message in request.messages[:_SYSTEM_MESSAGES]
            if message.role in {"system", "developer"}
            for part in message.parts
            if isinstance(part, Text)
        ]
    )


@lru_cache(maxsize=_REMEMBERED)
def _shipped(program: str, texts: tuple[str, ...]) -> str:
    """The same prompt comes with every request of a session."""
    return _harness(program, texts, shipped_harnesses())


def _harness(program: str, texts: tuple[str, ...], known: Mapping[str, Harness]) -> str:
    for name, harness in known.items():
        if program.startswith(harness.traffic.user_agents or ("\x00",)):
            return name
    for name, harness in known.items():
        if any(mark in text for mark in harness.traffic.system_marks for text in texts):
            return name
    return ""
