"""Templates for a part of a job: files that come out alike each time, where the rest of what was done does not."""

from collections.abc import Sequence
from typing import Final

from skillrt.jit.candidates import candidates_of
from skillrt.jit.effects import narrowed
from skillrt.jit.learn import MIN_PROOFS, Workshop
from skillrt.jit.minimise import minimise
from skillrt.jit.prove import prove
from skillrt.jit.template import Template

_MOST_FILES: Final = 4
_MOST_EPISODES: Final = 8
_SEVERAL: Final = 2


def learn_parts(workshop: Workshop, names: Sequence[str]) -> tuple[Template, ...]:
    """Templates for a part of what the named episodes did, of those that wrote several files and took none away. A
    program for a part is proven like any other, on files that have the names that it gives them; at most eight
    episodes with four files each are looked at."""
    able = [name for name in names if len(workshop.episodes[name].after) >= _SEVERAL]
    able = [name for name in able if not workshop.episodes[name].gone][-_MOST_EPISODES:]
    found: list[Template] = []
    served: set[str] = set()
    for name in able:
        template = None if name in served else _part_of(workshop, name, [item for item in able if item != name])
        if template is not None:
            found.append(template)
            served |= {template.source, *template.proofs}
    return tuple(found)


def _part_of(workshop: Workshop, name: str, others: Sequence[str]) -> Template | None:
    """The template for as many of the files as one program makes; for one of them where none makes several."""
    found: dict[str, Template] = {}
    for path in sorted(workshop.episodes[name].after)[:_MOST_FILES]:
        template = _for_files(workshop, name, (path,), others)
        if template is not None:
            found[path] = template
    several = _for_files(workshop, name, tuple(found), others) if len(found) > 1 else None
    return several or next(iter(found.values()), None)


def _for_files(workshop: Workshop, name: str, paths: tuple[str, ...], others: Sequence[str]) -> Template | None:
    part, scene = narrowed(workshop.episodes[name], paths), workshop.scene(name)
    minimal = minimise(part, workshop.replayer)
    if isinstance(minimal, str):
        return None
    candidates = candidates_of(part, minimal, scene, workshop.episodes[name].after.keys() - paths)
    if isinstance(candidates, str):
        return None
    (candidate, *_) = candidates
    proofs = [
        proof
        for other in others
        if workshop.episodes[other].skill == candidate.skill
        and (
            proof := prove(
                candidate, scene, workshop.episodes[other], workshop.scene(other), workshop.replayer, part=True
            )
        )
    ]
    return workshop.part(candidate, proofs) if len(proofs) >= MIN_PROOFS else None
