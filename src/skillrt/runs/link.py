"""The gateway of one run: started on a free port, led to one provider, remembering what went through it."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import msgspec

from skillrt.gateway.access import Access, Run, new_id
from skillrt.gateway.account import Account, Attempt
from skillrt.gateway.policy import Acts, Loads
from skillrt.gateway.recording import record_of
from skillrt.gateway.server import start_gateway
from skillrt.gateway.serving import policy_of
from skillrt.runs.plan import RunPlan
from skillrt.runs.taping import Deck
from skillrt.store.traces import TraceStore
from skillrt.store.traces.records import ExchangeRecord
from skillrt.wire.errors import is_cut


@dataclass(slots=True)
class Link:
    """`base` is the address for the harness, empty where it runs past the gateway. `records` are the model requests
    that have ended, in the order of their end, `served` how many of them a template answered; `broken` says whether
    the last one failed at the provider."""

    run: Run
    base: str = ""
    records: list[ExchangeRecord] = field(default_factory=list[ExchangeRecord])
    broken: bool = False
    attempts: int = 0
    served: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """What has a say in the requests of a run: templates, skills fitted to models, a recording. `say` hears that the
    provider fails while it is asked again."""

    acts: Acts | None = None
    loads: Loads | None = None
    deck: Deck = field(default_factory=Deck)
    say: Callable[[str], None] = lambda _: None


_TOLD_AFTER: Final = 2
_WHY: Final = 200
_NOTHING_BESIDE: Final = Beside()


def run_of(plan: RunPlan) -> Run:
    """The run as its gateway knows it, with an id of its own."""
    upstream = plan.aim.upstream
    return Run(
        id=new_id(),
        harness=plan.harness.name,
        upstream=upstream.name if upstream else "",
        client_timeout=plan.harness.launch.client_timeout,
        own_keys=plan.mode.native and not plan.harness.launch.in_process,
    )


@asynccontextmanager
async def linked(
    plan: RunPlan,
    run: Run,
    store: TraceStore | None,
    on_record: Callable[[ExchangeRecord], None],
    beside: Beside = _NOTHING_BESIDE,
) -> AsyncGenerator[Link]:
    """The link while the run goes on. Raises MachineError where the gateway cannot listen."""
    link = Link(run)
    if store:
        store.know("gateway-run", run.id)
    if plan.aim.past:
        yield link
        return

    def hear(account: Account) -> None:
        beside.deck.hear(account)
        if account.dialect is None or account.spoken is None:
            return
        record = record_of(account)
        link.records.append(record)
        is_served = account.ending == "served-here"
        link.served += is_served
        link.attempts += 1 if is_served else max(len(account.attempts), 1)
        link.broken = is_broken(account, record)
        on_record(record)
        if store:
            store.put(record)

    policy = policy_of(plan.settings, Access(runs={}), plan.aim.routes)
    policy = msgspec.structs.replace(
        policy, acts=beside.acts, loads=beside.loads, replay=beside.deck.player, waits=_telling(run, beside.say)
    )
    gateway = await start_gateway(policy, hear, proxies=plan.proxies)
    try:
        link.base = gateway.admit(run)
        yield link
    finally:
        gateway.dismiss(run)
        await gateway.stop(1.0)


def _telling(run: Run, say: Callable[[str], None]) -> Callable[[Sequence[Attempt]], None]:
    """Say once that the provider fails again and again: all attempts together may take a minute."""
    told = False

    def waits(attempts: Sequence[Attempt]) -> None:
        nonlocal told
        if told or len(attempts) < _TOLD_AFTER:
            return
        told = True
        last = attempts[-1]
        why = " ".join(f"{last.status or ''} {last.problem}".split())[:_WHY]
        say(f"the provider `{run.upstream}` fails, and is asked again for a while: {why}")

    return waits


def is_broken(account: Account, record: ExchangeRecord) -> bool:
    """Whether the provider failed: an error of its own, also one within a stream, a broken answer, one that cannot be
    read, or none at all."""
    if account.ending == "served-here":
        return False
    if account.ending in {"broken", "answered-here"} or account.status >= 400:
        return True
    if record.response is not None:
        is_cut_off = account.ending == "whole" and record.stream and is_cut(record.response)
        return is_cut_off or record.response.error is not None
    is_empty = account.ending == "whole" and account.response_body == b""
    return is_empty or bool(record.response_body)  # kept as it came: nothing could be made of it
