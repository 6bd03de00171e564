"""Where requests go: providers with addresses, dialects, keys and header rules, and which one a request gets."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.config import GatewaySettings, KeyHeader, UpstreamSettings
from skillrt.errors import Diagnostic, UsageError
from skillrt.gateway.events import Headers
from skillrt.gateway.headers import without
from skillrt.wire.exchange import Dialect

_KEY_HEADERS: Final[Mapping[Dialect, KeyHeader]] = {
    "openai-chat": "bearer",
    "openai-responses": "bearer",
    "anthropic-messages": "x-api-key",
    "gemini": "x-goog-api-key",
}
_OPENAI: Final = frozenset({"openai-chat", "openai-responses"})
_VERSION: Final = "/v1"


class Upstream(msgspec.Struct, frozen=True, kw_only=True):
    """A provider, ready to be used. `key` is the key itself, empty where none is known: then requests go as they
    came. `model`, where set, is asked for whatever name the harness uses."""

    name: str
    base_url: str
    dialects: tuple[Dialect, ...]
    key: str = ""
    key_header: KeyHeader | None = None
    # where its key comes from; empty where it wants none
    key_source: str = ""
    models: tuple[str, ...] = ()
    model: str = ""
    set_headers: tuple[tuple[str, str], ...] = ()
    drop_headers: tuple[str, ...] = ()
    is_shipped: bool = False

    def takes(self, model: str) -> bool:
        """Whether its settings name this model."""
        return any(fnmatchcase(model, pattern) for pattern in self.models)

    def key_form(self, dialect: Dialect | None) -> KeyHeader:
        """Where its key goes in requests of `dialect`."""
        return self.key_header or _KEY_HEADERS[dialect if dialect in self.dialects else self.dialects[0]]

    def ruled(self, headers: Headers) -> Headers:
        """The header fields after its rules."""
        if not self.set_headers and not self.drop_headers:
            return headers
        gone = (*(name.lower() for name in self.drop_headers), *(name.lower() for name, _ in self.set_headers))
        return (*without(headers, *gone), *self.set_headers)

    def url(self, path: str, query: str) -> str:
        """The address of a request whose path below the gateway's prefix is `path`; both stay as they were written.

        Clients of OpenAI's dialects are given an address that ends in `/v1`, all others one without it; what stands
        in both the address and the path stands in the result once.
        """
        base = self.base_url.rstrip("/")
        if self.dialects[0] in _OPENAI:
            path = path.removeprefix(_VERSION) if path.startswith(f"{_VERSION}/") else path
        else:
            last = base.rpartition("/")[2]
            path = path.removeprefix(f"/{last}") if path.startswith(f"/{last}/") else path
        return f"{base}{path}?{query}" if query else f"{base}{path}"


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """The provider that a request goes to, and the dialect to speak there (None: no model request; relayed as is)."""

    upstream: Upstream
    dialect: Dialect | None

    def translates(self, dialect: Dialect | None) -> bool:
        """Whether a request in `dialect` must be translated."""
        return dialect is not None and self.dialect != dialect


class Routes(msgspec.Struct, frozen=True):
    """All providers, those of the settings first."""

    upstreams: tuple[Upstream, ...]

    def named(self, name: str) -> Upstream | None:
        """The provider of this name."""
        return next((item for item in self.upstreams if item.name == name), None)

    def choose(
        self, dialect: Dialect | None, model: str, name: str = "", hint: Dialect | None = None
    ) -> Route | None:
        """Where a request goes: to the provider called `name` where that is given. Else to the first whose settings
        name the model, then to the first of the settings that takes any, and of these to one that speaks the dialect
        before others; else to the shipped one that speaks it.

        `hint` is the dialect that a request belongs to which is none for a model (a list of models).
        """
        if name:
            upstream = self.named(name)
            return _route(upstream, dialect) if upstream else None
        speaks = dialect or hint
        naming = [item for item in self.upstreams if item.models and item.takes(model)]
        if spoken := _speaking(naming, speaks):
            return _route(spoken[0], dialect)
        own = [item for item in self.upstreams if not item.models and not item.is_shipped]
        shipped = [item for item in self.upstreams if not item.models and item.is_shipped]
        wanted = [*naming, *_speaking(own, speaks), *own, *_speaking(shipped, speaks)]
        found = wanted or ([] if dialect else shipped)
        return _route(found[0], dialect) if found else None


def _speaking(upstreams: list[Upstream], dialect: Dialect | None) -> list[Upstream]:
    return [item for item in upstreams if dialect in item.dialects]


def _route(upstream: Upstream, dialect: Dialect | None) -> Route:
    if dialect is None or dialect in upstream.dialects:
        return Route(upstream=upstream, dialect=dialect)
    return Route(upstream=upstream, dialect=upstream.dialects[0])


def routes_of(
    settings: GatewaySettings, secret: Callable[[str], str], command: Callable[[Sequence[str]], str]
) -> Routes:
    """The providers of the settings and those that are shipped. `secret` reads a variable, `command` gives what a
    command prints. Raises UsageError for a key that is promised and not there."""
    own = [_upstream(name, item, secret, command) for name, item in settings.upstreams.items()]
    shipped = [
        msgspec.structs.replace(_upstream(name, item, secret, command), is_shipped=True)
        for name, item in shipped_upstreams().items()
        if name not in settings.upstreams
    ]
    return Routes((*own, *shipped))


@cache
def shipped_upstreams() -> dict[str, UpstreamSettings]:
    """The providers that are known without settings."""
    text = (resources.files("skillrt.gateway") / "upstreams.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, UpstreamSettings])


def _upstream(
    name: str, settings: UpstreamSettings, secret: Callable[[str], str], command: Callable[[Sequence[str]], str]
) -> Upstream:
    key = command(settings.key_command) if settings.key_command else ""
    key = key or (secret(settings.key_variable) if settings.key_variable else "")
    if settings.key_command and not key:
        message = f"the key command of the upstream `{name}` prints nothing"
        raise UsageError(Diagnostic.of("gateway.no-key", message))
    return Upstream(
        name=name,
        base_url=settings.base_url,
        dialects=settings.dialects,
        key=key,
        key_header=settings.key_header,
        key_source=settings.key_variable or ("its key command" if settings.key_command else ""),
        models=settings.models,
        model=settings.model,
        set_headers=tuple(settings.set_headers.items()),
        drop_headers=settings.drop_headers,
    )
