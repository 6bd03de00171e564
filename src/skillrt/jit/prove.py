"""Prove a candidate on other episodes: fill it with their values, replay it on their workspaces, compare."""

from typing import Final

import msgspec

from skillrt.jit.actions import Action, Unsupported, actions_of
from skillrt.jit.answers.build import spoken
from skillrt.jit.answers.facts import Run, number_of, says
from skillrt.jit.assign import assignments
from skillrt.jit.candidates import Candidate
from skillrt.jit.effects import narrowed, same_effects
from skillrt.jit.outputs import open_paths, output_paths
from skillrt.jit.programs.plain_words import function_words, numbers_in, words_in
from skillrt.jit.programs.sites import Unfit, fill
from skillrt.jit.programs.strictness import strictness
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayed, Replayer
from skillrt.jit.scenes import Scene
from skillrt.jit.template import FilledSite, value_of

_INPUTS: Final = frozenset(("file", "workspace-file"))


class Proof(msgspec.Struct, frozen=True):
    """An episode on which the candidate gave the same effects: with which values, and the run."""

    episode: str
    values: dict[str, str]
    run: Run


def prove(
    candidate: Candidate, home: Scene, episode: Recorded, scene: Scene, replayer: Replayer, *, part: bool = False
) -> Proof | None:
    """The proof on one episode; None where nothing, or more than one way of filling the holes, gives its effects.
    `part`: only some of the files that it wrote are to come of it, one at least."""
    if compares_otherwise(candidate, episode, scene):
        return None
    found: list[Proof] = []
    for values in assignments(candidate, home, scene, _own_words(episode, scene), _own_numbers(episode)):
        run = run_of(candidate, values, scene, replayer)
        if run is None or (part and not run.replayed.changed):
            continue
        if _agrees(run, narrowed(episode, run.replayed.changed) if part else episode):
            found.append(Proof(episode.id, values, run))
    distinct = {msgspec.json.encode(sorted(proof.values.items())): proof for proof in found}
    return next(iter(distinct.values())) if len(distinct) == 1 else None


def run_of(candidate: Candidate, values: dict[str, str], scene: Scene, replayer: Replayer) -> Run | None:
    """A run with these values; None where they cannot stand in the program."""
    actions = filled_actions(candidate.actions, candidate.sites, values)
    if actions is None:
        return None
    replayed = replayer.replay(actions, scene.workspace)
    inputs = tuple(hole.id for hole in candidate.holes if hole.kind in _INPUTS)
    outputs = tuple(candidate.outputs.values())
    some = open_paths(outputs, values, replayed.changed)
    return Run(values, inputs, scene.workspace, replayed, output_paths(outputs, values), some)


def filled_actions(
    actions: tuple[Action, ...], sites: tuple[FilledSite, ...], values: dict[str, str]
) -> tuple[Action, ...] | None:
    """The program with its sites filled; None where a value cannot stand there."""
    try:
        return fill(actions, {filled.site: value_of(filled.pieces, values) for filled in sites})
    except (Unfit, ValueError, KeyError):
        return None


def compares_otherwise(candidate: Candidate, episode: Recorded, scene: Scene) -> bool:
    """Whether the episode's own program compares with a number of its request in another way than the candidate:
    what was asked is another thing then, though the data may not show it."""
    numbers = frozenset(hole.example for hole in candidate.holes if hole.kind == "number")
    mine = strictness(candidate.actions, numbers)
    asked = frozenset(token.value for token in scene.tokens if token.kind == "number")
    try:
        theirs = strictness(actions_of(episode.calls), asked)
    except Unsupported:
        return False
    return mine != theirs


def _own_words(episode: Recorded, scene: Scene) -> frozenset[str]:
    """Plain words of the request that the calls of the episode hold; those that were printed where there is none."""
    told = " ".join(str(value) for call in episode.calls for value in call.arguments.values())
    said = frozenset(token.value for token in scene.tokens if token.kind == "word")
    said -= function_words()
    return (said & words_in(told)) or (said & words_in(" ".join(call.printed for call in episode.calls)))


def _own_numbers(episode: Recorded) -> frozenset[str]:
    return numbers_in(str(value) for call in episode.calls for value in call.arguments.values())


def _agrees(run: Run, episode: Recorded) -> bool:
    if not same_effects(run.replayed, episode) or not set(run.replayed.changed) <= set(run.written):
        return False
    return bool(episode.after) or same_words(run.replayed, episode)


def same_words(replayed: Replayed, episode: Recorded) -> bool:
    """An episode that only answers: every number of its answer that its request lacks was printed, one at least."""
    numbers = [word for word in spoken(episode.final) if number_of(word) is not None and word not in episode.prompt]
    printed = spoken(replayed.printed)
    return bool(numbers) and all(any(says(word, value) for value in printed) for word in numbers)
