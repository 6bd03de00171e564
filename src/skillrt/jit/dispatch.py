"""Which template serves a request, with which values; and the run of it."""

from typing import Final

import msgspec

from skillrt.jit.answers.facts import Run, facts_of
from skillrt.jit.answers.say import answer
from skillrt.jit.guards import refused_inputs, refused_outputs
from skillrt.jit.outputs import open_paths, output_paths
from skillrt.jit.prove import filled_actions
from skillrt.jit.replay import Replayed, Replayer
from skillrt.jit.scenes import Scene
from skillrt.jit.template import Template
from skillrt.jit.wordings import matched

NO_WORDING: Final = "no template has this wording"
"""Why a request is not served of which nothing more is known."""


class Choice(msgspec.Struct, frozen=True):
    """A template that serves the request, and the values of its holes."""

    template: Template
    values: dict[str, str]


class Served(msgspec.Struct, frozen=True):
    """A run of a template that went as expected: what it did, and the answer."""

    choice: Choice
    replayed: Replayed
    answer: str


def choose(templates: tuple[Template, ...], scene: Scene) -> Choice | str:
    """The only template that serves the request and whose guards hold; in words why there is none."""
    found = [choice for template in templates for choice in _choices(template, scene)]
    if not found:
        return NO_WORDING
    refusals = [refused_inputs(choice.template, choice.values, scene) for choice in found]
    held = [choice for choice, why in zip(found, refusals, strict=True) if not why]
    if not held:
        return next(why for why in refusals if why)
    held = [choice for choice in held if not choice.template.partial] or held  # all of the job goes before a part
    if len(held) > 1:  # a list of files is known by how many there are, too: that goes first
        held = [choice for choice in held if not _takes_lists(choice.template)] or held
    if len(held) > 1:
        return "several templates, or several ways to fill one, serve this request"
    return held[0]


def serve(choice: Choice, scene: Scene, replayer: Replayer) -> Served | str:
    """Run the template on a copy of the workspace; in words why the result is not taken."""
    template, values = choice.template, choice.values
    actions = filled_actions(template.actions, template.sites, values)
    if actions is None:
        return "a value cannot stand in the program"
    replayed = replayer.replay(actions, scene.workspace)
    refused = refused_outputs(template, values, replayed)
    if refused:
        return refused
    paths = tuple(guard.path for guard in template.outputs)
    outputs, some = output_paths(paths, values), open_paths(paths, values, replayed.changed)
    inputs = tuple(hole.id for hole in template.holes if hole.kind in ("file", "workspace-file"))
    facts = facts_of(Run(values, inputs, scene.workspace, replayed, outputs, some))
    if not (outputs or some) and any(
        part.fact is not None and part.fact not in facts for said in template.answer.sentences for part in said
    ):
        return "what was printed does not fill the answer"
    return Served(choice, replayed, answer(template.answer, facts, outputs + some))


def _takes_lists(template: Template) -> bool:
    return any(hole.kind == "files" for hole in template.holes)


def _choices(template: Template, scene: Scene) -> list[Choice]:
    fixed = {hole.id: hole.example for hole in template.holes}
    found: dict[bytes, Choice] = {}
    for wording in template.wordings:
        given = matched(wording.words, scene)
        if given is None:
            continue
        values = {**fixed, **given}
        for hole in template.holes:
            if hole.kind == "workspace-file":
                path = scene.only(hole.ending)
                if path is None:
                    return []
                values[hole.id] = path
        found[msgspec.json.encode(sorted(values.items()))] = Choice(template, values)
    return list(found.values())
