"""Sort exchanges into threads: what one agent said to its model, each request growing out of the one before."""

from collections.abc import Iterable

import msgspec

from skillrt.gateway.assembly.items import Item, items_answered, items_of, system_text
from skillrt.store.traces import ExchangeRecord
from skillrt.targets.traffic import Traffic
from skillrt.wire.exchange import Request


class Step(msgspec.Struct, frozen=True):
    """One exchange of a thread with its history, and what of it is new since the step before."""

    record: ExchangeRecord
    items: tuple[Item, ...]
    answer: tuple[Item, ...]
    new: tuple[Item, ...]


class Thread:
    """The exchanges of one agent, in order. `retries` counts, by the id of the exchange that counted at last, those
    that were sent again. `side` is what it is for where it is beside the work."""

    def __init__(self, record: ExchangeRecord, side: str) -> None:
        self.harness = record.harness
        self.session = record.session
        self.agent = record.agent
        self.parent_agent = record.parent_agent
        self.side = side
        self.steps: list[Step] = []
        self.retries: dict[str, int] = {}
        self.has_tools = bool(record.request and record.request.tools)
        self._calls: set[str] = set()

    @property
    def started(self) -> int:
        """When its first exchange began, in ns."""
        return self.steps[0].record.started

    def fits(self, items: tuple[Item, ...]) -> int:
        """How well a history grows out of this thread: the length of what is common, 0 where it does not."""
        last = self.steps[-1]
        common = _shared(last.items, items)
        if common == len(last.items) and common:
            return common
        shared = sum(item.kind == "call" and item.key in self._calls for item in items)
        return max(common, 1) if shared else 0

    def add(self, record: ExchangeRecord, items: tuple[Item, ...], answer: tuple[Item, ...]) -> None:
        """Take the next exchange. One that only says again what the last one said takes its place."""
        before = self.steps[-1] if self.steps else None
        sent_again = 0
        if before and _keys(before.items) == _keys(items):
            # the answer came to nothing, or the harness threw it away
            self.steps.pop()
            sent_again = self.retries.pop(before.record.id, 0) + 1
            before = self.steps[-1] if self.steps else None
        new = items[_shared((*before.items, *before.answer), items) :] if before else items
        self.steps.append(Step(record, items, answer, new))
        self._calls.update(item.key for item in (*items, *answer) if item.kind == "call")
        again = sent_again + max(len(record.attempts) - 1, 0)
        if again:
            self.retries[record.id] = again


def threads_of(records: Iterable[ExchangeRecord], traffic_of: "TrafficOf") -> list[Thread]:
    """The threads in exchanges that belong together (of one run, one session), in the order in which they began."""
    threads: list[Thread] = []
    for record in sorted(records, key=lambda record: (record.started, record.id)):
        if record.request is None:
            continue
        traffic = traffic_of(record)
        items = items_of(record.request, traffic)
        answer = items_answered(record.response, traffic) if record.response else ()
        side = side_of(record.request, traffic)
        thread = _home(record, items, side, threads)
        if thread is None:
            thread = Thread(record, side)
            threads.append(thread)
        thread.add(record, items, answer)
    return threads


class TrafficOf:
    """The traffic of a record's harness: `known` by name, `other` where it is not known."""

    def __init__(self, known: dict[str, Traffic], other: Traffic) -> None:
        self._known = known
        self._other = other

    def __call__(self, record: ExchangeRecord) -> Traffic:
        """What holds for this record."""
        return self._known.get(record.harness, self._other)


def _home(record: ExchangeRecord, items: tuple[Item, ...], side: str, threads: list[Thread]) -> Thread | None:
    has_tools = bool(record.request and record.request.tools)
    may = [
        thread
        for thread in threads
        if (thread.harness, thread.session, thread.agent) == (record.harness, record.session, record.agent)
        and (thread.side, thread.has_tools) == (side, has_tools)
    ]
    scored = [(thread.fits(items), at, thread) for at, thread in enumerate(may)]
    best = max(scored, key=lambda entry: entry[:2], default=None)
    if best and best[0]:
        return best[2]
    # the harness's own id says that it is the same agent: the history was shortened
    own = [thread for thread in may if record.agent or record.session]
    return own[-1] if own and not side and has_tools else None


def side_of(request: Request, traffic: Traffic) -> str:
    """What a request is for where it is beside the work, by what the descriptor says; empty for all others."""
    for call in traffic.side_calls:
        if call.system and call.system in system_text(request):
            return call.kind
        if call.user and any(call.user in item.key for item in items_of(request, traffic) if item.kind == "user"):
            return call.kind
    return ""


def _keys(items: tuple[Item, ...]) -> list[tuple[str, str]]:
    return [(item.kind, item.key) for item in items]


def _shared(first: tuple[Item, ...], second: tuple[Item, ...]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one.kind != other.kind or one.key != other.key:
            break
        count += 1
    return count
