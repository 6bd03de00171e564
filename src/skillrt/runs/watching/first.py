"""What a request says of the session that it belongs to: by which harness, which agent of it, how far it has come."""

from collections.abc import Mapping

import msgspec

from skillrt.gateway.assembly.items import Item, items_of
from skillrt.gateway.assembly.threads import side_of
from skillrt.gateway.events import RequestHead
from skillrt.store.traces.identity import harness_of_request
from skillrt.targets import Harness
from skillrt.wire.exchange import Dialect, Request, Text


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A request of a known harness that offers tools. `session` and `agent` are the harness's own ids, where it has
    any; `is_child` says that a sub-agent sends it."""

    dialect: Dialect
    path: str
    body: bytes
    head: RequestHead
    request: Request
    harness: Harness
    items: tuple[Item, ...]
    session: str
    agent: str
    is_child: bool

    @property
    def key(self) -> tuple[str, str]:
        """By what it is known as one of a session: the harness's id, or the words that the session began with."""
        first = next((item.key for item in self.items if item.kind == "user"), "")
        return self.harness.name, self.session or f"\n{first}"

    @property
    def texts(self) -> int:
        """How many texts of the user it holds."""
        return sum(item.kind == "user" for item in self.items)

    @property
    def is_first(self) -> bool:
        """Whether nothing was answered before it."""
        return bool(self.items) and all(item.kind == "user" for item in self.items)

    @property
    def task(self) -> str:
        """What the user asks for in the first request; empty where that is more than one text."""
        if not self.is_first or len(self.items) != 1:
            return ""
        said = [message for message in self.request.messages if message.role == "user"]
        is_text = all(isinstance(part, Text) for message in said for part in message.parts)
        return self.items[0].key.strip() if is_text else ""


def ask_of(
    dialect: Dialect, path: str, body: bytes, head: RequestHead, request: Request, known: Mapping[str, Harness]
) -> Ask | None:
    """What the request says; None where it is beside the work, or its harness is not known."""
    if not request.tools:
        return None
    headers = {name.lower(): value for name, value in head.headers}
    harness = known.get(harness_of_request(headers.get("user-agent", ""), request, known))
    if harness is None or side_of(request, harness.traffic):
        return None
    traffic = harness.traffic
    session, agent, parent = (
        next((headers[name] for name in names if headers.get(name)), "")
        for names in (traffic.session, traffic.agent, traffic.parent_agent)
    )
    # some name the agent only where it is none of the main ones
    is_named = bool(agent) and agent != session and not traffic.parent_agent
    return Ask(
        dialect=dialect,
        path=path,
        body=body,
        head=head,
        request=request,
        harness=harness,
        items=items_of(request, traffic),
        session=session,
        agent=agent,
        is_child=bool(parent) or is_named,
    )
