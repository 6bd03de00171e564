"""Fit the weights by which steps are taken for a workflow, to hand-made labels, and tell what they are worth unseen.

    python benchmarks/fit_workflows.py SKILLS LABELS [SKILLS LABELS ...] [--from FILE] [--write] [--found FOLDER]

Each SKILLS is a folder of skills, one folder an id, each LABELS a folder of ID.json; or LABELS is
`workflow-labels.jsonl` and SKILLS a folder of collections (`workflow_labels.py`). The skills fall into five parts
by a hash of their names; each part is scored with weights that were fitted to the other four; `--found` writes what
is found so, as ID.json, for a scorer of edges. `--write` fits to all and writes `workflow_weights.toml`. A logistic
regression with a ridge, by Newton's method, of the share of a group's steps that the labels have. With `--from` the
ridge draws to the weights of that file in place of 0: what labels that are no longer at hand had shown is kept.
"""

import argparse
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import logistic
from logistic import BASE, Example, fold_of
from workflow_labels import labelled_in

from skillrt.frontend import discover, load
from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.concurrency import plan
from skillrt.passes.concurrency.chances import Weights, weights_in
from skillrt.passes.concurrency.features import Surroundings, features_of, is_other
from skillrt.passes.concurrency.workflows import candidates
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.report.workflow import workflow_fields

TARGET = Path(__file__).parents[1] / "src/skillrt/passes/concurrency/workflow_weights.toml"
FOLDS, RIDGE = 5, 3.0
KEPT = 100.0  # the ridge to weights of before
CHANCES = (0.35, 0.4, 0.6)  # first, more, elsewhere: chosen by the parts left out
STEPS = 14
SURE = 0.75  # from here on a group counts beyond so many steps
CLOSE = 0.3


class Skill(NamedTuple):
    """A labelled skill: where its steps stand, and the module that was read."""

    name: str
    steps: list[str]
    module: Module


def skills_in(folders: Path, labels: Path) -> Iterator[Skill]:
    """The labelled skills of a folder."""
    for name, folder, found in labelled_in(folders, labels):
        module = load(next(iter(discover([str(folder)]))))
        read = run_pipeline(module, parse_pipeline("link"), PassContext())
        yield Skill(name, [row["at"] for row in found.get("steps") or []], read)


def closeness(one: str, other: str) -> float:
    """Intersection over union of two places; 1 where they begin on the same line."""
    (a, *p), (b, *q) = _place(one), _place(other)
    if a != b or not p or not q:
        return 0.0
    if p[0] == q[0]:
        return 1.0
    shared = min(p[1], q[1]) - max(p[0], q[0]) + 1
    return max(0, shared) / (max(p[1], q[1]) - min(p[0], q[0]) + 1)


def _place(at: str) -> tuple[Any, ...]:
    file, _, lines = at.partition(":")
    numbers = [int(item) for item in re.findall(r"\d+", lines)][:2]
    return (file.lower(), min(numbers), max(numbers)) if numbers else (file.lower(),)


