"""How long a request waits where a harness loads a skill and the model calls for another variant.

    python benchmarks/compile_at_load.py [--rounds 100]

One small skill in a request of the Anthropic form. Prints the milliseconds (median, 99th percentile) that putting the
other variant in its place takes: where it has to be compiled, where it was compiled before and lies on disk, and in
later requests of the same session; and the first of this process.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from skillrt.wire.dialects import codec
from tests.gateway.loads import SMALL, Here
from tests.gateway.test_loading import history

COMPILED = f"*/claude-code/{SMALL.replace('/', '--')}"


def shown(times: list[float]) -> str:
    """Median and 99th percentile."""
    return f"p50 {median(times):.2f} ms, p99 {sorted(times)[int(len(times) * 0.99)]:.2f} ms"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        here = Here(Path(name))
        once = fitting(here)
        print(f"first of the process: {once():.1f} ms")
        found: dict[str, list[float]] = {"compiled": [], "kept on disk": [], "later requests": []}
        for _ in range(rounds):
            shutil.rmtree(here.data / "loaded")
            for folder in (here.data / "variants").glob(COMPILED):
                shutil.rmtree(folder)
            here.loading.know([here.prepared], [here.folder])
            found["compiled"].append(once())
            here.loading.know([here.prepared], [here.folder])
            found["kept on disk"].append(once())
            found["later requests"].append(once())
    for what, times in found.items():
        print(f"{what}: {shown(times)}")
    return 0


def fitting(here: Here) -> Callable[[], float]:
    """A function that has the text put in place once, and gives the milliseconds that took."""
    request = history(here, "anthropic-messages", SMALL)
    sent = codec(request.dialect).encode_request(request)

    def once() -> float:
        begin = time.perf_counter()
        if here.loading.fit(request.dialect, sent.path, sent.body, SMALL, "claude-code") is None:
            raise SystemExit("nothing was put in the place of the skill")
        return (time.perf_counter() - begin) * 1000

    return once


if __name__ == "__main__":
    raise SystemExit(main())
