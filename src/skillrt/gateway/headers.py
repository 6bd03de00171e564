"""Header fields on their way through: what ends at each hop, what carries a key, how a key is put in."""

from typing import Final
from urllib.parse import unquote_plus

from skillrt.config import KeyHeader
from skillrt.gateway.events import Headers

# RFC 9110, 7.6.1, and `Proxy-Connection`, which clients send all the same. `Host` and `Expect` are of each hop too.
_HOP: Final = frozenset(
    {
        "connection",
        "expect",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
KEY_HEADERS: Final = frozenset({"authorization", "x-api-key", "x-goog-api-key", "api-key"})
_OWN: Final = "x-skillrt-"
_KEY_QUERY: Final = "key"
_NONE: Final = frozenset[str]()


def value_of(headers: Headers, name: str) -> str:
    """The value of the first field called `name` (lower case), empty where there is none."""
    for key, value in headers:
        if key.lower() == name:
            return value
    return ""


def has(headers: Headers, name: str) -> bool:
    """Whether there is a field called `name` (lower case)."""
    return name in [key.lower() for key, _ in headers]


def forwarded(headers: Headers, drop: frozenset[str] = frozenset()) -> Headers:
    """The fields that go on to the next hop, without those of `drop` (lower case)."""
    named = _named_by_connection(headers)
    gone = _HOP | named | drop if named or drop else _HOP
    return tuple([item for item in headers if (name := item[0].lower()) not in gone and not name.startswith(_OWN)])


def without(headers: Headers, *names: str) -> Headers:
    """All fields but those called so (lower case)."""
    return tuple([item for item in headers if item[0].lower() not in names])


def keys_of(headers: Headers, query: str) -> tuple[str, ...]:
    """The credentials that a request brings along, as its client wrote them, without `Bearer`."""
    found = [
        value.split(None, 1)[1] if value.lower().startswith("bearer ") and len(value.split(None, 1)) > 1 else value
        for key, value in headers
        if key.lower() in KEY_HEADERS
    ]
    found += [unquote_plus(value) for name, _, value in _pairs(query) if name == _KEY_QUERY]
    return tuple([item.strip() for item in found if item.strip()])


def with_key(headers: Headers, form: KeyHeader, key: str) -> Headers:
    """The fields with this key, and with no other."""
    name, value = ("Authorization", f"Bearer {key}") if form == "bearer" else (form, key)
    return (*(item for item in headers if item[0].lower() not in KEY_HEADERS), (name, value))


def query_without_key(query: str) -> str:
    """The query without `key=...`, all else as it was written."""
    return "&".join(item for item in query.split("&") if item.partition("=")[0] != _KEY_QUERY)


def _pairs(query: str) -> list[tuple[str, str, str]]:
    return [item.partition("=") for item in query.split("&") if item]


def _named_by_connection(headers: Headers) -> frozenset[str]:
    values = [value for key, value in headers if key.lower() == "connection"]
    return frozenset([word.strip().lower() for value in values for word in value.split(",")]) if values else _NONE
