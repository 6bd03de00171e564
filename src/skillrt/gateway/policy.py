"""Everything that a session goes by, frozen: a reload makes a new one, and sessions that run keep theirs."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import msgspec

from skillrt.gateway.access import Access, Granted, Run
from skillrt.gateway.account import Attempt
from skillrt.gateway.events import Answer, RequestHead
from skillrt.gateway.retries import RetryRules, retry_rules
from skillrt.gateway.routes import Routes
from skillrt.wire.exchange import Dialect
from skillrt.wire.translate.memory import Memory

_MEGABYTE: Final = 1024 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Sizes in bytes and times in seconds.

    A request is held until it is whole, so that it can be sent again, up to `hold`; what is larger goes on as it
    comes. `keep` is the most of an answer that is kept for the record. The head of an answer waits `head` seconds for
    the first byte behind it, because only until then another attempt is possible. `judge` is how long the text of an
    error may take.
    """

    hold: int = 100 * _MEGABYTE
    keep: int = 32 * _MEGABYTE
    judged: int = 64 * 1024
    head: float = 1.0
    judge: float = 5.0
    # without a byte from a provider, and until a connection to it
    idle: float = 3600.0
    connect: float = 30.0


class Replay(Protocol):
    """Answers model requests in the place of providers."""

    def answer(self, dialect: Dialect, path: str, body: bytes) -> Answer:
        """The answer to a request; `path` is with its query."""
        ...


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a request: an `answer` given here, or a `body` to send in the place of its own; neither: it
    goes on as it is. `jit` says for the traces what was done, empty for nothing."""

    answer: Answer | None = None
    body: bytes | None = None
    jit: str = ""


class Acts(Protocol):
    """Serves requests by templates, and keeps what it did away from providers."""

    def ahead(
        self, granted: Granted, dialect: Dialect, head: RequestHead, body: Sequence[bytes], most: int
    ) -> Callable[[], object] | None:
        """What takes long in looking at a request, to be done elsewhere before `take`; None: nothing does. `body` is
        as it came; `most` is how many bytes it may decode to."""
        ...

    def take(self, dialect: Dialect, path: str, body: bytes, head: RequestHead, run: Run | None) -> Taken:
        """Look at a model request, of a run where it has one; `path` is with its query, `body` decoded."""
        ...


class Loads(Protocol):
    """Puts the variant of a skill that a model calls for in the place of the one that is installed."""

    def fit(self, dialect: Dialect, path: str, body: bytes, model: str, harness: str) -> bytes | None:
        """The body to send for `model` in the place of `body`, decoded, to `path` with its query; None: as it is.
        `harness` is empty where it is not known who asks."""
        ...

    def is_new(self, body: bytes, model: str, harness: str) -> bool:
        """Whether `fit` may have to compile for it, or `refresh` has something to do; it never blocks."""
        ...

    def refresh(self) -> None:
        """Learn what is installed, where that has changed."""
        ...


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a gateway. `retries` None: nothing is tried again. `client_timeout` 0: what the run says. With
    `replay` no provider is asked for anything; `acts` answers what templates serve, `loads` fits skills to the
    model. `memories` hold what each provider signed, by its name. `waits` hears what was tried of a request that will
    be tried again, and must not block."""

    routes: Routes
    access: Access
    retries: RetryRules | None = msgspec.field(default_factory=retry_rules)
    limits: Limits = Limits()
    client_timeout: float = 0.0
    replay: Replay | None = None
    memories: dict[str, Memory] = {}
    acts: Acts | None = None
    loads: Loads | None = None
    chance: Callable[[], float] = lambda: 0.5
    waits: Callable[[Sequence[Attempt]], None] = lambda _: None
