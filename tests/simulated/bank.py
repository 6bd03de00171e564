"""The instances that a profile will ask, made again from its seed, and found by the text of their task."""

import hashlib
from collections.abc import Iterator, Mapping

import msgspec

from skillrt.primitives.probing import SERVER, Instance, Probe
from skillrt.profiler.trials import Trial

AHEAD = 3
DEEPEST = 80


class Known(msgspec.Struct, frozen=True):
    """An instance that was recognised: which trial it is, and the address that stands for `{server}` in its task."""

    trial: Trial
    instance: Instance
    server: str = ""


class Bank:
    """Instances of the probes, as many of each level as were asked so far and a few more."""

    def __init__(self, probes: Mapping[str, Probe], seed: str) -> None:
        self._probes = probes
        self._seed = seed
        self._depth = {(name, level): 0 for name in sorted(probes) for level in levels_of(probes[name])}
        self._by_task: dict[str, Known] = {}
        self._served: list[tuple[list[str], Known]] = []
        self._found: dict[str, Known] = {}
        for cell in self._depth:
            self._extend(cell, AHEAD)

    def find(self, texts: list[str]) -> Known | None:
        """The instance whose task stands in one of the texts."""
        key = hashlib.sha256("\0".join(texts).encode("utf-8", "surrogateescape")).hexdigest()
        while key not in self._found:
            found = self._look(texts)
            if found is not None:
                self._found[key] = found
                cell = (found.trial.primitive, found.trial.level)
                if found.trial.number + AHEAD > self._depth[cell]:
                    self._extend(cell, found.trial.number + AHEAD + 1)
            elif not self._deeper():
                return None
        return self._found[key]

    def _look(self, texts: list[str]) -> Known | None:
        exact = next((self._by_task[text.strip()] for text in texts if text.strip() in self._by_task), None)
        if exact is not None:
            return exact
        inside = [known for task, known in self._by_task.items() if any(task in text for text in texts)]
        if inside:
            return max(inside, key=lambda known: len(known.instance.task))
        return next((known for known in self._with_server(texts)), None)

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
            known = Known(trial, msgspec.structs.replace(instance, files={}, pages={}))
            if SERVER in instance.task:
                self._served.append((instance.task.strip().split(SERVER), known))
            else:
                self._by_task[instance.task.strip()] = known
        self._depth[cell] = max(depth, self._depth[cell])


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
