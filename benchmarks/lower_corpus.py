"""What lowering does to real skills: gaps closed, gaps opened, tokens, time, for weak, middle and strong targets.

    python benchmarks/lower_corpus.py CORPUS EXAMPLES [--count 200] [--level O1] [--target T ...] [--json FILE]

Draws skills by a digest of their paths (valid front matter), adds the examples, compiles each for each target, writes
the variant, reads it from disk again as a stranger's skill and infers its requirements anew. Prints per target: gaps
by primitive and what became of them, gaps that the variant has and the source had not (to be 0), gaps said to be
closed that the variant still has (to be 0), tokens at activation and tokens of SKILL.md with every document that it
makes the agent read (median, quartiles; all skills, and those with over half of SKILL.md's tokens in fences),
milliseconds a skill (reading and compiling, one process), and how many variants failed to verify or broke the
specification (to be 0).
"""

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean, median, quantiles

from compile_corpus import chosen

from skillrt.code.tokens import count_tokens
from skillrt.compiler import CompileOptions, compile_skill
from skillrt.errors import SkillrtError
from skillrt.frontend import SkillSource, discover, load
from skillrt.ir import Module, Requirement
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.primitives.base import rank
from skillrt.process.garbage import search_seldom
from skillrt.store.variants import write_variant
from skillrt.targets import Target, load_harnesses, parse_target

TARGETS = ("qwen/qwen3.5-9b@openclaw", "qwen/qwen3.5-35b-a3b@openclaw", "anthropic/claude-opus-4.6@openclaw")
PASSES = "link,retarget,infer-requirements"


def demands(module: Module, target: Target) -> dict[str, int]:
    """Primitive -> level that the skill asks for."""
    context = PassContext(target=target, harnesses=load_harnesses())
    done = run_pipeline(module, parse_pipeline(PASSES), context)
    return {
        fact.primitive: rank(fact.level) for fact in done.facts if isinstance(fact, Requirement) and not fact.purpose
    }


def code_share(module: Module) -> float:
    """The share of SKILL.md's tokens that stand in fences."""
    leaves = list(module.documents[0].leaves())
    whole = sum(count_tokens(leaf.text) for leaf in leaves if leaf.kind != "front-matter")
    return sum(count_tokens(leaf.text) for leaf in leaves if leaf.kind == "code") / max(1, whole)


class Tally:
    """What happened for one target."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.status: dict[str, Counter[str]] = defaultdict(Counter)
        self.opened: list[str] = []
        self.not_closed: list[str] = []
        self.failed: list[str] = []
        self.changed_without_gap = 0
        self.without_gap = 0
        self.times: list[float] = []
        self.tokens: list[tuple[float, int, int, int, int]] = []
        self.asked_after = 0

    def add(self, source: SkillSource, options: CompileOptions, folder: Path) -> None:
        """Compile one skill and look at what came out."""
        begin = time.process_time()
        try:
            module = load(source)
            done = compile_skill(source, self.target, options, module)
        except SkillrtError as error:
            self.failed.append(f"{source.where}: {error}")
            return
        self.times.append(time.process_time() - begin)
        manifest = done.variant.manifest
        for gap in manifest.gaps:
            self.status[gap.primitive][gap.status] += 1
        if not manifest.gaps:
            self.without_gap += 1
            self.changed_without_gap += any(edit.pass_name == "lower-capabilities" for edit in manifest.edits)
        if manifest.tokens is not None:
            pair, read = manifest.tokens.activation, manifest.tokens.read
            self.tokens.append((code_share(module), pair.before, pair.after, read.before, read.after))
        write_variant(folder, "v", done.variant.files, source.read)
        after = demands(load(next(iter(discover([str(folder / "v")])))), self.target)
        self.opened += self._opened(module, after)
        for gap in manifest.gaps:
            if gap.status == "closed" and after.get(gap.primitive, 0) > rank(gap.aim):
                self.not_closed.append(f"{module.folder}: {gap.primitive} {gap.required} {', '.join(gap.rules)}")

    def _opened(self, module: Module, after: dict[str, int]) -> list[str]:
        held = self.target.capabilities
        before = demands(module, self.target)
        return [
            f"{module.folder}: {name} L{before.get(name, 0)} -> L{level}"
            for name, level in after.items()
            if level > max(held.aim(name), before.get(name, 0))
        ]

    def summary(self) -> dict[str, object]:
        """Ready for JSON."""
        whole = Counter[str]()
        for counts in self.status.values():
            whole.update(counts)
        gaps = sum(whole.values())
        heavy = [row for row in self.tokens if row[0] > 0.5]
        return {
            "target": str(self.target),
            "skills": len(self.times),
            "failed": self.failed,
            "gaps": gaps,
            "closed_share": round((whole["closed"] + whole["supported"]) / max(1, gaps), 3),
            "closed_by_text_share": round(whole["closed"] / max(1, gaps), 3),
            "by_primitive": {name: dict(counts) for name, counts in sorted(self.status.items())},
            "opened": self.opened,
            "said_closed_but_asked_when_read_again": self.not_closed,
            "skills_without_gap": self.without_gap,
            "of_these_changed": self.changed_without_gap,
            "ms_mean": round(mean(self.times) * 1000, 2),
            "ms_median": round(median(self.times) * 1000, 2),
            "skills_per_second": round(len(self.times) / sum(self.times), 1),
            "tokens_all": spread(self.tokens),
            "tokens_code_heavy": spread(heavy),
        }


def spread(rows: list[tuple[float, int, int, int, int]]) -> dict[str, object]:
    """Median and quartiles of the share of tokens that is saved: at activation, and of all that is read."""
    found: dict[str, object] = {"skills": len(rows)}
    for name, before, after in (("activation", 1, 2), ("read", 3, 4)):
        shares = sorted(1 - row[after] / row[before] for row in rows if row[before])
        if len(shares) > 1:
            low, _, high = quantiles(shares, n=4)
            totals = 1 - sum(row[after] for row in rows) / sum(row[before] for row in rows)
            found[name] = {
                "saved_median": round(median(shares), 3),
                "saved_quartiles": [round(low, 3), round(high, 3)],
                "saved_of_the_sum": round(totals, 3),
            }
    return found


def main() -> int:
    """Compile and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("examples")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--level", default="O1")
    parser.add_argument("--target", action="append")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    search_seldom()  # as `skillrt compile` does
    harnesses = load_harnesses()
    compile_options = CompileOptions(level=options.level, harnesses=harnesses, fix_names=True)
    skills = [*chosen(options.corpus, options.count), *discover([options.examples])]
    found = []
    for text in options.target or TARGETS:
        tally = Tally(parse_target(text, harnesses))
        with tempfile.TemporaryDirectory() as name:
            for number, source in enumerate(skills):
                tally.add(source, compile_options, Path(name) / str(number))
        found.append(tally.summary())
    print(json.dumps(found, indent=1))
    if options.json:
        Path(options.json).write_text(json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
