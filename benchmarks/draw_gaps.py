"""Draw lowered gaps to be read: which real skills, for which targets, and what the lowering made of them.

    python benchmarks/draw_gaps.py CORPUS OUT [--count 50] [--skills 900] [--seed TEXT] [--most 8]

Compiles skills in an order that the seed fixes for a weak and a middle published target, takes the gaps that a
lowering touched (`closed`, `supported`, `narrowed`), draws `--count` of them by the seed, at most `--most` with the
same primitive and rules, writes the variants to OUT, and prints one line a gap, tab-separated, for verdicts to be
added: skill, target, primitive, required, left, status, rules, folder of the variant, whose manifest shows what
changed.
"""

import argparse
import hashlib
from collections import Counter
from pathlib import Path

from lower_corpus import TARGETS

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.errors import SkillrtError
from skillrt.frontend import discover
from skillrt.store.variants import write_variant
from skillrt.targets import load_harnesses, parse_target

HELPED = frozenset({"closed", "supported", "narrowed"})


def key(seed: str, *parts: str) -> str:
    return hashlib.sha256("\n".join((seed, *parts)).encode()).hexdigest()


def main() -> int:
    """Compile, draw, write and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--skills", type=int, default=900)
    parser.add_argument("--seed", default="gaps-2026-11-28")
    parser.add_argument("--most", type=int, default=8)
    options = parser.parse_args()
    harnesses = load_harnesses()
    compile_options = CompileOptions(harnesses=harnesses, fix_names=True)
    targets = [parse_target(text, harnesses) for text in TARGETS[:2]]
    sources = sorted(discover([options.corpus]), key=lambda item: key(options.seed, item.where))[: options.skills]
    found = []
    for source in sources:
        for target in targets:
            try:
                done = compile_skill(source, target, compile_options)
            except SkillrtError:
                continue  # the source breaks the specification
            found += [(source, target, done, gap) for gap in done.variant.manifest.gaps if gap.status in HELPED]
    found.sort(key=lambda row: key(options.seed, row[0].where, str(row[1]), row[3].primitive))
    taken: Counter[tuple[str, tuple[str, ...]]] = Counter()
    drawn = 0
    for source, target, done, gap in found:
        kind = (gap.primitive, gap.rules)
        if drawn == options.count:
            break
        if taken[kind] == options.most or gap.rules in ((), ("by another lowering",)):
            continue
        taken[kind] += 1
        drawn += 1
        write_variant(options.out, f"{drawn:02}/{done.variant.name}", done.variant.files, source.read)
        where = str(Path(source.where).relative_to(options.corpus))
        row = (where, str(target), gap.primitive, gap.required, gap.left, gap.status, "+".join(gap.rules))
        print("\t".join((*row, f"{drawn:02}/{done.variant.name}")))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