def hits(gold: Sequence[str], found: Sequence[str]) -> int:
    """How many pair off one to one, the closest first."""
    rows = sorted((-closeness(a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(found))
    left: set[int] = set()
    right: set[int] = set()
    for close, i, j in rows:
        if -close >= CLOSE and i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


def examples_of(skill: Skill) -> Iterator[Example]:
    """The groups of SKILL.md; those of references where the labels have no step of SKILL.md."""
    pages = plan.plans_of(skill.module).pages
    elsewhere = skill.steps and not any(at.startswith("SKILL.md:") for at in skill.steps)
    for page in pages if elsewhere else pages[:1]:
        place = Surroundings(page, tuple(candidates(page)))
        for group in place.groups:
            if not is_other(group):
                found = [f"{page.path}:{draft.line}-{draft.end_line}" for draft in group.drafts]
                share = hits(skill.steps, found) / len(found)
                yield Example(features_of(group, place), share, math.sqrt(len(found)))


def fitted(examples: Sequence[Example], before: Weights | None = None) -> Weights:
    """The weights that fit best, and are not far from those of before."""
    start = {**before.features, BASE: before.base} if before else None
    found = logistic.fitted(examples, KEPT if before else RIDGE, KEPT if before else 0.01, start)
    kept = {name: round(value, 2) for name, value in found.items() if name != BASE}
    return Weights(round(found[BASE], 2), *CHANCES, STEPS, kept, SURE)


def steps_found(skill: Skill, weights: Weights) -> tuple[int, int, int]:
    """How many steps were found that the labels have, how many those have, and how many were found."""
    plans = plan.plans_of(skill.module, weights)
    works = [work for item in plans.plans for work in item.works]
    works += [plans.decision] if plans.decision is not None else []
    found = [f"{work.span.file}:{work.span.line}-{work.span.end_line}" for work in works]
    return hits(skill.steps, found), len(skill.steps), len(found)


def found_with(skill: Skill, weights: Weights) -> dict[str, Any]:
    """The workflows of a skill, with their edges and regions, by these weights."""
    plan.shipped = lambda: weights
    return workflow_fields(run_pipeline(skill.module, parse_pipeline("extract-concurrency"), PassContext()).facts)


def told(title: str, rows: Iterable[tuple[int, int, int]]) -> None:
    """One line of precision, recall and F1."""
    hit, gold, found = (sum(column) for column in zip(*rows, strict=True))
    f1 = 2 * hit / (gold + found) if gold + found else 1.0
    worth = f"precision {hit / max(1, found):.2f}  recall {hit / max(1, gold):.2f}  F1 {f1:.3f}"
    print(f"{title:24} {worth}  ({gold} labelled)")


def written(weights: Weights, skills: int, groups: int, date: str, before: Weights | None) -> str:
    """The data file."""
    and_before = ", from weights that were fitted to others" if before else ""
    lines = [
        "# How much each thing that can be seen of a group of steps speaks for its being a workflow (log-odds).",
        f"# Dated {date}. Fitted by `benchmarks/fit_workflows.py --write` to the hand-made labels of {skills} skills",
        f"# ({groups} groups{and_before}); `benchmarks/README.md` tells what it is worth",
        "# on skills that it was not fitted to.",
        "",
        "[weights]",
        *(f"{name} = {getattr(weights, name)}" for name in ("base", "first", "more", "elsewhere", "steps", "sure")),
        "",
        "[weights.features]",
        *(
            f'"{name}" = {value}'
            for name, value in sorted(weights.features.items(), key=lambda row: (-row[1], row[0]))
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Fit and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--from", type=Path, dest="before")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--found", type=Path)
    parser.add_argument("--date", default="2026-11-29")
    options = parser.parse_args()
    before = weights_in(options.before.read_text(encoding="utf-8")) if options.before else None
    pairs = list(zip(options.folders[::2], options.folders[1::2], strict=True))
    groups: dict[str, list[Skill]] = {}
    for folders, labels in pairs:
        groups.setdefault(str(labels), []).extend(skills_in(folders, labels))
    skills = [skill for members in groups.values() for skill in members]
    examples = {skill.name: list(examples_of(skill)) for skill in skills}
    held: dict[str, tuple[int, int, int]] = {}
    for fold in range(FOLDS):
        others = [item for skill in skills if fold_of(skill.name, FOLDS) != fold for item in examples[skill.name]]
        weights = fitted(others, before)
        for skill in skills:
            if fold_of(skill.name, FOLDS) == fold:
                held[skill.name] = steps_found(skill, weights)
                if options.found:
                    options.found.mkdir(exist_ok=True)
                    (options.found / f"{skill.name}.json").write_text(json.dumps(found_with(skill, weights)))
    for labels, members in groups.items():
        told(f"held out: {Path(labels).name}", [held[skill.name] for skill in members])
    told("held out", held.values())
    everything = [item for skill in skills for item in examples[skill.name]]
    weights = fitted(everything, before)
    told("fitted to all", [steps_found(skill, weights) for skill in skills])
    if options.write:
        TARGET.write_text(written(weights, len(skills), len(everything), options.date, before), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
