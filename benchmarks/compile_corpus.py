"""Do variants of real skills pass the specification, for six harnesses, and how long does -O0 take?

    python benchmarks/compile_corpus.py CORPUS EXAMPLES [--count 200]

Draws skills by a digest of their paths from those that have a front matter with name and description, adds the
examples, compiles each for six harnesses, and prints as JSON: variants made and refused (with reasons), those that
skills-ref, the reference implementation, accepts too, milliseconds a variant (median, 95th percentile; the skill
already read), and whether compiling a variant again gives the same bytes. `--digest` prints one digest of all bytes,
to be compared between runs with other hash seeds.
"""

import argparse
import hashlib
import json
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

import skills_ref

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.errors import InputError, SkillrtError
from skillrt.frontend import SkillSource, discover, load
from skillrt.store.variants import write_variant
from skillrt.targets import load_harnesses, parse_target

HARNESSES = ("claude-code", "codex", "opencode", "openclaw", "pi", "gemini-cli")


def chosen(corpus: str, count: int) -> list[SkillSource]:
    """Skills whose front matter has what the specification demands."""
    found = sorted(discover([corpus]), key=lambda item: hashlib.sha256(item.where.encode()).hexdigest())
    skills: list[SkillSource] = []
    for source in found:
        if len(skills) == count:
            break
        try:
            front = load(source).front_matter
        except InputError:
            continue  # a SKILL.md that is a link out of its folder
        if isinstance(front.get("name"), str) and isinstance(front.get("description"), str):
            skills.append(source)
    return skills


def main() -> int:
    """Compile and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("examples")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--digest", action="store_true")
    options = parser.parse_args()
    harnesses = load_harnesses()
    targets = [parse_target(f"qwen/qwen3.5-9b@{name}", harnesses) for name in HARNESSES]
    compile_options = CompileOptions(harnesses=harnesses, fix_names=True)
    times: list[float] = []
    tally: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory() as name:
        for source in [*discover([options.examples]), *chosen(options.corpus, options.count)]:
            module = load(source)
            for target in targets:
                tally["asked"] += 1
                begin = time.perf_counter()
                try:
                    compiled = compile_skill(source, target, compile_options, module)
                except SkillrtError as error:
                    tally["refused"] += 1
                    reasons[error.diagnostics[0].code] += 1
                    continue
                times.append((time.perf_counter() - begin) * 1000)
                tally["made"] += 1
                root = Path(name) / str(tally["asked"])
                variant = compiled.variant
                write_variant(root, variant.name, variant.files, source.read)
                folder = root / variant.name
                for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                    digest.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes())
                again = compile_skill(next(iter(discover([str(folder)]))), target, compile_options)
                tally["same bytes again"] += again.variant == compiled.variant or again.again
                tally["skills-ref accepts"] += not skills_ref.validate(folder)
    if options.digest:
        print(digest.hexdigest())
        return 0
    spread = {"median": round(median(times), 2), "p95": round(quantiles(times, n=20)[-1], 2)}
    print(json.dumps({**tally, "reasons": reasons, "ms": spread}, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
