"""What works on this machine: harness programs, keys by name, interpreters, package managers, sandbox.

Programs are asked for their version and nothing else, in parallel, each with a time limit.
"""

import os
import re
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import resources
from typing import Final, Literal

import msgspec

from skillrt.config import Environment
from skillrt.environment.installers import bundled_uv_folder
from skillrt.errors import MachineError
from skillrt.process import run
from skillrt.targets import Harness

State = Literal["works", "missing", "broken"]
_TIMEOUT: Final = 10.0  # seconds; a Node harness takes up to 3 to print its version
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+(?:[-+.][\w.]+)?")
_MAX_WORKERS: Final = 4


class ProgramState(msgspec.Struct, frozen=True):
    """One program: where it is and its version, or why it does not work."""

    group: str
    name: str
    state: State
    path: str = ""
    version: str = ""
    note: str = ""


class HarnessState(msgspec.Struct, frozen=True):
    """One harness: its program, which of its keys are set (names only), and needed programs that are missing."""

    name: str
    program: ProgramState
    keys_set: tuple[str, ...]
    keys_known: tuple[str, ...]
    missing: tuple[str, ...] = ()


class Inventory(msgspec.Struct, frozen=True):
    """Everything that `skillrt doctor` tells."""

    harnesses: tuple[HarnessState, ...]
    programs: tuple[ProgramState, ...]


class _Program(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: str
    name: str
    use: str
    arguments: tuple[str, ...] = ("--version",)


def take_inventory(harnesses: Mapping[str, Harness], env: Environment) -> Inventory:
    """Look for every program and ask it for its version."""
    ordered = [item for _, item in sorted(harnesses.items())]
    with ThreadPoolExecutor(_MAX_WORKERS) as pool:
        asked = [pool.submit(_harness, item, env) for item in ordered]
        others = [
            pool.submit(probe, item.group, (item.name,), item.arguments, _path(item.name, env), item.use)
            for item in _programs()
        ]
        return Inventory(tuple(item.result() for item in asked), tuple(item.result() for item in others))


def probe(group: str, names: Sequence[str], arguments: Sequence[str], path: str, use: str = "") -> ProgramState:
    """Find the first of `names` on the search path `path` and run it with `arguments`."""
    found = next(((name, full) for name in names if (full := shutil.which(name, path=path or None))), None)
    if found is None:
        return ProgramState(group, names[0] if names else "", "missing", note=use)
    name, full = found
    try:
        done = run([full, *arguments], timeout=_TIMEOUT)
    except MachineError as error:
        return ProgramState(group, name, "broken", full, note=str(error))
    if done.status != 0:
        note = done.complaint or f"exit status {done.status}"
        return ProgramState(group, name, "broken", full, note=note[:200])
    version = _VERSION.search((done.out + done.err).decode("utf-8", "replace"))
    return ProgramState(group, name, "works", full, version.group() if version else "", use)


def _path(name: str, env: Environment) -> str:
    """Where to look for a program: for uv also where the one is that came with SkillRT, which `bind` uses."""
    folder = bundled_uv_folder() if name == "uv" else ""
    return os.pathsep.join(item for item in (folder, env.path) if item)


@cache
def _programs() -> tuple[_Program, ...]:
    source = resources.files("skillrt.harness") / "machine_programs.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(msgspec.convert(row, _Program) for row in table["programs"])


def _harness(item: Harness, env: Environment) -> HarnessState:
    program = item.program
    state = probe("harnesses", program.names, program.version_arguments, env.path)
    if state.state == "works" and item.version and state.version and state.version != item.version:
        state = msgspec.structs.replace(state, note=f"facts are of version {item.version}")
    return HarnessState(
        item.name,
        state,
        tuple(key for key in program.keys if key in env.names),
        program.keys,
        tuple(
            name for name in program.needs if state.state == "works" and not shutil.which(name, path=env.path or None)
        ),
    )
