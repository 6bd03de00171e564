"""Counterexamples: recorded episodes that a template would have served, and whose agent did something else."""

from collections.abc import Iterable
from typing import Final

from skillrt.jit.dispatch import choose, serve
from skillrt.jit.effects import narrowed, same_effects
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayer
from skillrt.jit.scenes import Scene
from skillrt.jit.template import Template

AGREEING: Final = 5
"""For each counterexample so many episodes must have had the template's effects."""


def counterexamples(
    template: Template, others: Iterable[tuple[Recorded, Scene]], replayer: Replayer
) -> tuple[str, ...]:
    """Which of the `others` ask in its words, pass all of its guards, and have other effects.

    What was wanted there is not told by the request, as where an agent chooses how a table is laid out.
    """
    return tuple(
        episode.id
        for episode, scene in others
        if episode.skill == template.skill and _does_otherwise(template, episode, scene, replayer)
    )


def is_refuted(template: Template, against: tuple[str, ...]) -> bool:
    """Whether too many episodes speak against it: those that agree are its source and its proofs."""
    return len(against) * AGREEING > len(template.proofs) + 1


def _does_otherwise(template: Template, episode: Recorded, scene: Scene, replayer: Replayer) -> bool:
    choice = choose((template,), scene)
    if isinstance(choice, str):
        return False
    served = serve(choice, scene, replayer)
    if isinstance(served, str):
        return False
    wanted = narrowed(episode, served.replayed.changed) if template.partial else episode
    return not same_effects(served.replayed, wanted)
