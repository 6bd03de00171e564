"""Where the requests of a run go: the provider, the dialect that its harness is to speak, whether to translate."""

import re
from dataclasses import dataclass
from typing import Final, get_args

from skillrt.errors import Diagnostic, UsageError
from skillrt.gateway.routes import Routes, Upstream
from skillrt.targets import Harness
from skillrt.wire.exchange import Dialect

DIALECTS: Final[tuple[Dialect, ...]] = get_args(Dialect)
GIVEN: Final = "given"
"""The name of a provider that the command line gives as an address."""
NATIVE: Final = "native"
"""The name of the provider that a native run would have used without the gateway."""


@dataclass(frozen=True, slots=True)
class Aim:
    """`past` is True where the harness cannot be led to the gateway as it is: it then runs past it."""

    routes: Routes
    upstream: Upstream | None
    dialect: Dialect
    translated: bool = False
    past: bool = False


def aim_of(harness: Harness, model: str, routes: Routes, name: str) -> Aim:
    """The aim of a managed run, `name` being the provider that the user named (empty: none).

    A dialect that the harness speaks and the provider too comes first, in the harness's order. Raises UsageError
    where no provider takes the model, or its key is not set.
    """
    chosen: list[Aim] = []
    for dialect in _dialects(harness):
        route = routes.choose(dialect, model, name)
        if route:
            chosen.append(Aim(routes, route.upstream, dialect, route.translates(dialect)))
    best = min(chosen, key=lambda item: item.translated, default=None)
    if best is None or best.upstream is None:
        known = ", ".join(item.name for item in routes.upstreams)
        message = f"there is no provider `{name}`" if name else f"no provider is known that takes `{model}`"
        raise UsageError(Diagnostic.of("start.no-upstream", message, hint=f"providers: {known}"))
    _require_key(best.upstream)
    return best


def native_aim(harness: Harness, model: str, routes: Routes, name: str) -> Aim:
    """The aim of a run with the user's own login: where the harness would have gone, or the provider named."""
    if harness.launch.in_process:
        return aim_of(harness, model, routes, name)  # it has neither login nor configuration of its own
    native = harness.launch.native.provider_of(model)
    dialect = (_dialect(native.dialect) if native else None) or _dialects(harness)[0]
    if native is None:
        return Aim(routes, None, dialect, past=True)
    if name:
        route = routes.choose(dialect, model, name)
        if route is None:
            raise UsageError(Diagnostic.of("start.no-upstream", f"there is no provider `{name}`"))
        return Aim(routes, route.upstream, dialect, route.translates(dialect))
    upstream = Upstream(name=NATIVE, base_url=native.upstream, dialects=(dialect,))
    return Aim(Routes((upstream, *routes.upstreams)), upstream, dialect)


def with_given(routes: Routes, address: str, dialect: str, key: str, key_source: str) -> Routes:
    """The routes with the provider at `address` as the first, called GIVEN. Raises UsageError for an address without
    a host, and a dialect that does not exist."""
    if not re.fullmatch(r"https?://[^/?#\s]+(?:[/?#]\S*)?", address):
        message = f"`--upstream {address}` is no address of a server: `http://HOST:PORT/v1` is one"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    found = _dialect(dialect)
    if found is None:
        message = f"there is no dialect `{dialect}`"
        raise UsageError(Diagnostic.of("usage.wrong-value", message, hint=f"dialects: {', '.join(DIALECTS)}"))
    given = Upstream(name=GIVEN, base_url=address.rstrip("/"), dialects=(found,), key=key, key_source=key_source)
    return Routes((given, *routes.upstreams))


def _dialects(harness: Harness) -> list[Dialect]:
    return [found for name in harness.launch.base_urls if (found := _dialect(name))] or [DIALECTS[0]]


def _dialect(name: str) -> Dialect | None:
    return next((item for item in DIALECTS if item == name), None)


def _require_key(upstream: Upstream) -> None:
    if upstream.key_source and not upstream.key:
        message = f"the provider `{upstream.name}` wants a key, and none is set"
        hint = f"set {upstream.key_source}, or name another with `--upstream`"
        raise UsageError(Diagnostic.of("start.no-upstream", message, hint=hint))
