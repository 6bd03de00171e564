"""How well do the dependencies that are found agree with hand-made labels of other skills than the 28 of the design?

    python benchmarks/score_dependencies.py CORPUS dependency-labels.tsv [--part s18] [--more CORPUS] [--misses]

The column `skill` of the table is a path in CORPUS, which holds the collections as `owner+name`; a row without a kind
says that the skill was read and needs nothing. Prints precision, recall and F1 in all and by kind, the share of
required dependencies that were found, and how often both agree on whether one is required. Names compare as in the
labels' own scorer: services also where one holds the other without `api.`, `www.` and the last part of the domain.
"""

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from skillrt.environment.find import dependencies_of
from skillrt.frontend import discover, load
from skillrt.ir import Dependency
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.targets import load_harnesses

Label = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--more", type=Path, action="append", default=[], help="where else skills of the table are")
    parser.add_argument("--part", default="")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    skills: dict[str, list[Label]] = defaultdict(list)
    with options.labels.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            if options.part in ("", line["part"]):
                skills[line["skill"]].append(line)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    needed = found = agree = hits = 0
    folders = (options.corpus, *options.more)
    for skill in sorted(skills):
        gold = [line for line in skills[skill] if line["kind"]]
        seen = dependencies(next(item for item in folders if (item / skill).exists()) / skill)
        pairs = paired(gold, seen)
        needed += sum(line["required"] == "yes" for line in gold)
        found += sum(line["required"] == "yes" for line, _ in pairs)
        agree += sum((line["required"] == "yes") == item.required for line, item in pairs)
        hits += len(pairs)
        tally(counts, gold, seen, pairs)
        if options.misses:
            report(skill, gold, seen, pairs)
    print(f"{len(skills)} skills; required found {found}/{needed}; agree on required {agree}/{hits}")
    for kind, (hit, labelled, predicted) in sorted(counts.items()):
        precision, recall = hit / max(1, predicted), hit / max(1, labelled)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{kind:8} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  labelled {labelled}  found {predicted}")


def dependencies(folder: Path) -> tuple[Dependency, ...]:
    module = load(next(iter(discover([str(folder)]))))
    return dependencies_of(
        run_pipeline(module, parse_pipeline("link,retarget"), PassContext(harnesses=load_harnesses()))
    )


def paired(gold: Sequence[Label], seen: Sequence[Dependency]) -> list[tuple[Label, Dependency]]:
    left = list(seen)
    pairs: list[tuple[Label, Dependency]] = []
    for exact in (True, False):
        for line in gold:
            if any(line is taken for taken, _ in pairs):
                continue
            match = next((item for item in left if same(line, item, exact=exact)), None)
            if match is not None:
                left.remove(match)
                pairs.append((line, match))
    return pairs


def same(line: Label, item: Dependency, *, exact: bool) -> bool:
    if line["kind"] != item.kind:
        return False
    if exact or item.kind != "service":
        return plain(line["name"]) == plain(item.name)
    one, other = host(line["name"]), host(item.name)
    return min(len(one), len(other)) > 2 and (one in other or other in one)


def plain(name: str) -> str:
    return re.sub(r"[_.]", "-", name.strip().lower())


def host(name: str) -> str:
    name = re.sub(r"^(api|www)\.", "", name.strip().lower())
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\.(com|org|net|io|ai|dev|app|co|gov|edu)$", "", name))


def tally(
    counts: dict[str, list[int]],
    gold: Sequence[Label],
    seen: Sequence[Dependency],
    pairs: Sequence[tuple[Label, Dependency]],
) -> None:
    rows = (
        (0, [line["kind"] for line, _ in pairs]),
        (1, [line["kind"] for line in gold]),
        (2, [item.kind for item in seen]),
    )
    for column, kinds in rows:
        for kind in kinds:
            counts[kind][column] += 1
            counts["all"][column] += 1


def report(
    skill: str, gold: Sequence[Label], seen: Sequence[Dependency], pairs: Sequence[tuple[Label, Dependency]]
) -> None:
    print(f"# {skill}")
    for line in gold:
        if not any(line is taken for taken, _ in pairs):
            print(f"  missed {line['kind']} {line['name']} {line['evidence']}")
    for item in seen:
        if not any(item is taken for _, taken in pairs):
            print(f"  found  {item.kind} {item.name} {item.span.file}:{item.span.line} {', '.join(item.via)}")


if __name__ == "__main__":
    main()
