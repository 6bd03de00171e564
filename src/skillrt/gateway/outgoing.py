"""The request that goes to the provider: where to, with whose key, under what model's name."""

import re
from typing import Any, Final, cast

import msgspec

from skillrt.gateway.access import Granted
from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.conversion import CannotTranslate, Conversion, convert
from skillrt.gateway.events import Headers, RequestHead, Send
from skillrt.gateway.fitting import fitted
from skillrt.gateway.headers import KEY_HEADERS, forwarded, keys_of, query_without_key, value_of, with_key, without
from skillrt.gateway.paths import family_of, model_in_path
from skillrt.gateway.policy import Policy
from skillrt.gateway.routes import Route, Upstream
from skillrt.wire.exchange import Dialect
from skillrt.wire.translate.memory import Memory

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CannotSend(Exception):
    """There is nowhere to send the request, or no way to say it there; the text says why, `status` is HTTP's."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A request on its way. `model` is the client's word for it, `changed` whether the body is another one;
    `conversion` leads the answer back where it was translated."""

    route: Route
    send: Send
    model: str
    changed: bool = False
    conversion: Conversion | None = None


class _Named(msgspec.Struct):
    model: str = ""


# how paths of the providers' APIs begin that are no model requests
_OF_A_MODEL: Final = ("/v1/", "/v1beta/", "/models")
# clients say it first, and then the other 60 kB need not be read
_FIRST: Final = re.compile(rb'\s*\{\s*"model"\s*:\s*"([\x20\x21\x23-\x5b\x5d-\x7e]{1,200})"\s*[,}]')
_NAMED: Final = msgspec.json.Decoder(_Named).decode


def prepare(
    head: RequestHead, granted: Granted, dialect: Dialect | None, body: bytes, policy: Policy, *, more: bool
) -> Outgoing:
    """The request to send. With `more`, only the beginning of the body is here. Raises CannotSend."""
    model = _model(head, granted, dialect, body) if dialect else ""
    run = granted.run
    hint = None if dialect else family_of(granted.path, head.headers)
    route = policy.routes.choose(dialect, model, run.upstream if run else "", hint)
    if route is None:
        raise CannotSend(404, _nowhere(dialect, model))
    upstream = route.upstream
    if (upstream.key or upstream.key_source) and not (granted.keyed and upstream.key):
        offered = [key for key in keys_of(head.headers, granted.query) if key != granted.token]
        if not offered:
            wrong = _no_request(head, granted, dialect, hint, body, more=more) if granted.keyed else None
            raise wrong or CannotSend(401, _no_key(upstream, keyed=granted.keyed))
    is_fitted = False
    if dialect is not None and not more:
        head, body, is_fitted = fitted(policy, granted, dialect, head, body, upstream.model or model)
    headers, query = _credentials(head, granted, route)
    if dialect is not None and route.translates(dialect):
        if more:
            raise CannotSend(413, "the request is too large to be translated")
        return _translated(
            head, granted, dialect, body, route, policy.memories.setdefault(route.upstream.name, Memory())
        )
    renamed = dialect is not None and bool(upstream.model) and upstream.model != model and not more
    path = granted.path
    if renamed:
        path, body = _renamed(path, body, dialect, upstream.model)
    send = Send(
        head.method,
        upstream.url(path, query),
        upstream.ruled(headers if more else without(headers, "content-length")),
        body,
        more=more,
        fresh=dialect is None and head.method not in _SAFE,
    )
    return Outgoing(route=route, send=send, model=model, changed=renamed or is_fitted)


def model_aimed_at(head: RequestHead, granted: Granted, dialect: Dialect, body: bytes, policy: Policy) -> str:
    """The model that the provider will be asked for, empty where there is none."""
    model = _model(head, granted, dialect, body)
    run = granted.run
    route = policy.routes.choose(dialect, model, run.upstream if run else "")
    return (route.upstream.model or model) if route else ""


