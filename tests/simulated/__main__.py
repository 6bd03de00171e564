"""The simulated model as a process: `python -m tests.simulated --harness bare --seed 1 [--rate 0.9,0.6,0.3] ...`.

It tests the measuring of profiles, and nothing that it gives says anything of a real model. It prints its address in
one line and stops when its standard input ends.
"""

import argparse
import sys

from skillrt.profiler.selection import every_probe
from skillrt.targets import plain_api, shipped_harnesses
from tests.simulated.model import SimulatedModel, Truth
from tests.upstream.server import ScriptedUpstream


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.simulated", description=__doc__)
    parser.add_argument("--harness", default="bare")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--rate", action="append", default=[], metavar="[ID=]L1,L2,L3", help="success rates")
    parser.add_argument("--refusals", type=float, default=0.0)
    parser.add_argument(
        "--faults", type=float, default=0.0, help="share of requests that fail with a provider's error"
    )
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--samples", action="store_true", help="the sample probes of the tests, not the real ones")
    parser.add_argument("--count", action="store_true", help="print at the end how many requests were answered")
    given = parser.parse_args()
    rates = {name or "": _rates(text) for name, _, text in (item.rpartition("=") for item in given.rate)}
    truth = Truth(rates, rates.pop("", (1.0, 1.0, 1.0)), given.refusals, given.faults)
    if given.samples:
        from tests.profiler.sample_probes import PROBES as found
    else:
        found = every_probe()
    probes = {name: probe for name, probe in found.items() if probe}
    harness = (shipped_harnesses() | {"api": plain_api()})[given.harness]
    model = SimulatedModel(probes, given.seed, harness, truth)
    with ScriptedUpstream(model.answer, port=given.port, latency=given.latency) as upstream:
        print(upstream.url, flush=True)
        sys.stdin.read()
        if given.count:
            print(sum(one.status == 200 for one in upstream.exchanges))


def _rates(text: str) -> tuple[float, float, float]:
    one, two, three = (float(item) for item in text.split(","))
    return one, two, three


if __name__ == "__main__":
    main()
