"""Services that discovery knows: by package, program, host, connection string, resource or name."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final, Literal

import msgspec

_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?){1,6}\Z")
_NUMBERS: Final = re.compile(r"[\d.]+\Z")


class _Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    python: tuple[str, ...] = ()
    node: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()


class _Not(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hosts: tuple[str, ...]
    prefixes: tuple[str, ...]
    words: tuple[str, ...]


class _Services(msgspec.Struct, frozen=True):
    by_key: Mapping[tuple[str, str], str]
    resources: tuple[tuple[str, str], ...]
    words: re.Pattern[str]
    by_word: Mapping[str, str]
    hosts: tuple[tuple[str, str], ...]
    other: _Not


def service_of(kind: Literal["python", "node", "system", "scheme"], name: str) -> str:
    """The service behind a package, a program or the scheme of a connection string; '' where none is known."""
    return _services().by_key.get((kind, name), "")


def service_of_resource(resource: str) -> str:
    """The service behind a resource of Terraform (`aws_vpc`)."""
    return next((name for start, name in _services().resources if resource.startswith(start)), "")


@lru_cache(maxsize=4096)
def service_of_host(host: str) -> str:
    """The service at a host: its known name, else the host itself; '' where a host is no service to talk to."""
    shown = host.lower().rstrip(".")
    table = _services()
    for suffix, name in table.hosts:
        if shown == suffix or shown.endswith(f".{suffix}"):
            return name
    if not _HOST.match(shown) or _NUMBERS.match(shown):
        return ""
    if any(shown == item or shown.endswith(f".{item}") for item in table.other.hosts):
        return ""
    if shown.startswith(table.other.prefixes) or any(word in shown for word in table.other.words):
        return ""
    return shown


def services_named(text: str) -> tuple[tuple[str, int, int], ...]:
    """Products that a text names: the service and the characters of its name."""
    table = _services()
    return tuple((table.by_word[item.group()], item.start(), item.end()) for item in table.words.finditer(text))


@cache
def _services() -> _Services:
    source = resources.files("skillrt.environment") / "data" / "services.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    rows = msgspec.convert(data["service"], dict[str, _Service])
    by_key: dict[tuple[str, str], str] = {}
    for name, row in rows.items():
        for kind, items in (
            ("python", row.python),
            ("node", row.node),
            ("system", row.programs),
            ("scheme", row.schemes),
        ):
            by_key.update({(kind, item): name for item in items})
    by_word = {word: name for name, row in rows.items() for word in row.words}
    words = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True))
    own = [(name, name) for name in rows if "." in name]
    return _Services(
        by_key,
        tuple((start, name) for name, row in rows.items() for start in row.resources),
        re.compile(rf"(?<![\w/.-])(?:{words})(?![\w-])"),
        by_word,
        tuple([*own, *((host, name) for name, row in rows.items() for host in row.hosts)]),
        msgspec.convert(data["not"], _Not),
    )
