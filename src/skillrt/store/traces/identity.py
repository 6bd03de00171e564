"""Which harness sent a request, and which session and agent of it, by what the descriptors say of its traffic."""

from collections.abc import Mapping

import msgspec

from skillrt.store.traces.records import ExchangeRecord
from skillrt.targets.descriptors import shipped_harnesses
from skillrt.targets.harness import Harness
from skillrt.wire.exchange import Request, Text

_SYSTEM_MESSAGES = 3  # marks stand at the beginning


def identified(record: ExchangeRecord, harnesses: Mapping[str, Harness] | None = None) -> ExchangeRecord:
    """The record with what its headers and its system prompt tell; what it says already stays."""
    known = shipped_harnesses() if harnesses is None else harnesses
    headers = {name.lower(): value for name, value in record.headers}
    name = record.harness or _harness(headers, record.request, known)
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


def _first(headers: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((headers[name] for name in names if headers.get(name)), "")


def _harness(headers: Mapping[str, str], request: Request | None, known: Mapping[str, Harness]) -> str:
    program = headers.get("user-agent", "")
    for name, harness in known.items():
        if program.startswith(harness.traffic.user_agents or ("\x00",)):
            return name
    if request is None:
        return ""
    texts = [
        part.text
        for message in request.messages[:_SYSTEM_MESSAGES]
        if message.role in {"system", "developer"}
        for part in message.parts
        if isinstance(part, Text)
    ]
    for name, harness in known.items():
        if any(mark in text for mark in harness.traffic.system_marks for text in texts):
            return name
    return ""
