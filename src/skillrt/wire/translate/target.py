"""Where a request is translated to, what a provider takes there, and what cannot be carried."""

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

import msgspec

from skillrt.wire.exchange import Dialect


class Target(msgspec.Struct, frozen=True):
    """The provider's side. `model` is the name to ask for (empty: the request's), `max_tokens` the limit where the
    dialect wants one and the request has none, `most_tokens` the highest limit that the model takes (0: not known).
    `efforts`: does the model take an effort of thinking?"""

    dialect: Dialect
    model: str = ""
    max_tokens: int = 8192
    most_tokens: int = 0
    efforts: bool = False


class Loss(msgspec.Struct, frozen=True):
    """What cannot be carried, as a sentence. Fatal: the model would work on something else than was asked."""

    what: str
    fatal: bool = False


class Limits(msgspec.Struct, frozen=True):
    """What providers of a dialect take; the data say what each means."""

    call_id_length: int
    name_length: int
    stop_sequences: int
    temperature: float
    custom_tools: bool
    system_between: bool
    marks_errors: bool
    needs_limit: bool
    media: tuple[str, ...]
    media_in_results: tuple[str, ...]
    signature: str = ""
    signs_thinking: bool = False
    cache_mark: str = ""


class LostMember(msgspec.Struct, frozen=True):
    """A member of a request whose loss matters."""

    key: str
    what: str
    fatal: bool


class Losses:
    """Collects losses, each once, in the order in which they are met."""

    def __init__(self) -> None:
        self._found: dict[Loss, None] = {}

    def add(self, what: str, *, fatal: bool = False) -> None:
        """Note one."""
        self._found[Loss(what, fatal)] = None

    def all(self) -> tuple[Loss, ...]:
        """All of them."""
        return tuple(self._found)


class _Data(msgspec.Struct, frozen=True):
    completion_limit: dict[str, tuple[str, ...]]
    member: tuple[LostMember, ...]


def limits_of(dialect: Dialect) -> Limits:
    """What providers of a dialect take."""
    return msgspec.convert(_table()[dialect], Limits)


def lost_members() -> tuple[LostMember, ...]:
    """Members of requests whose loss matters."""
    return _data().member


def wants_completion_limit(model: str) -> bool:
    """True for models that take `max_completion_tokens` in place of `max_tokens`."""
    return any(fnmatchcase(model, pattern) for pattern in _data().completion_limit["models"])


@cache
def _data() -> _Data:
    return msgspec.convert(_table(), _Data)


@cache
def _table() -> dict[str, object]:
    text = resources.files("skillrt.wire.translate").joinpath("limits.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
