"""A setting whose model is simulated, for the tests of the runner. It is no model."""

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from skillrt.gateway.routes import Routes
from skillrt.primitives.probing import Probe
from skillrt.profiler.playing import Setting
from skillrt.runs.aim import aim_of, with_given
from skillrt.targets import Target, generic_host, shipped_harnesses
from skillrt.wire.exchange import Request, Response
from tests.profiler.sample_probes import PROBES
from tests.simulated.model import SimulatedModel, Truth
from tests.upstream.faults import Fault
from tests.upstream.server import ScriptedUpstream

BARE = shipped_harnesses()["bare"]


@dataclass
class Place:
    """The setting, and the simulated model behind it."""

    setting: Setting
    model: SimulatedModel


def setting(folder: Path, url: str, timeout: float = 30.0) -> Setting:
    aim = aim_of(BARE, "m", with_given(Routes(()), f"{url}/v1", "openai-chat", "key", ""), "given")
    inherited = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    target = Target("m", BARE, generic_host())
    return Setting(target=target, aim=aim, data=folder / "data", inherited=inherited, timeout=timeout)


@contextmanager
def simulated(
    folder: Path, truth: Truth | None = None, probes: Mapping[str, Probe | None] = PROBES
) -> Generator[Place]:
    """A simulated model on loopback, with the sample probes or others."""
    known = {name: probe for name, probe in probes.items() if probe}
    found = SimulatedModel(known, "1", BARE, truth or Truth())
    with ScriptedUpstream(found.answer) as upstream:
        yield Place(setting(folder, upstream.url), found)


@contextmanager
def answering(folder: Path, answer: Callable[[Request], Response | Fault], **fields: float) -> Generator[Setting]:
    """A provider that answers as told."""
    with ScriptedUpstream(answer) as upstream:
        yield setting(folder, upstream.url, **fields)  # type: ignore[arg-type]
