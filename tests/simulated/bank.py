"""The instances that a profile will ask, made again from its seed, and found by the text of their task.

Some probes ask the same of each instance and differ in its files: those are told by the workspace, which the
simulated model may look into, since it runs on the same machine.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from skillrt.primitives.probing import SERVER, Instance, Probe
from skillrt.profiler.trials import Trial

WORKSPACE = re.compile(r"[^\s`'\"<>=:]*/skillrt-trial-\w+")
AHEAD = 3
DEEPEST = 80


class Known(msgspec.Struct, frozen=True):
    """An instance that was recognised: which trial it is, and the address that stands for `{server}` in its task."""

    trial: Trial
    instance: Instance
    server: str = ""
    files: Mapping[str, str] = {}

    def alike(self, workspace: Path) -> int:
        """How many of its files lie there as they were."""
        return sum(digest_at(workspace / path) == digest for path, digest in self.files.items())


class Bank:
    """Instances of the probes, as many of each level as were asked so far and a few more."""

    def __init__(self, probes: Mapping[str, Probe], seed: str) -> None:
        self._probes = probes
        self._seed = seed
        self._depth = {(name, level): 0 for name in sorted(probes) for level in levels_of(probes[name])}
        self._by_task: dict[str, list[Known]] = {}
        self._served: list[tuple[list[str], Known]] = []
        self._found: dict[str, Known] = {}
        for cell in self._depth:
            self._extend(cell, AHEAD)

    def find(self, texts: list[str], everything: str) -> Known | None:
        """The instance whose task stands in one of the texts; `everything` may name the workspace."""
        workspace = workspace_in(everything)
        key = hashlib.sha256("\0".join([workspace, *texts]).encode("utf-8", "surrogateescape")).hexdigest()
        while key not in self._found:
            found = self._look(texts, Path(workspace))
            if found is not None:
                self._found[key] = found
                cell = (found.trial.primitive, found.trial.level)
                if found.trial.number + AHEAD > self._depth[cell]:
                    self._extend(cell, found.trial.number + AHEAD + 1)
            elif not self._deeper():
                return None
        return self._found[key]

    def _look(self, texts: list[str], workspace: Path) -> Known | None:
        task = next((text.strip() for text in texts if text.strip() in self._by_task), "")
        if not task:
            inside = (task for task in self._by_task if any(task in text for text in texts))
            task = max(inside, key=len, default="")
        if not task:
            return next(self._with_server(texts), None)
        return self._of_workspace(self._by_task[task], workspace)

    def _of_workspace(self, same: list[Known], workspace: Path) -> Known | None:
        """Of instances with the same task the one whose files lie there; None where it is not made yet."""
        if len(same) == 1 and not same[0].files:
            return same[0]
        best = max(same, key=lambda known: known.alike(workspace))
        # those that it has written over are few
        return best if not best.files or best.alike(workspace) * 2 > len(best.files) else None

    def _with_server(self, texts: list[str]) -> Iterator[Known]:
        for parts, known in self._served:
            for text in texts:
                server = between(text, parts)
                if server:
                    yield msgspec.structs.replace(known, server=server)

    def _deeper(self) -> bool:
        """Make one more of each; whether there were any left to make."""
        cells = [cell for cell, depth in self._depth.items() if depth < DEEPEST]
        for cell in cells:
            self._extend(cell, self._depth[cell] + 1)
        return bool(cells)

    def _extend(self, cell: tuple[str, int], depth: int) -> None:
        name, level = cell
        for number in range(self._depth[cell], depth):
            trial = Trial(name, level, number, self._seed)
            instance = self._probes[name].make(trial.name, trial.instance_seed)
            files = {path: hashlib.sha256(data).hexdigest() for path, data in instance.files.items()}
            known = Known(trial, msgspec.structs.replace(instance, files={}, pages={}), files=files)
            if SERVER in instance.task:
                self._served.append((instance.task.strip().split(SERVER), known))
            else:
                self._by_task.setdefault(instance.task.strip(), []).append(known)
        self._depth[cell] = max(depth, self._depth[cell])


def workspace_in(text: str) -> str:
    """The workspace that the text names: some products have folders of their own that are called after it."""
    named = WORKSPACE.findall(text)
    own = tempfile.gettempdir().rstrip("/")
    return next((path for path in named if path.rpartition("/")[0] == own), named[0] if named else "")


def digest_at(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def levels_of(probe: Probe) -> tuple[int, ...]:
    return tuple(int(level[1:]) for level in probe.levels)


def between(text: str, parts: list[str]) -> str:
    """What stands in `text` where `parts` are parted, where it is the same each time; else empty."""
    start = text.find(parts[0]) + len(parts[0])
    if start < len(parts[0]):
        return ""
    end = text.find(parts[1], start) if parts[1] else len(text.rstrip())
    server = text[start:end] if end > start else ""
    if not server.startswith("http://") or any(char.isspace() for char in server):
        return ""
    return server if server.join(parts) in text else ""
