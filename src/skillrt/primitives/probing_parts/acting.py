"""Steps to take, and what the calls of an attempt show in any harness: by operation and by the file they name."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from skillrt.primitives.probing import Attempt, Call, NearMiss, Solution, Step
from skillrt.primitives.probing_parts.answers import MARK

BY_HAND: Final = (
    "Read with your tool that reads files (or, where you have none, with commands that print a file or a part of "
    "it); use no search, no script and no sub-agent."
)
_LOOKED_AT: Final = 20_000
"""Characters of a command that are looked at."""
_LISTS: Final = (["ls"], ["file"], ["find"], ["stat"])
_SEARCHES: Final = ("text.search", "code.run", "agent.delegate")
_PROGRAM: Final = re.compile(
    r"(?:^|[\s;&|(`\"'])(?:[\w./-]{0,200}/)?"
    r"(e?grep|rg|ag|g?awk|perl|ruby|node|php|jq|python[0-9.]{0,5}|sort|uniq|while)(?![\w./-])"
)


def read(path: str, **more: str) -> Step:
    """Read a file; `offset` and `limit` in lines."""
    return Step("file.read", {"path": path, **more})


def write(path: str, content: str) -> Step:
    """Write a whole file."""
    return Step("file.write", {"path": path, "content": content})


def run(command: str) -> Step:
    """Run a command."""
    return Step("shell.run", {"command": command})


def fetch(url: str) -> Step:
    """Fetch a page."""
    return Step("web.fetch", {"url": url})


def one_by_one(steps: Iterable[Step]) -> tuple[tuple[Step, ...], ...]:
    """Each step in a turn of its own."""
    return tuple((step,) for step in steps)


def says(value: object, *turns: Sequence[Step]) -> Solution:
    """The turns, then the line that holds the result."""
    return Solution(tuple(tuple(turn) for turn in turns), f"{MARK} {value}")


def misses(right: Solution, wrong: dict[str, Solution]) -> tuple[NearMiss, ...]:
    """Near misses by what is wrong, without those that happen to be right."""
    return tuple(NearMiss(what, one) for what, one in wrong.items() if one != right)


def names(call: Call, path: str) -> bool:
    """Does the call name this file: by its path, by a longer path to it, or within a command?"""
    if call.operation in ("shell.run", "code.run"):
        name = re.escape(path.rsplit("/", 1)[-1])
        command = call.arguments.get("command" if call.operation == "shell.run" else "code", "")[:_LOOKED_AT]
        return re.search(rf"(?<![\w.-]){name}(?![\w-])(?!\.\w)", command) is not None
    given = call.arguments.get("path", "").replace("\\", "/").removeprefix("./")
    return given == path or given.endswith(f"/{path}")


def readings(attempt: Attempt, path: str) -> list[Call]:
    """The calls that read this file, those that went wrong left out."""
    kinds = ("file.read", "shell.run", "image.view")
    return [call for call in attempt.calls if call.operation in kinds and not call.failed and names(call, path)]


def turn_of_all(calls: Iterable[Call], paths: Sequence[str], after: int = -1) -> int | None:
    """The first turn after `after` in which each file is named by a call of its own; None where there is none."""
    by_turn: dict[int, list[Call]] = {}
    for call in calls:
        if call.turn > after and call.operation in ("file.read", "shell.run"):
            by_turn.setdefault(call.turn, []).append(call)
    for turn in sorted(by_turn):
        named = [[path for path in paths if names(call, path)] for call in by_turn[turn]]
        if {found[0] for found in named if len(found) == 1} >= set(paths):
            return turn
    return None


def ran(attempt: Attempt) -> list[Call]:
    """The calls that ran a program."""
    return [call for call in attempt.calls if call.operation in ("shell.run", "code.run")]


def programs_on(attempt: Attempt, paths: Iterable[str]) -> str:
    """What speaks against it that no program was run on these files; listing them is none. Empty for nothing."""
    among = list(paths)
    for call in ran(attempt):
        words = call.arguments.get("command", "")[:_LOOKED_AT].split()
        found = _PROGRAM.search(" ".join(words))
        if found or (words[:1] not in _LISTS and any(names(call, path) for path in among)):
            return f"`{(found[1] if found else ' '.join(words)[:40]) or 'code'}` was run, though the task forbids it"
    return ""


def not_by_hand(attempt: Attempt) -> str:
    """What speaks against it that the agent read by itself what `BY_HAND` asks to be read; empty for nothing."""
    for call in attempt.calls:
        if call.operation in _SEARCHES:
            return f"`{call.operation}` was used, though the task forbids it"
        if call.operation == "shell.run":
            found = _PROGRAM.search(call.arguments.get("command", "")[:_LOOKED_AT])
            if found:
                return f"`{found[1]}` was run, though the task forbids searches and scripts"
    return ""
