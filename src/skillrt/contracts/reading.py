"""Read one skill for the lock: its surface, and what becomes of it on every target. Fit to be sent to processes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec

from skillrt.backends import Variant
from skillrt.checks.cards import Card, Ticket, opened
from skillrt.compiler import Batch, CompileOptions, Outcome
from skillrt.contracts.finding.files import files_of
from skillrt.contracts.finding.surface import Placed, surface
from skillrt.contracts.lines import GapLine, Key, RefusedLine, VariantLine, key_of
from skillrt.contracts.lock_file import Entry, clean, clean_path, entry_of
from skillrt.contracts.sketch import sketch_of
from skillrt.errors import Diagnostic, Place, Severity, SkillrtError
from skillrt.errors.defects import defect
from skillrt.frontend import FolderSource, SkillSource, load
from skillrt.passes.base import PassContext
from skillrt.targets import Target


class Errand(NamedTuple):
    """One skill to read: how to open it, its folder relative to the lock's, and what its card says."""

    ticket: Ticket
    key: str
    name: str
    digest: str
    files: tuple[str, ...]

    @classmethod
    def of(cls, card: Card) -> "Errand":
        """The errand for a card."""
        return cls(card.ticket, card.key, card.name, card.digest, card.files)


@dataclass(frozen=True, slots=True)
class Read:
    """What a skill came to: its entry with the places that show its facts, or the problems that stood in the way."""

    key: str
    entry: Entry | None = None
    places: dict[Key, Place] | None = None
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Reader:
    """What all skills of one run are read for. `options` hold the tree around them."""

    targets: tuple[Target, ...]
    options: CompileOptions

    def __call__(self, errand: Errand) -> Read:
        """One skill. Raises nothing that a bad skill can cause."""
        try:
            return self._read(errand)
        except SkillrtError as error:
            return Read(errand.key, problems=error.diagnostics)
        except Exception as error:  # noqa: BLE001  (one skill must not cost the others; it is reported, never swallowed)
            return Read(errand.key, problems=(defect(error),))

    def _read(self, errand: Errand) -> Read:
        source = _placed(opened(errand.ticket), errand.key)
        if unlisted := tuple(item for item in source.problems if item.code == "input.unreadable"):
            # what is in such a folder may be skills, or what this one can do: the lock would take it for removed
            return Read(errand.key, problems=unlisted)
        module = load(source)
        skill = clean_path(errand.key)
        context = PassContext(
            harnesses=self.options.harnesses,
            siblings=self.options.siblings,
            tree=self.options.tree,
            place="" if errand.key == "." else errand.key,
        )
        placed = [*surface(module, context, skill), *files_of(module, source, skill)]
        outcomes = Batch(self.targets, self.options).compile(source) if self.targets else ()
        failed = [item for outcome in outcomes for item in outcome.errors if outcome.exit_status > 1]
        if failed:
            return Read(errand.key, problems=tuple(failed))
        for outcome in outcomes:
            placed += _of_outcome(outcome, skill)
        places: dict[Key, Place] = {}
        for fact, place in placed:
            if place is not None:
                places.setdefault(key_of(fact), place)
        sketch = sketch_of(module.documents[0].text)
        facts = (fact for fact, _ in placed)
        entry = entry_of(skill, clean(errand.name), f"sha256:{errand.digest}", errand.files, facts, sketch)
        return Read(errand.key, entry, places)


def lost(death: str) -> Read:
    """What becomes of a skill whose process died in the way that `death` says."""
    return Read(
        "", problems=(Diagnostic.of("internal.error", f"the process that read this skill ended with {death}"),)
    )


def _placed(source: SkillSource, key: str) -> SkillSource:
    """The source as if it were read from the library's root: where it was called from must not show."""
    return replace(source, where=key) if isinstance(source, FolderSource) else source


def _of_outcome(outcome: Outcome, skill: str) -> Iterator[Placed]:
    target = str(outcome.target)
    if outcome.compiled is None:
        for item in outcome.errors:
            if item.severity is Severity.ERROR:
                loads = item.code in outcome.target.harness.skills.loads_with
                message = clean(item.message[:300])
                line = RefusedLine(skill=skill, target=target, code=item.code, message=message, loads=loads)
                yield line, item.place
        return
    variant = outcome.compiled.variant
    yield VariantLine(skill=skill, target=target, digest=variant_digest(variant)), None
    for gap in variant.manifest.gaps:
        line = GapLine(
            skill=skill,
            target=target,
            primitive=gap.primitive,
            required=gap.required,
            aim=gap.aim,
            left=gap.left,
            status=gap.status,
        )
        yield line, None


def variant_digest(variant: Variant) -> str:
    """`sha256:...` over paths, modes and contents of a variant's files, its manifest among them."""
    rows = [[item.path, item.executable, item.digest] for item in variant.files]
    text = msgspec.json.encode([[clean(str(part)) for part in row] for row in rows])
    return "sha256:" + hashlib.sha256(text).hexdigest()
