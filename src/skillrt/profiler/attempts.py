"""What an agent did, in the words of no harness: calls by operation with neutral arguments, as probes judge them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from skillrt.gateway.assembly.calls import arguments_of
from skillrt.primitives.probing import Attempt, Call
from skillrt.store.traces import Call as Recorded
from skillrt.store.traces import Episode
from skillrt.targets import Harness

_PATHS: Final = frozenset({"path", "workdir"})


def attempt_of(
    episodes: Sequence[Episode], answer: str, files: Mapping[str, bytes], harness: Harness, workspace: Path
) -> Attempt:
    """The attempt that the episodes of a run and the workspace afterwards show.

    Calls of sub-agents are the sub-agents' own and left out. Paths inside the workspace become relative to it.
    """
    asked = [episode for episode in episodes if not episode.parent]
    said = answer or next((episode.final for episode in reversed(asked) if episode.final), "")
    return Attempt(said, dict(files), tuple(_calls(asked, harness, workspace)))


def _calls(episodes: Sequence[Episode], harness: Harness, workspace: Path) -> Iterator[Call]:
    turns = (turn for episode in episodes for turn in episode.turns if not turn.error)
    for number, turn in enumerate(turns):
        for call in turn.calls:
            yield Call(
                operation=call.operation,
                arguments=neutral_arguments(call, harness, workspace),
                turn=number,
                result=call.result,
                failed=call.is_error or not call.answered or bool(call.exit),
            )


def neutral_arguments(call: Recorded, harness: Harness, workspace: Path) -> dict[str, str]:
    """The arguments by their neutral names where the descriptor knows them; what is no text is JSON."""
    tool = harness.tool(call.tool)
    names = {own: neutral for neutral, own in tool.arguments.items()} if tool else {}
    found: dict[str, str] = {}
    for own, value in arguments_of(call.arguments).items():
        name = names.get(own, own)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        found[name] = _relative(text, workspace) if name in _PATHS else text
    return found


def _relative(path: str, workspace: Path) -> str:
    root = workspace.as_posix().rstrip("/")
    if path.rstrip("/") == root:
        return "."
    return path.removeprefix(f"{root}/")