def _translated(
    head: RequestHead, granted: Granted, dialect: Dialect, body: bytes, route: Route, memory: Memory
) -> Outgoing:
    path = f"{granted.path}?{granted.query}" if granted.query else granted.path
    try:
        conversion = convert(head, path, dialect, body, route, memory)
    except CannotTranslate as error:
        raise CannotSend(400, str(error)) from error
    upstream = route.upstream
    headers, _ = _credentials(head, granted, route)
    keys = tuple(item for item in headers if item[0].lower() in KEY_HEADERS) if upstream.key else ()
    agent = tuple(item for item in headers if item[0].lower() == "user-agent")
    send = Send(
        "POST",
        upstream.url(conversion.path, conversion.query),
        upstream.ruled((*agent, *conversion.headers, *keys)),
        conversion.body,
    )
    model = _model(head, granted, dialect, body)
    return Outgoing(route=route, send=send, model=model, changed=True, conversion=conversion)


def _credentials(head: RequestHead, granted: Granted, route: Route) -> tuple[Headers, str]:
    """Header fields and query with the provider's key where one may be added, and never with our own token."""
    run, upstream = granted.run, route.upstream
    headers = forwarded(head.headers)
    if granted.keyed and upstream.key and not (run and run.own_keys):
        return with_key(headers, upstream.key_form(route.dialect), upstream.key), query_without_key(granted.query)
    if granted.token and granted.token in keys_of(head.headers, granted.query):
        return without(headers, *KEY_HEADERS), query_without_key(granted.query)
    return headers, granted.query


def _model(head: RequestHead, granted: Granted, dialect: Dialect, body: bytes) -> str:
    if dialect == "gemini":
        return model_in_path(granted.path)
    coding = value_of(head.headers, "content-encoding")
    try:
        plain = decoded(body, coding, 1 << 28) if coding else body
        first = _FIRST.match(plain)
        return first[1].decode("ascii") if first else _NAMED(plain).model
    except (msgspec.DecodeError, UnicodeDecodeError, CannotDecode, RecursionError):
        return ""


def _renamed(path: str, body: bytes, dialect: Dialect | None, model: str) -> tuple[str, bytes]:
    """The request for another model; as it was where it is not understood: the provider will say so."""
    if dialect == "gemini":
        return path.replace(f"/models/{path.rpartition('/models/')[2].partition(':')[0]}:", f"/models/{model}:"), body
    try:
        tree: object = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return path, body
    if not isinstance(tree, dict):
        return path, body
    return path, msgspec.json.encode({**cast("dict[str, Any]", tree), "model": model})


def _no_request(
    head: RequestHead, granted: Granted, dialect: Dialect | None, hint: Dialect | None, body: bytes, *, more: bool
) -> CannotSend | None:
    """What is wrong with a request that no provider would take with whatever key; None where it may be one."""
    if dialect is None:
        known = hint or granted.path.startswith(_OF_A_MODEL)
        return None if known else CannotSend(404, f"`{granted.path}` is no path of a model's API")
    if more:
        return None
    try:
        msgspec.json.decode(decoded(body, value_of(head.headers, "content-encoding"), 1 << 28))
    except (msgspec.DecodeError, UnicodeDecodeError, CannotDecode, RecursionError) as error:
        return CannotSend(400, f"the body of the request is no JSON: {error}")
    return None


def _no_key(upstream: Upstream, *, keyed: bool) -> str:
    if keyed:
        return (
            f"there is no key for the upstream `{upstream.name}`: set {upstream.key_source} before the gateway starts"
        )
    return "no key is added without a run's id or the token that `skillrt serve` printed"


def _nowhere(dialect: Dialect | None, model: str) -> str:
    if dialect is None:
        return "there is no upstream for this request"
    return f"there is no upstream for the model `{model}` in the dialect {dialect}; name one in [gateway.upstreams]"
