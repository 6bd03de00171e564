"""Run one trial: a fresh workspace, the harness through a gateway of its own, and the probe's judgement."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from skillrt.config import GatewaySettings, Proxies
from skillrt.errors import SkillrtError
from skillrt.harness.launching.command import Mode
from skillrt.primitives.probing import SERVER, Attempt, Instance, Probe
from skillrt.profiler.attempts import attempt_of
from skillrt.profiler.blame import blame_of
from skillrt.profiler.instrument import laid_server, seen_by
from skillrt.profiler.pace import BUSY
from skillrt.profiler.pages import serving
from skillrt.profiler.protocol import Spent
from skillrt.profiler.trials import Ended, Outcome, Trial
from skillrt.profiler.workspaces import files_in, fresh_workspace
from skillrt.runs.aim import Aim
from skillrt.runs.plan import RunPlan
from skillrt.runs.run import Watched, watch_task
from skillrt.store.traces import TraceStore
from skillrt.store.traces.records import ExchangeRecord
from skillrt.targets import Target

TIMEOUT: Final = 600.0
"""Seconds after which a trial is given up, where its task states no time."""
_WEB: Final = frozenset({"web.fetch", "browser.use"})
Busy = Callable[[float, float], None]
"""Hears that the provider says it is too much: when the request began (time of day), and how long it asks to wait."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where trials run: the target, where its requests go, SkillRT's own folder, the user's variables.

    `traces` takes the runs of trials that failed; None: none are kept. `timeout` is in seconds. `say` hears that the
    provider fails.
    """

    target: Target
    aim: Aim
    data: Path
    inherited: Mapping[str, str]
    settings: GatewaySettings = field(default_factory=GatewaySettings)
    proxies: Proxies = field(default_factory=Proxies)
    traces: TraceStore | None = None
    timeout: float = TIMEOUT
    say: Callable[[str], None] = lambda _: None


async def play(setting: Setting, trial: Trial, probe: Probe, busy: Busy) -> Ended:
    """Run the trial and judge it. Nothing is raised for what goes wrong: the trial is then void, with the reason.

    Cancelled: nothing of it is left running or lying about.
    """
    instance = await asyncio.to_thread(probe.make, trial.name, trial.instance_seed)
    began = time.monotonic()
    try:
        seen, attempt, missed = await _carried_out(setting, instance, probe.limit, busy)
    except SkillrtError as error:
        # not started: another trial would meet the same
        return Ended(outcome="void", why=f"it could not be started: {error}"[:500], hopeless=True)
    usage = seen.result.usage
    spent = Spent(
        tokens=usage.input + usage.output if usage else 0,
        money=seen.result.cost or 0.0,
        seconds=round(time.monotonic() - began, 3),
    )
    blame = blame_of(seen, probe.limit)
    outcome: Outcome = "void"
    why = blame.why
    if blame.whose == "target":
        said = await asyncio.to_thread(probe.judge, instance, attempt)
        outcome, why = said.outcome, said.why
        if outcome == "failed" and missed:
            outcome, why = "skipped", missed
    elif blame.whose == "failed":
        outcome = "failed"
    episode = next((item.id for item in seen.episodes if not item.parent), "")
    kept = outcome in {"failed", "void"} and _keep(setting.traces, seen)
    return Ended(
        outcome=outcome,
        why=why,
        run=seen.result.id if kept else "",
        episode=episode if kept else "",
        spent=spent,
        hopeless=blame.hopeless,
    )


async def _carried_out(
    setting: Setting, instance: Instance, limit: float | None, busy: Busy
) -> tuple[Watched, Attempt, str]:
    """The run, the attempt, and why what the instance serves was out of reach (empty: it was not)."""

    def heard(record: ExchangeRecord) -> None:
        waits = [
            following.waited_ms / 1000
            for attempt, following in zip(record.attempts, record.attempts[1:], strict=False)
            if attempt.status in BUSY
        ]
        if waits or record.status in BUSY:
            busy(record.started / 1e9, max(waits, default=0.0))

    async with AsyncExitStack() as held:
        served = await held.enter_async_context(serving(instance.pages))
        server = served.address
        workspace = held.enter_context(fresh_workspace(instance.files, server))
        tools = held.enter_context(laid_server(instance.server))
        plan = RunPlan(
            task=instance.task.replace(SERVER, server) if server else instance.task,
            harness=setting.target.harness,
            model=setting.target.model,
            workspace=workspace,
            skills=(),
            aim=setting.aim,
            settings=setting.settings,
            data=setting.data,
            inherited=setting.inherited,
            proxies=setting.proxies,
            # nobody is there to be asked, and the workspace is the trial's own
            mode=Mode(unattended=True),
            timeout=limit or setting.timeout,
            record=False,
            server=tools,
        )
        seen = await watch_task(plan, heard, setting.say)
        files = await asyncio.to_thread(files_in, workspace)
        attempt = attempt_of(seen.episodes, seen.result.answer, files, setting.target.harness, workspace)
        asked = await asyncio.to_thread(seen_by, tools)
        attempt = msgspec.structs.replace(attempt, served=asked.calls)
        missed = "" if served.hits else unreached(instance, attempt)
        if tools and not asked.connected:
            missed = f"{setting.target.harness.title} did not start the MCP server that it was given"
        return seen, attempt, missed


def unreached(instance: Instance, attempt: Attempt) -> str:
    """Why the pages could not be reached, where the harness's own tool for the web was called and refused each time.

    Some products fetch through a service of theirs, or ask one first. A page of this machine is then out of reach,
    which says nothing of the model.
    """
    calls = [call for call in attempt.calls if call.operation in _WEB]
    if not instance.pages or not calls or not all(call.failed for call in calls):
        return ""
    said = " ".join(calls[-1].result.split())[:200]
    return f"the harness's tool does not reach a page of this machine: {said}"


def _keep(traces: TraceStore | None, seen: Watched) -> bool:
    """Keep the run in the traces, so that it can be looked at; whether that was done."""
    if traces is None:
        return False
    for record in seen.records:
        traces.put(record)
    traces.put_run(seen.run)
    return True
