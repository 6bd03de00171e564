"""Check one skill: load, specification, passes. What is wrong with it comes back as diagnostics, whatever it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from skillrt.checks.allowed_tools import unknown_tools
from skillrt.checks.cards import Card, Ticket, opened
from skillrt.checks.excerpts import with_excerpts
from skillrt.checks.modes import skills_without_modes
from skillrt.checks.one_machine import paths_of_one_machine
from skillrt.checks.text import torn_fences, unclosed_fences
from skillrt.errors import Diagnostic, Place, SkillrtError
from skillrt.errors.defects import defect
from skillrt.errors.findings import joined
from skillrt.frontend import load
from skillrt.frontend.skill_tree import nested_files
from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import Pipeline, parse_pipeline, run_pipeline
from skillrt.targets import Harness, Target, load_harnesses, parse_target
from skillrt.verify import specification

PIPELINE: Final = "link,retarget"
AUDITED: Final = "link,retarget,audit"
_ABOUT_KEYS: Final = ("harness.key-dropped", "harness.front-matter", "harness.key-moved", "spec.foreign-key")


class Errand(NamedTuple):
    """One skill to check, and where in the library it is."""

    ticket: Ticket
    place: str


@dataclass(frozen=True)
class Asked:
    """What every skill of a run is checked for. Small and picklable: it is sent to each process once.

    `targets` are written MODEL@HARNESS; `descriptors` are folders with harness descriptors of the user's. `siblings`
    are the skills of the tree (name and folder name -> files), `tree` all their files relative to the library's root,
    `modeless` the places of skills whose collection has lost its executable bits.
    """

    targets: tuple[str, ...] = ()
    portable: bool = False
    audit: bool = False
    descriptors: tuple[Path, ...] = ()
    siblings: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    tree: frozenset[str] = frozenset()
    modeless: frozenset[str] = frozenset()

    @classmethod
    def of(cls, cards: Sequence[Card], **asked: Any) -> Self:  # noqa: ANN401  (the other fields, as they are)
        """With the index of these skills."""
        siblings: dict[str, frozenset[str]] = {}
        for card in cards:
            files = frozenset(card.files)
            for name in {card.name, card.folder}:
                siblings[name] = siblings[name] | files if name in siblings else files
        tree = frozenset(
            joined(card.key, file) for card in cards for file in (*card.files, *nested_files(card.ticket))
        )
        return cls(**asked, siblings=siblings, tree=tree, modeless=skills_without_modes(cards))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        # what was derived from the fields stays behind: it is large, and some of it cannot be pickled
        return Asked, tuple(getattr(self, item.name) for item in fields(self))

    @cached_property
    def harnesses(self) -> Mapping[str, Harness]:
        """All known descriptors."""
        return load_harnesses(self.descriptors)

    @cached_property
    def parsed_targets(self) -> tuple[Target, ...]:
        """The targets. Raises UsageError."""
        return tuple(parse_target(text, self.harnesses) for text in self.targets)

    def contexts(self, place: str) -> tuple[PassContext, ...]:
        """For the skill at `place` in the library: one for each target; one without where none or all are meant."""
        without = (None,) if self.portable or not self.targets else ()
        return tuple(
            PassContext(
                target=target,
                harnesses=self.harnesses,
                siblings=self.siblings,
                tree=self.tree,
                place="" if place == "." else place,
                modes_lost=place in self.modeless,
                portable=self.portable,
            )
            for target in (*self.parsed_targets, *without)
        )

    @cached_property
    def pipeline(self) -> Pipeline:
        """The passes that find problems."""
        return parse_pipeline(AUDITED if self.audit else PIPELINE)

    def __call__(self, errand: Errand) -> tuple[Diagnostic, ...]:
        """The problems of one skill; for use as the work of a process."""
        return check_skill(errand, self)


def check_skill(errand: Errand, asked: Asked) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a skill, in reading order, each with the line shown.

    Never raises for what is in the skill: input that cannot be read and promises that a pass broke become
    diagnostics, and a defect of SkillRT becomes `internal.error`, so that the other skills are checked all the same.
    """
    try:
        module = load(opened(errand.ticket))
        found = with_excerpts(module, _one_for_each_key(_problems(module, asked, errand.place)))
    except SkillrtError as error:
        found = error.diagnostics
    except Exception as error:  # noqa: BLE001  (one skill must not cost the others; it is reported, never swallowed)
        found = (defect(error),)
    return tuple(sorted(dict.fromkeys(found), key=lambda item: item.sort_key))


def _problems(module: Module, asked: Asked, place: str) -> list[Diagnostic]:
    found = [*module.diagnostics, *unclosed_fences(module), *torn_fences(module)]
    found += [*unknown_tools(module, asked.harnesses), *paths_of_one_machine(module)]
    for context in asked.contexts(place):
        harness = context.target.harness if context.target else None
        found += specification.check(module, harness, portable=asked.portable)
        found += run_pipeline(module, asked.pipeline, context).diagnostics
    return found


def _one_for_each_key(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Without what is said twice of a front-matter key: that the specification lacks it, and which harness has it.

    The heavier of the two stays, and of equal ones that which names the harness.
    """
    best: dict[Place | None, Diagnostic] = {}
    for item in diagnostics:
        if item.code in _ABOUT_KEYS:
            other = best.get(item.place)
            if other is None or _weight_of_key(item) < _weight_of_key(other):
                best[item.place] = item
    return [item for item in diagnostics if item.code not in _ABOUT_KEYS or best[item.place] == item]


def _weight_of_key(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.severity.rank, _ABOUT_KEYS.index(diagnostic.code)
