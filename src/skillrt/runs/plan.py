"""What a run is to do, put together before anything is started."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from skillrt.config import GatewaySettings, Proxies
from skillrt.gateway.kept_variants import Prepared
from skillrt.harness.launch import Server
from skillrt.harness.launching.command import Mode
from skillrt.runs.aim import Aim
from skillrt.runs.taping import Taping
from skillrt.store.traces import Retention
from skillrt.targets import Harness


@dataclass(frozen=True, slots=True)
class RunPlan:
    """One run. `data` is SkillRT's own folder, where traces and the run's configuration go; `inherited` are the
    user's variables. `inject` puts the skills' text into the prompt, `record` keeps traces, for so long and so many
    as `retention` says. `timeout` is in seconds. `jit` is whether templates may act (`on`), only predict (`shadow`),
    or neither; `learn` whether runs that no template knew teach. `server` is an MCP server for the harness to start.
    """

    task: str
    harness: Harness
    model: str
    workspace: Path
    skills: tuple[Prepared, ...]
    aim: Aim
    settings: GatewaySettings
    data: Path
    inherited: Mapping[str, str]
    proxies: Proxies = field(default_factory=Proxies)
    mode: Mode = field(default_factory=Mode)
    timeout: float | None = None
    inject: bool = False
    record: bool = True
    retention: Retention = field(default_factory=Retention)
    jit: Literal["off", "shadow", "on"] = "shadow"
    taping: Taping = field(default_factory=Taping)
    learn: bool = True
    server: Server | None = None


Say = Callable[[str], None]
"""Hears, line by line, what is being done."""
