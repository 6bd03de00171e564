"""An episode: one user request carried out, as the store keeps it and as JIT and adaptive recompilation read it."""

from typing import Literal

import msgspec

from skillrt.wire.exchange import Usage

OutcomeKind = Literal["right", "failed", "unknown"]
FailureClass = Literal["tool", "environment", "format", "time-out", "provider", "harness", "task"]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Why an outcome is what it is: where it was seen (`harness`, `tool`, `check`, `user`, ...), and what."""

    source: str
    text: str
    turn: int = -1


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How the episode ended. `failure` is set where it failed; `marked` where a person said so."""

    kind: OutcomeKind = "unknown"
    failure: FailureClass | None = None
    evidence: tuple[Evidence, ...] = ()
    marked: bool = False


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A tool call with its result. `arguments` is the JSON text as written; `millis` is how long it took (-1:
    unknown). `operation` is the neutral name of the tool (`shell.run`), empty where none is known. `answered`: a
    result came back. `exit` and `stderr` are a command's status and what it wrote to standard error, where they
    are known apart from the result."""

    id: str
    tool: str
    arguments: str
    result: str = ""
    is_error: bool = False
    millis: int = -1
    operation: str = ""
    answered: bool = True
    exit: int | None = None
    stderr: str = ""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the model: words, the calls that it asked for at once, and the exchange that holds it.

    `said` is what the user said while the work went on, before this answer. `error` and `status` (HTTP, 0: none) say
    that no answer came; there is no text then. `stop` is why the answer ended. `began` and `took` are ms, the former
    after the episode began; -1: unknown. `usage` are the tokens of the answer. `jit` is what templates did about the
    request (`act ID`, `answer ID`: no model was asked; `hand-over ID: WHY`; `predict ID`;
    `held-back ID: WHY`), a line each, empty for nothing.
    """

    exchange: str = ""
    text: str = ""
    calls: tuple[Call, ...] = ()
    said: str = ""
    error: str = ""
    status: int = 200
    stop: str = ""
    began: int = -1
    took: int = -1
    usage: Usage = Usage()
    jit: str = ""


class SideCall(msgspec.Struct, frozen=True, kw_only=True):
    """A request of the harness beside the work (a title, a summary): the exchange, what it is for, its tokens."""

    exchange: str
    kind: str
    usage: Usage = Usage()


class FileChange(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the workspace that is not as it was: sha256 before and after, empty where it was not there. Paths are
    relative to the workspace, with `/`."""

    path: str
    before: str = ""
    after: str = ""


class SkillUse(msgspec.Struct, frozen=True, kw_only=True):
    """A skill that the request listed. `loaded_at` is the turn in which its text was fetched, -1 where never;
    `variant` the digest of the variant that was read, where known; `fitted` the target that it was compiled for as it
    was loaded, empty where it is the installed one."""

    name: str
    loaded_at: int = -1
    variant: str = ""
    fitted: str = ""


class Episode(msgspec.Struct, frozen=True, kw_only=True):
    """One user request with everything that was done for it. Times are milliseconds; `started` since the epoch, UTC.

    `parent` is the episode whose agent started this one (a sub-agent). `before` are sha256 by path of the files that
    the request found. `cost` is in US dollars, None where no price is known. `whole` says that the end was seen: an
    answer without calls, and every sub-agent done. `retries` counts requests that were sent again, by the gateway or
    by the harness. `session` and `agent` are the harness's own ids. `jit` is the last that
    templates did in it, as in its turns.
    """

    id: str
    run: str
    harness: str
    model: str
    prompt: str
    started: int
    turns: tuple[Turn, ...] = ()
    final: str = ""
    parent: str = ""
    skills: tuple[SkillUse, ...] = ()
    usage: Usage = Usage()
    cost: float | None = None
    first_token: int = -1
    took: int = -1
    retries: int = 0
    before: tuple[FileChange, ...] = ()
    changes: tuple[FileChange, ...] = ()
    outcome: Outcome = Outcome()
    jit: str = ""
    session: str = ""
    agent: str = ""
    whole: bool = True
    side_calls: tuple[SideCall, ...] = ()
