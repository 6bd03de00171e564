"""Where runs of workflows are kept: <data>/workflows/<key>/, a folder for a variant in a workspace with inputs."""

import hashlib
from collections.abc import Mapping
from pathlib import Path


def run_key(variant: str, workflow: str, workspace: Path, inputs: Mapping[str, str]) -> str:
    """64 hexadecimal digits. Inputs go in by digest alone: they may be secret."""
    parts = [variant, workflow, str(workspace), *(f"{name}={value}" for name, value in sorted(inputs.items()))]
    found = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def run_folder(data: Path, key: str) -> Path:
    """The folder of a run, whether it is there or not."""
    return runs_folder(data) / key


def runs_folder(data: Path) -> Path:
    """Where all runs are kept."""
    return data / "workflows"
