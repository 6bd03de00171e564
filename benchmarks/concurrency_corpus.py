"""What `lower-concurrency` writes into real skills, by harness, and which edits to read.

    python benchmarks/concurrency_corpus.py CORPUS [--harness claude-code ...] [--draw 30] [--seed TEXT] [--text]

Runs `link,extract-concurrency` once over every skill of a folder, then `lower-concurrency` for each harness (any
model: what is not measured counts as held). Prints on standard error, by harness: skills, those with a workflow (and
so with `.skillrt/workflow.json`), regions by mechanism, skills whose text changed, tokens that one of these got,
milliseconds of the pass, and refusals (to be 0). On standard output one line a drawn region of the first harness,
tab-separated, for verdicts to be added: skill, place, mechanism, what was put in. The seed fixes the order; one is
drawn a skill first. `--text` adds the lines as they are in the variant. Nothing is written, and nothing of a skill
runs.
"""

import argparse
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from skillrt.code.tokens import count_tokens
from skillrt.errors import SkillrtError
from skillrt.frontend import discover, load
from skillrt.ir import Block, Module, ParallelRegion, Workflow
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.targets import load_harnesses, parse_target

HARNESSES = ("claude-code", "opencode", "pi")
PASS = "lower-concurrency"
FIRST = parse_pipeline("link,extract-concurrency")
THEN = parse_pipeline(PASS)


class Tally:
    """What one harness gave."""

    def __init__(self, name: str) -> None:
        harnesses = load_harnesses()
        self.context = PassContext(target=parse_target(f"some/model@{name}", harnesses), harnesses=harnesses)
        self.name = name
        self.counts: Counter[str] = Counter()
        self.times: list[float] = []
        self.tokens: list[int] = []
        self.found: list[tuple[str, str, str, str, str]] = []

    def add(self, where: str, module: Module) -> None:
        """Lower one skill."""
        begin = time.process_time()
        try:
            after = run_pipeline(module, THEN, self.context)
        except SkillrtError as error:
            self.counts["refused"] += 1
            print(f"{where}: {error}", file=sys.stderr)
            return
        self.times.append(1000 * (time.process_time() - begin))
        self.counts["skills"] += 1
        self.counts["with a workflow"] += any(isinstance(fact, Workflow) for fact in after.facts)
        for fact in after.facts:
            if isinstance(fact, ParallelRegion):
                self.counts[f"region: {fact.mechanism or 'sequential'}"] += 1
        if after.documents is not module.documents:
            self.tokens.append(tokens(after) - tokens(module))
            self.found += [(where, *row) for row in edits(after)]

    def summary(self) -> str:
        """The figures."""
        added = sorted(self.tokens) or [0]
        times = self.times if len(self.times) > 1 else [0.0, 0.0]
        return (
            f"{self.name}: {dict(sorted(self.counts.items()))}; changed {len(self.tokens)}, tokens added: "
            f"median {median(added):g}, most {added[-1]}; ms: median {median(times):.2f}, "
            f"95 % {quantiles(times, n=20)[-1]:.1f}"
        )

    def draw(self, seed: str, count: int) -> Iterator[tuple[str, str, str, str, str]]:
        """The edits to be read: first one of each skill, then the others."""
        ordered = sorted(self.found, key=lambda row: hashlib.sha256("\n".join((seed, *row[:2])).encode()).hexdigest())
        seen: Counter[str] = Counter()
        rounds: list[tuple[int, tuple[str, str, str, str, str]]] = []
        for row in ordered:
            rounds.append((seen[row[0]], row))
            seen[row[0]] += 1
        yield from (row for _, row in sorted(rounds, key=lambda item: item[0])[:count])


def tokens(module: Module) -> int:
    return sum(count_tokens(document.text) for document in module.documents)


def edits(module: Module) -> Iterator[tuple[str, str, str, str]]:
    """Each lowered region: place, mechanism, what was put in, and the lines around it. A loop is several edits in one
    block, and one row."""
    for document in module.documents:
        line = 1
        for leaf in document.leaves():
            rows: dict[str, tuple[str, str, str, str]] = {}
            for item in leaf.derivations:
                if item.pass_name == PASS:
                    new = leaf.text[item.start : item.end]
                    place = f"{document.path}:{item.span.line}"
                    key = item.reason if item.rule == "parallel-map" else f"{item.start}"
                    put = shown(leaf, item.start) if item.rule == "parallel-map" else new.strip()
                    rows.setdefault(key, (place, item.rule, put, around(document.text, line, leaf, item.start)))
            yield from rows.values()
            line += leaf.text.count("\n")


def shown(leaf: Block, at: int) -> str:
    return leaf.text[at:].partition("\n")[0].strip()


def around(text: str, line: int, leaf: Block, at: int) -> str:
    here = line + leaf.text.count("\n", 0, at)
    lines = text.split("\n")
    low, high = max(0, here - 6), here + 6
    return "\n".join(f"    {number + 1:4} {row}" for number, row in enumerate(lines[low:high], low))


def main() -> int:
    """Lower, count, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--harness", nargs="+", default=list(HARNESSES))
    parser.add_argument("--draw", type=int, default=30)
    parser.add_argument("--seed", default="lowered-2026-11-28")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th skill")
    parser.add_argument("--text", action="store_true")
    options = parser.parse_args()
    tallies = [Tally(name) for name in options.harness]
    for source in list(discover([options.corpus]))[:: options.every]:
        try:
            module = run_pipeline(load(source), FIRST, PassContext())
        except SkillrtError:
            continue
        for tally in tallies:
            tally.add(str(Path(source.where).relative_to(options.corpus)), module)
    for tally in tallies:
        print(tally.summary(), file=sys.stderr)
    for where, place, rule, put, text in tallies[0].draw(options.seed, options.draw):
        print("\t".join((where, place, rule, put)))
        if options.text:
            print(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
