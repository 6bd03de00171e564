"""`skillrt serve`: a gateway that runs until it is told to stop. SIGTERM and SIGINT end it, SIGHUP reads the settings
again; a second signal does not wait for what still runs."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NamedTuple

import msgspec

from skillrt.config import GatewaySettings, Proxies
from skillrt.errors import Diagnostic, SkillrtError, UsageError
from skillrt.gateway.access import Access
from skillrt.gateway.account import Account
from skillrt.gateway.metrics import CONTENT_TYPE, Metrics
from skillrt.gateway.policy import Limits, Policy
from skillrt.gateway.record_channel import RecordChannel
from skillrt.gateway.retries import retry_rules
from skillrt.gateway.routes import Routes
from skillrt.gateway.server import Gateway, start_gateway
from skillrt.gateway.tape import TapeWriter
from skillrt.store.traces import Retention

GRACE: Final = 10.0
HEALTH: Final = "/health"
METRICS: Final = "/metrics"


class Meanwhile(NamedTuple):
    """What is known beside a gateway that serves: whether requests are under way, and how to have all that have ended
    in the trace store (False: that did not come about)."""

    is_idle: Callable[[], bool]
    flush: Callable[[], Awaitable[bool]]


Beside = Callable[[Meanwhile], Coroutine[None, None, None]]


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """What a gateway is served with. `read` reads the settings (again at SIGHUP) and gives the policy for them.

    `traces` is the file of the trace store, None where nothing is to be kept, `retention` how long and how much is;
    `tape` a recording to be made. `ready` is called once it listens, `say` with what the user should know later.
    `heard` is given the account of each request, at its end, and gives the one that is kept. `beside` is what else is
    done meanwhile; it is cancelled at the end.
    """

    read: Callable[[], Policy]
    ready: Callable[[Gateway], None]
    say: Callable[[str], None]
    traces: Path | None = None
    retention: Retention = Retention()
    tape: TapeWriter | None = None
    heard: Callable[[Account], Account] | None = None
    beside: tuple[Beside, ...] = ()
    address: str = "127.0.0.1"
    port: int = 0
    proxies: Proxies = Proxies()


def policy_of(settings: GatewaySettings, access: Access, routes: Routes) -> Policy:
    """The policy that the settings ask for."""
    return Policy(
        routes=routes,
        access=msgspec.structs.replace(access, hosts=tuple(name.lower() for name in settings.hosts)),
        retries=retry_rules() if settings.retries else None,
        limits=Limits(idle=settings.idle_timeout, connect=settings.connect_timeout),
        client_timeout=settings.client_timeout,
    )


def key_from(output: bytes, status: int, command: Sequence[str]) -> str:
    """The key that a key command printed. Raises UsageError where it failed."""
    if status != 0:
        message = f"the key command `{' '.join(command)}` ended with status {status}"
        raise UsageError(Diagnostic.of("gateway.no-key", message))
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[0].strip() if lines else ""


async def serve(serving: Serving) -> None:
    """Serve until a signal ends it. Raises MachineError where it cannot listen."""
    channel = await RecordChannel.open(serving.traces, serving.retention, serving.say) if serving.traces else None
    try:
        await _serve(serving, channel)
    finally:
        if channel:
            await channel.close()


async def _serve(serving: Serving, channel: RecordChannel | None) -> None:
    metrics = Metrics()

    def hear(account: Account) -> None:
        account = serving.heard(account) if serving.heard else account
        metrics.hear(account)
        if channel:
            channel.hear(account)
        if serving.tape:
            serving.tape.hear(account)

    def dropped() -> int:
        return channel.dropped if channel else 0

    gateway = await start_gateway(
        serving.read(), hear, address=serving.address, port=serving.port, proxies=serving.proxies
    )
    if channel:
        gateway.is_behind = lambda: channel.behind
    gateway.say = serving.say
    gateway.pages[HEALTH] = lambda: ("application/json", b'{"status":"ok"}\n')
    gateway.pages[METRICS] = lambda: (CONTENT_TYPE, metrics.page(gateway.running, dropped()).encode())
    stop, hurry = asyncio.Event(), asyncio.Event()
    _heed_signals(gateway, serving, stop, hurry)
    serving.ready(gateway)
    meanwhile = Meanwhile(lambda: not gateway.running, channel.flush if channel else _nothing_kept)
    beside = {asyncio.ensure_future(work(meanwhile)) for work in serving.beside}
    await stop.wait()
    for work in beside:
        work.cancel()
    if beside:
        await asyncio.wait(beside)
    stopping = asyncio.ensure_future(gateway.stop(GRACE))
    hurrying = asyncio.ensure_future(hurry.wait())
    await asyncio.wait({stopping, hurrying}, return_when=asyncio.FIRST_COMPLETED)
    hurrying.cancel()
    if not stopping.done():
        stopping.cancel()
        await asyncio.wait({stopping})
        await gateway.stop(0.0)


async def _nothing_kept() -> bool:
    return False


def _with_places(error: SkillrtError) -> str:
    """What is wrong, each with its file and line where it has one."""
    found = ((f"{item.place}: " if item.place else "", item.message) for item in error.diagnostics)
    return "; ".join(f"{place}{message}" for place, message in found)


def _heed_signals(gateway: Gateway, serving: Serving, stop: asyncio.Event, hurry: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def end() -> None:
        if stop.is_set():
            hurry.set()
            return
        stop.set()
        if gateway.running:
            serving.say(f"stopping; {gateway.running} requests may end first, {GRACE:g} seconds at most")

    def reload() -> None:
        try:
            gateway.policy = serving.read()
        except SkillrtError as error:
            serving.say(f"the settings were not read again: {_with_places(error)}")
        else:
            serving.say("the settings were read again")

    try:
        loop.add_signal_handler(signal.SIGTERM, end)
        loop.add_signal_handler(signal.SIGINT, end)
        loop.add_signal_handler(signal.SIGHUP, reload)
    except (NotImplementedError, AttributeError):
        # Windows has no other, and lets no event loop handle it

        def interrupted(_number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(end)

        signal.signal(signal.SIGINT, interrupted)
