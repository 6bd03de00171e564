"""Draw parallel regions to be read: which real skills, and where; with what the whole collection gives and costs.

    python benchmarks/draw_regions.py CORPUS [--count 50] [--seed TEXT] [--most 12] [--text]

Runs `extract-concurrency` over every skill of a folder, one process. Prints the skills with a workflow, steps, edges
and regions by kind, milliseconds of CPU a skill (median, 95th percentile) and crashes (to be 0) on standard error,
and on standard output one line a region, tab-separated, for verdicts to be added: skill, kind, place, reason. The
seed fixes the order; at most `--most` have the same kind of reason, one is drawn a skill. `--text` adds the lines
that the region stands on.
"""

import argparse
import hashlib
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from skillrt.errors import SkillrtError
from skillrt.frontend import discover, load
from skillrt.ir import Edge, Module, ParallelRegion, Step, Workflow
from skillrt.passes.base import PassContext
from skillrt.passes.extract_concurrency import ExtractConcurrency


def key(seed: str, *parts: str) -> str:
    return hashlib.sha256("\n".join((seed, *parts)).encode()).hexdigest()


def shown(module: Module, region: ParallelRegion) -> str:
    """The lines that a region stands on, with three before and after."""
    span = region.span
    document, file = module.document(span.file), module.file(span.file)
    text = document.text if document else (file.text or "") if file else ""
    lines = text.split("\n")
    low, high = max(0, span.line - 4), span.end_line + 3
    return "\n".join(f"    {number + 1:4} {line}" for number, line in enumerate(lines[low:high], low))


class Tally:
    """What all skills gave."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Module, ParallelRegion]] = []
        self.counts: Counter[str] = Counter()
        self.times: list[float] = []

    def add(self, where: str, module: Module) -> None:
        """Analyse one skill."""
        start = time.process_time()
        try:
            facts = ExtractConcurrency().run(module, PassContext()).facts
        except Exception as error:  # noqa: BLE001  (a crash is what is counted)
            self.counts["crashes"] += 1
            print(f"{where}: {error!r}", file=sys.stderr)
            return
        self.times.append((time.process_time() - start) * 1000)
        self.counts["skills"] += 1
        self.counts["with a workflow"] += any(isinstance(fact, Workflow) for fact in facts)
        for fact in facts:
            if isinstance(fact, Step):
                self.counts["steps"] += 1
            elif isinstance(fact, Edge):
                self.counts[f"edges {fact.kind}"] += 1
            elif isinstance(fact, ParallelRegion):
                self.counts[f"regions {fact.kind}"] += 1
                self.found.append((where, module, fact))

    def draw(self, seed: str, count: int, most: int) -> Iterator[tuple[str, Module, ParallelRegion]]:
        """The regions to be read."""
        self.found.sort(key=lambda row: key(seed, row[0], str(row[2].span.line), row[2].span.file))
        taken: Counter[str] = Counter()
        skills: set[str] = set()
        for where, module, region in self.found:
            kind = " ".join(re.sub(r"[^a-z ]", " ", region.reason.lower()).split()[-4:])
            if len(skills) < count and where not in skills and taken[kind] < most:
                skills.add(where)
                taken[kind] += 1
                yield where, module, region


def main() -> int:
    """Analyse, count, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", default="regions-2026-11-28")
    parser.add_argument("--most", type=int, default=12)
    parser.add_argument("--every", type=int, default=1, help="only every so many-th skill")
    parser.add_argument("--text", action="store_true")
    options = parser.parse_args()
    tally = Tally()
    for source in list(discover([options.corpus]))[:: options.every]:
        try:
            module = load(source)
        except SkillrtError:
            tally.counts["not read"] += 1
            continue
        tally.add(str(Path(source.where).relative_to(options.corpus)), module)
    times = tally.times
    print(dict(sorted(tally.counts.items())), file=sys.stderr)
    print(
        f"ms: median {median(times):.2f}, 95 % {quantiles(times, n=20)[-1]:.1f}, most {max(times):.0f}",
        file=sys.stderr,
    )
    for where, module, region in tally.draw(options.seed, options.count, options.most):
        place = f"{region.span.file}:{region.span.line}-{region.span.end_line}"
        print("\t".join((where, region.kind, place, " ".join(region.reason.split()))))
        if options.text:
            print(shown(module, region))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
