"""Fit the weights by which evidence makes a requirement, to hand-made labels, and tell what they are worth unseen.

    python benchmarks/fit_requirements.py SKILLS LABELS [SKILLS LABELS ...] [--write] [--date DAY]

Each SKILLS is a folder of skills or of collections, each LABELS what `requirement_labels.py` reads. The skills fall
into eight parts by a hash of their names; each part is scored with weights that were fitted to the others; printed by
LABELS and part, beside what the detectors are sure of. A primitive's weights are drawn by a ridge to those that fit
all primitives together. `--write` fits to all and writes `requirement_weights.toml`; `--apart "fresh-labels unread"`
keeps the skills of one printed group out of all parts, so that their readers took no part.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from logistic import BASE, Example, fitted, fold_of
from requirement_labels import BEYOND, requirement_labels
from score_requirements import f1

from skillrt.frontend import discover, load
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.primitives import SkillView, catalogue, lexicon
from skillrt.primitives.chances import chance_of, features_of
from skillrt.targets import load_harnesses

TARGET = Path(__file__).parents[1] / "src/skillrt/primitives/requirement_weights.toml"
FOLDS = 8
# to nothing for all primitives together, and of each to these; the base is hardly drawn
RIDGE, RIDGE_EACH, RIDGE_BASE = 3.0, 2.0, 0.05
LEAST = 0.375
# more evidence never speaks against a requirement
RISING = frozenset({"enough", "beyond enough", "short of enough"})

Each = dict[str, dict[str, float]]


class Seen(NamedTuple):
    """A primitive that there is evidence for in a skill."""

    primitive: str
    sure: bool
    features: dict[str, float]


class Skill(NamedTuple):
    """A labelled skill: the set that it belongs to, what was seen, and what it asks for."""

    name: str
    group: str
    seen: tuple[Seen, ...]
    asks: frozenset[str]


def skills_in(folders: Path, labels: Path) -> Iterator[Skill]:
    """The labelled skills, each read."""
    context = PassContext(harnesses=load_harnesses())
    for name, folder, part, levels in requirement_labels((folders,), labels):
        module = run_pipeline(load(next(iter(discover([str(folder)])))), parse_pipeline("link,retarget"), context)
        group = f"{labels.stem} {part}".strip()
        yield Skill(name, group, tuple(_seen(SkillView(module, lexicon()))), frozenset(levels))


def _seen(view: SkillView) -> Iterator[Seen]:
    for item in catalogue():
        found = item.detect(view)
        if found is not None:
            yield Seen(item.id, found.strength >= 1, features_of(found, view))


def weights_for(skills: Sequence[Skill]) -> Each:
    """The weights of every primitive that was seen."""
    rows: dict[str, list[Example]] = defaultdict(list)
    for skill in skills:
        for seen in skill.seen:
            rows[seen.primitive].append(Example(seen.features, float(seen.primitive in skill.asks)))
    shared = fitted([item for items in rows.values() for item in items], RIDGE, RIDGE_BASE)
    return {name: _rising(items, shared) for name, items in sorted(rows.items())}


def _rising(examples: Sequence[Example], shared: Mapping[str, float]) -> dict[str, float]:
    """The weights of one primitive, fitted without those of `RISING` that would fall."""
    found = fitted(examples, RIDGE_EACH, RIDGE_BASE, shared)
    falls = {name for name, value in found.items() if name in RISING and value < 0}
    if falls:
        rest = [item._replace(features=_without(item.features, falls)) for item in examples]
        return _rising(rest, _without(shared, falls))
    return {name: round(value, 2) for name, value in found.items()}


def _without(values: Mapping[str, float], names: set[str]) -> dict[str, float]:
    return {name: value for name, value in values.items() if name not in names}


def asked(skill: Skill, weights: Each) -> frozenset[str]:
    """What a skill asks for by these weights."""
    return frozenset(
        seen.primitive
        for seen in skill.seen
        if seen.primitive in weights and chance_of(seen.features, weights[seen.primitive]) >= LEAST
    )


def told(title: str, skills: Sequence[Skill], named: Mapping[str, frozenset[str]]) -> None:
    """One line for the 26 of the paper: precision, recall, F1, and the mean F1 of those with five labels or more."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for skill in skills:
        for name in (skill.asks | named[skill.name]) - BEYOND:
            row = counts[name]
            row[0] += name in skill.asks and name in named[skill.name]
            row[1] += name in skill.asks
            row[2] += name in named[skill.name]
    hit, gold, found = (sum(row[at] for row in counts.values()) for at in range(3))
    often = [f1(*row) for row in counts.values() if row[1] >= 5]
    worth = f"precision {hit / max(1, found):.3f}  recall {hit / max(1, gold):.3f}  F1 {f1(hit, gold, found):.3f}"
    print(f"{title:40} {worth}  macro F1 {sum(often) / max(1, len(often)):.3f}  ({gold} labelled)")


def written(weights: Each, skills: int, date: str) -> str:
    """The data file."""
    lines = [
        "# How much each thing that can be seen of the evidence for a primitive, and of the skill around it, speaks",
        f"# for the skill's asking for it (log-odds). Dated {date}. Fitted by `fit_requirements.py --write` to the",
        f"# hand-made labels of {skills} skills; `benchmarks/README.md` tells what it is worth on skills that it was",
        "# not fitted to.",
        "",
        "[weights]",
        f"least = {LEAST}",
    ]
    for name, found in weights.items():
        features = sorted(found.items(), key=lambda row: (row[0] != BASE, row[0]))
        lines += ["", f'[weights.primitives."{name}"]', *(f'"{key}" = {value}' for key, value in features)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Fit and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--apart", default="", metavar="GROUP")
    parser.add_argument("--date", default="2026-11-29")
    options = parser.parse_args()
    pairs = zip(options.folders[::2], options.folders[1::2], strict=True)
    skills = [skill for folders, labels in pairs for skill in skills_in(folders, labels)]
    sure = {skill.name: frozenset(seen.primitive for seen in skill.seen if seen.sure) for skill in skills}
    named: dict[str, frozenset[str]] = {}
    taking_part = [skill for skill in skills if skill.group != options.apart]
    for fold in range(FOLDS):
        weights = weights_for([skill for skill in taking_part if fold_of(skill.name, FOLDS) != fold])
        named |= {skill.name: asked(skill, weights) for skill in skills if fold_of(skill.name, FOLDS) == fold}
    for group in dict.fromkeys(skill.group for skill in skills):
        members = [skill for skill in skills if skill.group == group]
        told(f"{group}: sure", members, sure)
        told(f"{group}: held out", members, named)
    weights = weights_for(skills)
    told("all: sure", skills, sure)
    told("all: held out", skills, named)
    told("all: fitted to all", skills, {skill.name: asked(skill, weights) for skill in skills})
    if options.write:
        TARGET.write_text(written(weights, len(skills), options.date), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
