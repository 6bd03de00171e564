"""The calls of an episode that made its effects: what only looked or printed is dropped while replay agrees."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.jit.actions import Action, Unsupported, actions_of
from skillrt.jit.effects import same_effects
from skillrt.jit.programs.python_sites import without_prints
from skillrt.jit.programs.shell_sites import python_texts
from skillrt.jit.programs.shell_statements import only_looks, statements
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayed, Replayer

_MAX_ACTIONS: Final = 24
_MAX_FAILED: Final = 3
"""How many actions that fail are left out: first tries, which the agent did in another way then."""
_MISSING: Final = re.compile(r"No module named '([\w.]+)'")


class Minimal(msgspec.Struct, frozen=True):
    """The actions that are left, and what they did when they were replayed on the episode's own workspace."""

    actions: tuple[Action, ...]
    replayed: Replayed


def minimise(episode: Recorded, replayer: Replayer) -> Minimal | str:
    """The least actions found with the same effects; in words why there are none."""
    try:
        whole = actions_of(episode.calls)
    except Unsupported as why:
        return str(why)
    if not whole:
        return "no call did anything"
    if len(whole) > _MAX_ACTIONS:
        return f"{len(whole)} calls are too many to be one template"
    failed = ""
    for actions in _attempts(_pieces(whole), whole, episode):
        for left in range(_MAX_FAILED, -1, -1):
            replayed = replayer.replay(actions, episode.before)
            if _same(replayed, episode):
                return _fewer(Minimal(actions, replayed), episode, replayer)
            failed = replayed.failed or failed
            if replayed.stopped < 0 or len(actions) == 1 or not left:
                break
            actions = (*actions[: replayed.stopped], *actions[replayed.stopped + 1 :])
    missing = _MISSING.search(failed)
    if missing:
        lacks = f"not provable: the Python that it runs under lacks `{missing[1]}`"
        return f"{lacks}; `--python` names another, or a compiled skill that is bound (`skillrt bind`)"
    return f"replay does not give the same effects{f' ({failed})' if failed else ''}"


def _same(replayed: Replayed, episode: Recorded) -> bool:
    """The same files; where the episode wrote none, something must have been printed for the answer."""
    return same_effects(replayed, episode) and (bool(episode.after) or bool(replayed.printed.strip()))


def _pieces(whole: tuple[Action, ...]) -> tuple[Action, ...]:
    """Each statement of a command as an action of its own, where the command can be cut."""
    found: list[Action] = []
    for action in whole:
        parts = statements(action.text) if action.kind == "shell" else None
        if not parts:
            found.append(action)
        else:
            found.extend(msgspec.structs.replace(action, text=part) for part in parts)
    return tuple(found)


def _attempts(
    pieces: tuple[Action, ...], whole: tuple[Action, ...], episode: Recorded
) -> Iterator[tuple[Action, ...]]:
    """From the least to everything, each once."""
    seen: set[tuple[Action, ...]] = {()}
    working = tuple(piece for piece in pieces if piece.kind != "shell" or not only_looks(piece.text))
    named = tuple(
        piece for piece in working if any(path.rpartition("/")[2] in _said(piece) for path in episode.after)
    )
    for actions in (named, working, pieces, whole):
        if actions not in seen:
            seen.add(actions)
            yield actions


def _said(piece: Action) -> str:
    return f"{piece.path}\n{piece.text}"


def _fewer(minimal: Minimal, episode: Recorded, replayer: Replayer) -> Minimal:
    """Drop one action after the other, then all prints, as long as the effects stay."""
    for action in minimal.actions[: _MAX_ACTIONS // 2] if len(minimal.actions) > 1 else ():
        less = tuple(item for item in minimal.actions if item is not action)
        minimal = _if_same(less, minimal, episode, replayer)
    if episode.after:
        quiet = tuple(_quiet(action) for action in minimal.actions)
        minimal = _if_same(quiet, minimal, episode, replayer)
    return minimal


def _if_same(actions: tuple[Action, ...], minimal: Minimal, episode: Recorded, replayer: Replayer) -> Minimal:
    if not actions or actions == minimal.actions:
        return minimal
    replayed = replayer.replay(actions, episode.before)
    return Minimal(actions, replayed) if _same(replayed, episode) else minimal


def _quiet(action: Action) -> Action:
    text = action.text
    for low, high in reversed(python_texts(text)) if action.kind == "shell" else ():
        text = text[:low] + without_prints(text[low:high]) + text[high:]
    return msgspec.structs.replace(action, text=text)
