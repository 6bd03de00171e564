"""What `bind-environment` does to real skills: how many get a launcher, how many edits, and what it costs.

    python benchmarks/binding_corpus.py CORPUS [--count 400] [--target openai/gpt-5.4@openclaw]

Draws skills by a digest of their paths, runs `link,retarget,bind-environment` on each and prints: skills with a
launcher and with lines below the title, edited commands, milliseconds of the pass, and tokens that it adds to
SKILL.md; and how many skills were refused, by the verifier or before (to be 0). Nothing is written, and nothing of
a skill runs.
"""

import argparse
import json
import time
from collections.abc import Sequence
from statistics import median, quantiles

from compile_corpus import chosen

from skillrt.code.tokens import count_tokens
from skillrt.errors import SkillrtError
from skillrt.frontend import load
from skillrt.ir import Dependency, Module
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.targets import load_harnesses, parse_target

PASS = "bind-environment"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--target", default="openai/gpt-5.4@openclaw")
    options = parser.parse_args()
    harnesses = load_harnesses()
    context = PassContext(target=parse_target(options.target, harnesses), harnesses=harnesses)
    rows: list[dict[str, float]] = []
    refused = 0
    for source in chosen(options.corpus, options.count):
        try:
            before = run_pipeline(load(source), parse_pipeline("link,retarget"), context)
            begin = time.process_time()
            after = run_pipeline(before, parse_pipeline(PASS), context)
        except SkillrtError:
            refused += 1
            continue
        rows.append(row(before, after, time.process_time() - begin))
    print(json.dumps(summary(rows, refused), indent=1))


def row(before: Module, after: Module, seconds: float) -> dict[str, float]:
    edits = [item for doc in after.documents for leaf in doc.every_leaf for item in leaf.derivations]
    mine = [item for item in edits if item.pass_name == PASS]
    needs = [item for item in after.facts if isinstance(item, Dependency)]
    return {
        "launcher": any(file.path == "scripts/skillrt/run" for file in after.files),
        "notice": any(item.rule == "before-you-start" for item in mine),
        "edits": sum(item.rule != "before-you-start" for item in mine),
        "tokens": count_tokens(after.documents[0].text) - count_tokens(before.documents[0].text),
        "needs": len(needs),
        "required": sum(item.required for item in needs),
        "ms": seconds * 1000,
    }


def summary(rows: Sequence[dict[str, float]], refused: int) -> dict[str, object]:
    with_launcher = [item for item in rows if item["launcher"]]
    changed = sorted(item["tokens"] for item in rows if item["tokens"])
    edits = sorted(item["edits"] for item in rows if item["edits"])
    times = [item["ms"] for item in rows]
    return {
        "skills": len(rows),
        "needs_a_skill": round(sum(item["needs"] for item in rows) / len(rows), 1),
        "required_needs_a_skill": round(sum(item["required"] for item in rows) / len(rows), 1),
        "with_launcher": len(with_launcher),
        "with_lines_below_the_title": sum(bool(item["notice"]) for item in rows),
        "edited_commands": sum(item["edits"] for item in rows),
        "skills_with_edited_commands": len(edits),
        "edits_a_skill_median_of_these": median(edits) if edits else 0,
        "edits_a_skill_p95_of_these": edits[int(len(edits) * 0.95)] if edits else 0,
        "refused": refused,
        "skills_whose_text_changed": len(changed),
        "tokens_added_median_of_these": median(changed) if changed else 0,
        "tokens_added_p95_of_these": changed[int(len(changed) * 0.95)] if changed else 0,
        "ms_median": round(median(times), 2),
        "ms_p95": round(quantiles(times, n=20)[18], 1),
    }


if __name__ == "__main__":
    main()
