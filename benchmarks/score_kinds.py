"""How well do the kinds of skills agree with a hand reading?

    python benchmarks/score_kinds.py CORPUS kind-labels.tsv [--misses]

CORPUS holds the collections as `owner+name`; skills that it lacks are left out, and counted. Rows of the part `fit`
were read before the rule was written, those of `check` after.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path

from score_requirements import inferred

from skillrt.ir import SkillKind


def main() -> None:
    """Print the agreement by part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    found: dict[str, Counter[str]] = {}
    for row in csv.DictReader(options.labels.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        tally = found.setdefault(row["part"], Counter())
        folder = options.corpus / row["skill"]
        if not folder.is_dir():
            tally["absent"] += 1
            continue
        kind = next((fact.kind for fact in inferred(folder).facts if isinstance(fact, SkillKind)), "")
        tally["right" if kind == row["kind"] else "wrong"] += 1
        if kind != row["kind"] and options.misses:
            print(f"{row['part']}  {row['skill']}: read {row['kind']}, found {kind}")
    for part, tally in found.items():
        print(f"{part}: {tally['right']} of {tally['right'] + tally['wrong']}, {tally['absent']} absent")


if __name__ == "__main__":
    main()
