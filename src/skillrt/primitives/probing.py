"""Probes: generated micro-tasks that show whether an agent has a primitive at a level. docs/probes.md shows them.

A probe makes instances from seeds and judges what an agent made of one. It is pure: nothing depends on the clock, the
locale, the network or the order of a set. Who runs an instance lays its files into a fresh workspace, serves pages on
loopback, gives the agent the task, and hands over an `Attempt`.
"""

from collections.abc import Callable
from typing import Final, Literal

import msgspec

from skillrt.primitives.base import Level

SERVER: Final = "{server}"
"""Stands in a task, a file or a step for the address of the served pages, without a slash at its end."""


class Step(msgspec.Struct, frozen=True):
    """One tool call without any harness: an operation of `targets/operations.toml` and its neutral arguments."""

    operation: str
    arguments: dict[str, str]


class Solution(msgspec.Struct, frozen=True):
    """What an agent would do: the steps of each turn (those of one turn at once), then the answer."""

    turns: tuple[tuple[Step, ...], ...] = ()
    answer: str = ""


class NearMiss(msgspec.Struct, frozen=True):
    """A wrong solution of the kind that models give. `what` says in words what is wrong."""

    what: str
    solution: Solution


class Instance(msgspec.Struct, frozen=True):
    """One task. `files` by path relative to the workspace, `pages` by path below the served address; one with a
    query in its name answers that query (`probing_parts/serving.py` says which page answers a request).

    `server` describes the MCP server that the harness is given (JSON, `profiler/programs/mcp_server.py` says which);
    empty: none. `truth` is for the judge of its probe alone, and is never shown to the agent.
    """

    task: str
    truth: object
    reference: Solution
    near_misses: tuple[NearMiss, ...]
    files: dict[str, bytes] = {}
    pages: dict[str, bytes] = {}
    server: bytes = b""


class Call(msgspec.Struct, frozen=True):
    """A tool call of an attempt. `operation` is empty where the harness's descriptor knows none for the tool.

    `turn` counts the model's answers from 0: calls of one answer share it. Arguments have their neutral names where
    the descriptor knows them; what is no text is JSON.
    """

    operation: str
    arguments: dict[str, str]
    turn: int
    result: str = ""
    failed: bool = False


class Served(msgspec.Struct, frozen=True):
    """A call as the MCP server of the instance saw it: the tool, the JSON of its arguments with sorted keys, and
    whether it was refused."""

    tool: str
    arguments: str
    failed: bool = False


class Attempt(msgspec.Struct, frozen=True):
    """What an agent made of an instance: its last answer, the workspace's files afterwards, its calls in order, and
    those that the server of the instance saw."""

    answer: str
    files: dict[str, bytes] = {}
    calls: tuple[Call, ...] = ()
    served: tuple[Served, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """`why` says in words what is wrong, or why nothing could be judged."""

    outcome: Literal["passed", "failed", "skipped"]
    why: str = ""


PASSED: Final = Verdict("passed")


def failed(why: str) -> Verdict:
    """The agent did not do it."""
    return Verdict("failed", why)


def skipped(why: str) -> Verdict:
    """It cannot be judged here: that is no trial."""
    return Verdict("skipped", why)


class Probe(msgspec.Struct, frozen=True):
    """The probe of one primitive.

    `make(level, seed)` raises nothing for any seed text; the same arguments give the same instance. `judge` raises
    nothing on any attempt. `needs` are the operations that a harness must offer; without one of them there is nothing
    to measure. `date` is that of the last change that makes older trials incomparable. `limit` is in seconds, where
    the task states one: whoever has not ended then has failed. Without it a trial out of time is no trial.
    """

    primitive: str
    date: str
    judged_by: Literal["answer", "workspace", "calls"]
    make: Callable[[Level, str], Instance]
    judge: Callable[[Instance, Attempt], Verdict]
    needs: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ("L1", "L2", "L3")
    limit: float | None = None
