"""Who may use the gateway, and with whose key.

It listens on loopback, where every web page and every program of the machine can reach it. A page is told by its
`Origin`, or by a `Host` that is no loopback name (DNS rebinding). A program gets no key added unless it knows a run's
id (128 random bits in the path, `/run/ID/...`) or the token of `skillrt serve`.
"""

import hashlib
import hmac
import ipaddress
import secrets
from functools import lru_cache
from typing import Final

import msgspec

from skillrt.gateway.events import Headers, RequestHead
from skillrt.gateway.headers import keys_of, value_of

RUN_PREFIX: Final = "/run/"
TOKEN_HEADER: Final = "x-skillrt-token"
_ID_BYTES: Final = 16
# header fields that tell who sends a request
_TELLING: Final = frozenset({"host", "origin", "sec-fetch-site"})


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run that may use the gateway: `id` is the secret in its addresses.

    `upstream` names the provider that all its requests go to (empty: by dialect and model), `client_timeout` is how
    many seconds its harness waits for an answer (0: not known), `own_keys` leaves the harness's credentials in place.
    """

    id: str
    harness: str = ""
    upstream: str = ""
    client_timeout: float = 0.0
    own_keys: bool = False

    @property
    def name(self) -> str:
        """What the run is called in traces and messages, where the secret has no place."""
        return hashlib.sha256(self.id.encode()).hexdigest()[:16]


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """The rules. `runs` by id come and go while the gateway runs; `token` is that of `serve`, empty without one;
    `hosts` are names besides loopback's by which it may be called. `own_keys`: whether requests that bring their own
    key pass without a run or token."""

    runs: dict[str, Run] = msgspec.field(default_factory=dict[str, Run])
    token: str = ""
    hosts: tuple[str, ...] = ()
    own_keys: bool = False


class Granted(msgspec.Struct, frozen=True, kw_only=True):
    """The request may pass: `path` and `query` are what is left of its target, `keyed` whether a key may be added."""

    run: Run | None
    path: str
    query: str
    keyed: bool
    # what it said to prove itself, which must not go on to the provider
    token: str = ""

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The request may not pass: the HTTP status and why."""

    status: int
    message: str


def new_id() -> str:
    """128 random bits, as 32 hexadecimal digits."""
    return secrets.token_hex(_ID_BYTES)


def judge(head: RequestHead, access: Access) -> Granted | Refused:
    """Whether the request may pass, and how."""
    refused = judge_caller(head.headers, access)
    if refused:
        return refused
    if not head.target.startswith("/"):
        return Refused(status=400, message="this is no proxy: the request's target must be a path")
    path, _, query = head.target.partition("?")
    if path.startswith(RUN_PREFIX):
        return _by_prefix(path, query, access)
    offered = (value_of(head.headers, TOKEN_HEADER), *keys_of(head.headers, query))
    if access.token and any(_same(item, access.token) for item in offered):
        return Granted(run=None, path=path, query=query, keyed=True, token=access.token)
    if not access.own_keys:
        return Refused(status=403, message="requests to this gateway need the run's id in their address: /run/ID/...")
    return Granted(run=None, path=path, query=query, keyed=False)


def judge_caller(headers: Headers, access: Access) -> Refused | None:
    """Why a request is refused whatever it asks for, by who seems to send it."""
    told = [(name, value) for key, value in headers if (name := key.lower()) in _TELLING]
    hosts = [value for name, value in told if name == "host"]
    if len(hosts) != 1 or not _may_be_called(hosts[0], access.hosts):
        return Refused(status=403, message="requests to this gateway must name loopback as their host")
    if any(name == "origin" or value.lower() not in {"", "none"} for name, value in told if name != "host"):
        return Refused(status=403, message="this gateway does not answer web pages")
    return None


def _by_prefix(path: str, query: str, access: Access) -> Granted | Refused:
    name, slash, rest = path[len(RUN_PREFIX) :].partition("/")
    run = access.runs.get(name)
    keyed = run is not None or (bool(access.token) and _same(name, access.token))
    if not keyed:
        return Refused(status=403, message="there is no such run here: it has ended, or its address is not whole")
    return Granted(run=run, path=f"{slash}{rest}" or "/", query=query, keyed=True, token=name)


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode())


@lru_cache(maxsize=64)
def _may_be_called(host: str, names: tuple[str, ...]) -> bool:
    name = _without_port(host.strip().lower()).rstrip(".")
    if name == "localhost" or name in names:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
