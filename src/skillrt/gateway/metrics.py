"""What the gateway counts, as a page in the text form of Prometheus (exposition format 0.0.4)."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from skillrt.gateway.account import Account

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
# seconds; models take from a tenth of a second to minutes
_BOUNDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)
_HELP: Final = {
    "requests_total": ("counter", "Requests that have ended, by upstream, dialect, status and how they ended."),
    "attempts_total": ("counter", "Attempts at upstreams, by upstream and status; 0: no answer came."),
    "bytes_total": ("counter", "Bytes of bodies, by direction."),
    "first_byte_seconds": ("histogram", "From the request to the first byte that was relayed."),
    "duration_seconds": ("histogram", "From the request to the end of the answer."),
    "running": ("gauge", "Requests that are under way."),
    "records_dropped_total": ("counter", "Exchanges that the trace store did not keep."),
}
Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counters of one gateway. Names of models are no labels: there is no end of them."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[Labels, int]] = {}
        self._times: dict[str, list[int]] = {name: [0] * (len(_BOUNDS) + 1) for name in _histograms()}
        self._sums: dict[str, float] = dict.fromkeys(_histograms(), 0.0)

    def hear(self, account: Account) -> None:
        """Count a request that has ended."""
        dialect, upstream = account.dialect or "none", account.upstream or "none"
        labels = (
            ("dialect", dialect),
            ("ending", account.ending),
            ("status", str(account.status)),
            ("upstream", upstream),
        )
        self._add("requests_total", labels, 1)
        for attempt in account.attempts:
            self._add("attempts_total", (("status", str(attempt.status)), ("upstream", upstream)), 1)
        self._add("bytes_total", (("direction", "request"),), len(account.request_body or b""))
        self._add("bytes_total", (("direction", "response"),), len(account.response_body or b""))
        self._time("duration_seconds", account.took)
        if account.first_byte >= 0:
            self._time("first_byte_seconds", account.first_byte)

    def page(self, running: int, dropped: int) -> str:
        """Everything, sorted."""
        self._counts["running"] = {(): running}
        self._counts["records_dropped_total"] = {(): dropped}
        lines: list[str] = []
        for name, (kind, words) in _HELP.items():
            lines += [f"# HELP skillrt_gateway_{name} {words}", f"# TYPE skillrt_gateway_{name} {kind}"]
            lines += self._histogram(name) if kind == "histogram" else self._counter(name)
        return "\n".join(lines) + "\n"

    def _add(self, name: str, labels: Labels, amount: int) -> None:
        counts = self._counts.setdefault(name, {})
        counts[labels] = counts.get(labels, 0) + amount

    def _time(self, name: str, seconds: float) -> None:
        self._times[name][bisect_left(_BOUNDS, seconds)] += 1
        self._sums[name] += seconds

    def _counter(self, name: str) -> Iterator[str]:
        for labels, value in sorted(self._counts.get(name, {}).items()):
            yield f"skillrt_gateway_{name}{_written(labels)} {value}"

    def _histogram(self, name: str) -> Iterator[str]:
        total = 0
        for bound, count in zip((*map(str, _BOUNDS), "+Inf"), self._times[name], strict=True):
            total += count
            yield f'skillrt_gateway_{name}_bucket{{le="{bound}"}} {total}'
        yield f"skillrt_gateway_{name}_sum {self._sums[name]:.6f}"
        yield f"skillrt_gateway_{name}_count {total}"


def _histograms() -> tuple[str, ...]:
    return tuple(name for name, (kind, _) in _HELP.items() if kind == "histogram")


def _written(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
