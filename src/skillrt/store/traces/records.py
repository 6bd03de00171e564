"""What is put into the trace store: exchanges as the gateway saw them, and the runs that they belong to."""

from typing import Literal

import msgspec

from skillrt.store.traces.episode import FileChange
from skillrt.wire.exchange import Request, Response

RunStatus = Literal["running", "ok", "failed", "time-out", "provider", "interrupted", "not-started"]


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try upstream: when it began (ms after the exchange), its HTTP status (0: no answer came), what went wrong,
    and how long was waited before it."""

    after_ms: float = 0.0
    status: int = 0
    error: str = ""
    waited_ms: float = 0.0


class ExchangeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One model request with its answer, as the store keeps it.

    `id` is unique among all exchanges. `run` is the id of the URL prefix, empty without one; `session`, `agent` and
    `parent_agent` are the harness's own ids, as far as the gateway knows them (empty: they are read from `headers`
    when episodes are put together). `dialect` is the harness's; `model` the one asked for. `started` is in
    nanoseconds since the epoch, the other times in milliseconds after it, -1 where it did not come to that. `status`
    is what the harness got, 0 where it got nothing. `request` and `response` are normal form; where they are not
    understood, the bodies are kept as they came (decoded), as far as they are text. `headers` are those of the
    request that tell sessions and agents apart; `error` says what went wrong on the way (`client gone`). `jit` is
    what templates did about it (`act ID`, `answer ID`, `hand-over ID: WHY`, `predict ID`, `held-back ID:
    WHY`; `folded`: turns that they made earlier were told as text), a line each, empty for nothing.
    """

    id: str
    started: int
    run: str = ""
    session: str = ""
    agent: str = ""
    parent_agent: str = ""
    harness: str = ""
    dialect: str = ""
    model: str = ""
    upstream: str = ""
    path: str = ""
    first_byte_ms: float = -1.0
    total_ms: float = -1.0
    status: int = 0
    attempts: tuple[Attempt, ...] = ()
    understood: bool = True
    stream: bool = False
    request: Request | None = None
    response: Response | None = None
    request_body: bytes = b""
    response_body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    error: str = ""
    jit: str = ""


class InstalledSkill(msgspec.Struct, frozen=True, kw_only=True):
    """A skill that a run laid where its harness looks: the name, and the digest of the variant."""

    name: str
    variant: str = ""


class FittedSkill(msgspec.Struct, frozen=True, kw_only=True):
    """A variant that came in the place of the installed one, for the requests of a model."""

    name: str
    model: str
    variant: str


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One `skillrt run`: what was asked, and how the harness ended.

    `started` is in ms since the epoch, UTC; `took` in ms, -1 while it goes on. `before` are files that the workspace
    held, `changes` those that the run changed; their contents are given to the store apart, under their sha256.
    `fitted` are variants for other models than the run's. `exits` are the statuses of commands by the ids of their
    calls, where the harness tells them in its output and not the model. `replayed`: a recording answered in the place
    of a model. Put again, a record takes the place of the earlier one.
    """

    id: str
    started: int
    harness: str
    model: str
    prompt: str = ""
    workspace: str = ""
    took: int = -1
    status: RunStatus = "running"
    exit_code: int | None = None
    note: str = ""
    final: str = ""
    skills: tuple[InstalledSkill, ...] = ()
    before: tuple[FileChange, ...] = ()
    changes: tuple[FileChange, ...] = ()
    fitted: tuple[FittedSkill, ...] = ()
    exits: tuple[tuple[str, int], ...] = ()
    replayed: bool = False
