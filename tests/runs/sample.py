"""A run of the built-in agent, or of a script, against a model on loopback."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from skillrt.compiler import CompileOptions
from skillrt.config import GatewaySettings
from skillrt.frontend import discover
from skillrt.gateway.routes import Routes, Upstream
from skillrt.runs.aim import Aim, aim_of, with_given
from skillrt.runs.plan import RunPlan
from skillrt.runs.skills import prepare
from skillrt.targets import Harness, generic_host, shipped_harnesses
from skillrt.targets.target import Target

BARE = shipped_harnesses()["bare"]
SKILL = (
    "---\nname: greet\ndescription: Greet a person by name.\n---\n\n# Greet\n\nRun `scripts/hi.sh`, then say FINI.\n"
)


def skill(folder: Path, text: str = SKILL) -> Path:
    """A skill on disk with one script."""
    place = folder / "greet"
    (place / "scripts").mkdir(parents=True)
    (place / "SKILL.md").write_text(text)
    (place / "scripts/hi.sh").write_text("#!/bin/sh\necho hi from the script\n")
    (place / "scripts/hi.sh").chmod(0o755)
    return place


def aim(url: str, harness: Harness = BARE) -> Aim:
    """Everything goes to `url`, which speaks Chat Completions."""
    return aim_of(harness, "m", with_given(Routes(()), f"{url}/v1", "openai-chat", "secret-key", ""), "given")


def upstream(name: str = "a", **fields: Any) -> Upstream:
    """A provider."""
    return Upstream(**{"name": name, "base_url": "http://x", "dialects": ("openai-chat",), **fields})


def plan(folder: Path, url: str, skills: Sequence[Path] = (), harness: Harness = BARE, **changed: Any) -> RunPlan:
    """A plan below `folder`: workspace `ws`, data `data`."""
    (folder / "ws").mkdir(exist_ok=True)
    target = Target("m", harness, generic_host())
    options = CompileOptions(level="O0", harnesses={**shipped_harnesses(), harness.name: harness})
    prepared = prepare(discover([str(item) for item in skills]), target, options, folder / "data") if skills else ()
    table: dict[str, Any] = {
        "task": "greet Ada",
        "harness": harness,
        "model": "m",
        "workspace": folder / "ws",
        "skills": prepared,
        "aim": aim(url, harness),
        "settings": GatewaySettings(),
        "data": folder / "data",
        "inherited": {"PATH": os.environ["PATH"], "HOME": str(folder)},
        "timeout": 30.0,
    }
    return RunPlan(**{**table, **changed})
