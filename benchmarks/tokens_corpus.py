"""What do -O1 and -Os save, in tokens, and what do they take out?

    python benchmarks/tokens_corpus.py CORPUS [--count 300] [--target MODEL@HARNESS ...] [--os linux] [--show 25]

Draws skills by a digest of their paths, compiles each for every target at -O0, -O1 and -Os, and prints as JSON: how
many variants `shake` changed and by which rules; tokens when the skill is used and tokens of all that it leads to, in
the source and in the variant (sums); of the variants where it took out more than at the level below, by how many
tokens they have become shorter than there (median, 90th percentile); and the milliseconds of the pass. `--show N`
prints N removals and moves drawn from each level, to be read. `--os` gives the host an operating system; without it,
no part for one is taken out.
"""

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from statistics import median, quantiles

import msgspec

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.errors import SkillrtError
from skillrt.frontend import SkillSource, discover, load
from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.shake import Shake
from skillrt.store import Manifest
from skillrt.targets import Target, load_harnesses, parse_target

LEVELS = {"O0": "", "O1": "O0", "Os": "O1"}  # level -> the one that it is compared with
TARGETS = ("qwen/qwen3.5-9b@opencode", "anthropic/claude-sonnet-4.6@claude-code")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--target", action="append")
    parser.add_argument("--os", default="")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    harnesses = load_harnesses()
    found = sorted(discover([options.corpus]), key=lambda item: hashlib.sha256(item.where.encode()).hexdigest())
    for text in options.target or TARGETS:
        target = parse_target(text, harnesses)
        if options.os:
            host = msgspec.structs.replace(target.host, name=f"any-{options.os}", os=options.os)
            target = msgspec.structs.replace(target, host=host)
        figures, parts = measured(found[: options.count], target)
        print(json.dumps({"target": str(target), **figures}, indent=1))
        for level, rows in parts.items():
            drawn = sorted(rows, key=lambda row: hashlib.sha256(repr(row).encode()).hexdigest())
            for where, rule, reason, old in drawn[: options.show]:
                print(f"===== {level} {rule}: {where}\n{reason}\n{old.rstrip()}\n")
    return 0


def measured(
    sources: list[SkillSource], target: Target
) -> tuple[dict[str, object], dict[str, list[tuple[str, ...]]]]:
    """Figures by level, and every removal and move by level as (skill, rule, reason, text)."""
    manifests: dict[str, dict[str, Manifest]] = {level: {} for level in LEVELS}
    refused = 0
    for source in sources:
        try:
            module = load(source)
            done = {level: compiled(source, module, target, level) for level in LEVELS}
        except SkillrtError:
            refused += 1
            continue
        for level, manifest in done.items():
            manifests[level][source.where] = manifest
    figures: dict[str, object] = {"skills": len(manifests["O0"]), "refused": refused}
    parts: dict[str, list[tuple[str, ...]]] = {}
    for level, below in LEVELS.items():
        figures[level] = figures_of(manifests[level], manifests.get(below, {}))
        if below:
            parts[level] = [
                (where, *part)
                for where, manifest in manifests[level].items()
                for part in shaken(manifest)
                if level != "Os" or part[0] == "cold"
            ]
    figures["shake_ms"] = milliseconds(sources, target)
    return figures, parts


def compiled(source: SkillSource, module: Module, target: Target, level: str) -> Manifest:
    options = CompileOptions(level=level, harnesses=load_harnesses(), fix_names=True)
    return compile_skill(source, target, options, module).variant.manifest


def shaken(manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Each part that shake took out or moved, as (rule, reason, text)."""
    parts: dict[tuple[str, str], list[str]] = {}
    for item in manifest.eliminations:
        if item.pass_name == "shake":
            parts.setdefault((item.rule, item.reason), []).append(item.old)
    for item in manifest.relocations:
        if item.pass_name == "shake":
            parts.setdefault((item.rule, f"moved to {item.to}"), []).append(item.old)
    for (rule, reason), texts in parts.items():
        yield rule, reason, "".join(texts)


def figures_of(manifests: dict[str, Manifest], below: dict[str, Manifest]) -> dict[str, object]:
    rules: Counter[str] = Counter()
    saved: dict[str, list[int]] = {"activation": [], "read": []}
    totals: Counter[str] = Counter()
    changed = 0
    for where, manifest in manifests.items():
        parts = list(shaken(manifest))
        rules.update(rule for rule, _, _ in parts)
        changed += bool(parts)
        if manifest.tokens is None:
            continue
        for name, rows in saved.items():
            pair = getattr(manifest.tokens, name)
            totals[f"{name}_before"] += pair.before
            totals[f"{name}_after"] += pair.after
            other = below[where].tokens if below else None
            if other is not None and set(parts) - set(shaken(below[where])):
                rows.append(getattr(other, name).after - pair.after)
    less = {name: spread(rows) for name, rows in saved.items()}
    return {"shaken": changed, "rules": dict(sorted(rules.items())), **dict(sorted(totals.items())), "fewer": less}


def spread(rows: list[int]) -> dict[str, float]:
    if len(rows) < 2:
        return {"variants": len(rows)}
    return {"variants": len(rows), "median": median(rows), "p90": round(quantiles(rows, n=10)[-1])}


def milliseconds(sources: list[SkillSource], target: Target) -> dict[str, float]:
    """Of the pass with everything on, over the skills as read."""
    context = PassContext(target=target, harnesses=load_harnesses())
    times: list[float] = []
    for source in sources:
        module = load(source)
        start = time.perf_counter()
        Shake(cold=True).run(module, context)
        times.append((time.perf_counter() - start) * 1000)
    return {"median": round(median(times), 2), "p95": round(quantiles(times, n=20)[-1], 2)}


if __name__ == "__main__":
    raise SystemExit(main())
