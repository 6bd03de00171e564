"""How well do the inferred requirements agree with hand-made labels? In one process, so that it answers in seconds.

    python benchmarks/score_requirements.py SKILLS LABELS [--misses PRIMITIVE]
    python benchmarks/score_requirements.py CORPUS requirement-labels.tsv [--part s18] [--more CORPUS] [--misses ID]
    python benchmarks/score_requirements.py CORPUS fresh-labels.jsonl [--part unread]

LABELS is a folder with one JSON file for each folder of SKILLS, or a table or lines about skills of CORPUS, which
holds the collections as `owner+name` (`requirement_labels.py`).

Prints precision, recall and F1 of the requirements, the mean F1 over the primitives with five labels or more, the
share of exact levels, and a row per primitive; beside them the baseline that names the same six commonest
requirements for every skill. `--misses` lists where one primitive was missed or named without need.

Where labels have them, kinds, purposes and alternatives are compared too: a purpose is right where it shares 0.3 of
the lines of both with a labelled one; a skill without labelled purposes is one workflow and is left out.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from requirement_labels import BEYOND, Levels, requirement_labels

from skillrt.errors import Span
from skillrt.frontend import discover, load
from skillrt.ir import Module, Purpose, Requirement, SkillKind
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.primitives import catalogue
from skillrt.targets import load_harnesses

COMMONEST = {
    "follow.constraint": "L2",
    "tool.file.read": "L2",
    "tool.exec": "L2",
    "follow.procedure": "L2",
    "reason.analysis": "L2",
    "reason.logic": "L2",
}


def inferred(skill: Path) -> Module:
    """One skill with what was inferred."""
    module = load(next(iter(discover([str(skill)]))))
    return run_pipeline(
        module, parse_pipeline("link,retarget,infer-requirements"), PassContext(harnesses=load_harnesses())
    )


def levels_of(module: Module) -> Levels:
    """Primitive -> level for one skill."""
    return {fact.primitive: fact.level for fact in module.facts if isinstance(fact, Requirement) and not fact.purpose}


def f1(hit: int, gold: int, predicted: int) -> float:
    return 2 * hit / (gold + predicted) if gold + predicted else 0.0


def table(gold: dict[str, Levels], found: dict[str, Levels], only: set[str]) -> dict[str, list[int]]:
    """Per primitive: hits, labelled, named, exact levels."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for skill, levels in gold.items():
        for name in (levels.keys() | found[skill].keys()) & only:
            row = rows[name]
            both = name in levels and name in found[skill]
            row[0] += both
            row[1] += name in levels
            row[2] += name in found[skill]
            row[3] += both and levels[name] == found[skill][name]
    return rows


Lines = tuple[str, int, int]
ALIKE = 0.3


def lines_at(place: str) -> Lines:
    """`SKILL.md:12-30` as (file, first, last)."""
    path, _, numbers = place.rpartition(":")
    first, _, last = numbers.partition("-")
    return path, int(first), int(last or first)


def lines_of(span: Span) -> Lines:
    return span.file, span.line, span.end_line


def found_in(places: Sequence[Lines], others: Sequence[Lines]) -> int:
    """How many places share enough lines with one of the others."""
    return sum(any(alike(place, other) for other in others) for place in places)


def alike(one: Lines, other: Lines) -> bool:
    shared = min(one[2], other[2]) - max(one[1], other[1]) + 1
    whole = max(one[2], other[2]) - min(one[1], other[1]) + 1
    return one[0] == other[0] and shared >= ALIKE * whole


def show_purposes(labels: Path, modules: dict[str, Module]) -> None:
    """Agreement on kinds, purposes and alternatives, where labels have them."""
    counts: dict[str, list[int]] = {"purposes": [0, 0, 0, 0], "alternatives": [0, 0, 0, 0]}
    kinds = [0, 0]
    for name, module in modules.items():
        label = json.loads((labels / f"{name}.json").read_text())
        if "kind" in label:
            kinds[1] += 1
            kinds[0] += any(isinstance(fact, SkillKind) and fact.kind == label["kind"] for fact in module.facts)
        if not label.get("purposes"):
            continue
        purposes = [fact for fact in module.facts if isinstance(fact, Purpose)]
        pairs = {
            "purposes": (
                [lines_at(item["at"]) for item in label["purposes"]],
                [lines_of(fact.span) for fact in purposes],
            ),
            "alternatives": (
                [lines_at(way["at"]) for item in label["purposes"] for way in item["alternatives"]],
                [lines_of(way.span) for fact in purposes for way in fact.alternatives],
            ),
        }
        for what, (gold, named) in pairs.items():
            new = (found_in(named, gold), len(named), found_in(gold, named), len(gold))
            counts[what] = [one + more for one, more in zip(counts[what], new, strict=True)]
    for what, (right, named_all, covered, gold_all) in counts.items():
        print(f"{what:34} precision {right}/{named_all}  recall {covered}/{gold_all}")
    print(f"{'kind':34} exact {kinds[0]}/{kinds[1]}")


def show(title: str, rows: dict[str, list[int]]) -> None:
    hit, gold, predicted, exact = (sum(row[at] for row in rows.values()) for at in range(4))
    often = [f1(*row[:3]) for row in rows.values() if row[1] >= 5]
    macro = sum(often) / max(1, len(often))
    print(
        f"{title:34} precision {hit / max(1, predicted):.3f}  recall {hit / max(1, gold):.3f}  "
        f"F1 {f1(hit, gold, predicted):.3f}  macro F1 {macro:.3f} ({len(often)})  "
        f"level exact {exact / max(1, hit):.3f}"
    )


def main() -> int:
    """Score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("skills", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--more", type=Path, action="append", default=[], help="where else skills of the table are")
    parser.add_argument("--part", default="")
    parser.add_argument("--misses", default="")
    options = parser.parse_args()
    read = requirement_labels((options.skills, *options.more), options.labels)
    rows_read = [item for item in read if options.part in ("", item.part)]
    gold = {item.name: item.levels for item in rows_read}
    modules = {item.name: inferred(item.folder) for item in rows_read}
    found = {name: levels_of(module) for name, module in modules.items()}
    everything = {item.id for item in catalogue()}
    paper = everything - BEYOND
    rows = table(gold, found, paper)
    show("the 26 of the paper", rows)
    show("all of the catalogue", table(gold, found, everything))
    show("the same six for every skill", table(gold, dict.fromkeys(gold, COMMONEST), paper))
    if options.labels.is_dir():
        show_purposes(options.labels, modules)
    print(f"\n{'primitive':22} {'hit':>4} {'gold':>5} {'named':>6} {'F1':>6} {'level':>6}")
    for name, row in sorted(table(gold, found, everything).items(), key=lambda item: -item[1][1]):
        print(f"{name:22} {row[0]:4} {row[1]:5} {row[2]:6} {f1(*row[:3]):6.2f} {row[3] / max(1, row[0]):6.2f}")
    if options.misses:
        for skill in gold:
            want, got = gold[skill].get(options.misses, "-"), found[skill].get(options.misses, "-")
            if want != got:
                print(f"{skill:50} labelled {want}  inferred {got}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
