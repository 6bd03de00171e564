"""Which calls of a skill's own scripts do what an episode did, though it may have done it by other means."""

from typing import Final

from skillrt.jit.actions import Action
from skillrt.jit.bundled.lines import Line, lines_of, values_of
from skillrt.jit.bundled.parameters import Call
from skillrt.jit.effects import same_effects
from skillrt.jit.minimise import Minimal
from skillrt.jit.prove import same_words
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayed, Replayer
from skillrt.jit.scenes import Scene

MOST_TRIED: Final = 12
"""Command lines that are tried on one episode, of all scripts together."""
MOST_KEPT: Final = 2
"""Calls that do what the episode did, of which more are not looked for."""
_MOST_OF_CALL: Final = 4


def bundled_programs(
    episode: Recorded, scene: Scene, calls: tuple[Call, ...], replayer: Replayer
) -> tuple[Minimal, ...]:
    """The calls that give the effects of the episode, at most two. At most twelve are tried, the likelier first."""
    found: list[Minimal] = []
    for line in _likely(episode, scene, calls):
        actions = (Action("shell", line.text, skill=episode.skill),)
        replayed = replayer.replay(actions, episode.before)
        if _did_the_same(replayed, episode):
            found.append(Minimal(actions, replayed))
            if len(found) == MOST_KEPT:
                break
    return tuple(found)


def _likely(episode: Recorded, scene: Scene, calls: tuple[Call, ...]) -> list[Line]:
    words = frozenset(token.value for token in scene.tokens if token.kind == "word")
    views = [view for view in (scene, scene.in_lists) if view is not None]
    found: dict[str, Line] = {}
    for view in views:
        values = values_of(view, sorted(episode.after))
        for call in calls:
            found |= {line.text: line for line in lines_of(call, values, words, _MOST_OF_CALL)}
    return sorted(found.values(), key=lambda line: (-line.score, line.text))[:MOST_TRIED]


def _did_the_same(replayed: Replayed, episode: Recorded) -> bool:
    return same_effects(replayed, episode) and (bool(episode.after) or same_words(replayed, episode))
