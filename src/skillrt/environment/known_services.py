"""Services that discovery knows: by package, program, host, connection string, resource or name."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final, Literal

import msgspec

from skillrt.code.alternatives import LETTERS, one_of

_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?){1,6}\Z")
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "0.0.0.0"})
_KINDS: Final = frozenset({"json", "csv", "text", "parquet", "arrow", "imagefolder", "audiofolder", "webdataset"})
_TELLING: Final = 5  # letters of a name that is too much of its own to belong to two
_KEY_OF: Final = re.compile(
    r"([A-Z][A-Z0-9_]{2,30}?)(?:_(?:API|BOT|SECRET|ACCESS|AUTH|PERSONAL|BEARER|INTEGRATION))*_(?:KEY|TOKEN|SECRET)\Z"
)
_NUMBERS: Final = re.compile(r"[\d.]+\Z")


class _Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    python: tuple[str, ...] = ()
    node: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    sql: bool = False


class _Not(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hosts: tuple[str, ...]
    prefixes: tuple[str, ...]
    words: tuple[str, ...]


class _Services(msgspec.Struct, frozen=True):
    by_key: Mapping[tuple[str, str], str]
    resources: tuple[tuple[str, str], ...]
    words: re.Pattern[str]
    by_word: Mapping[str, str]
    hosts: Mapping[str, tuple[int, str]]
    """Each with its place in the data: the first counts."""
    other: _Not
    begun: tuple[tuple[str, str, str], ...]
    first_words: frozenset[str]
    calls: re.Pattern[str]
    products: frozenset[str]
    databases: frozenset[str]
    by_product: Mapping[str, str]
    """By the name of the product alone, `openai` for `api.openai.com`."""


def service_of(kind: Literal["python", "node", "system", "scheme", "repository", "env"], name: str) -> str:
    """The service behind a package, a program, a variable, the scheme of a connection string or the host of a
    repository; '' where none is known."""
    table = _services()
    if known := table.by_key.get((kind, name)):
        return known
    return next((found for of, start, found in table.begun if of == kind and name.startswith(start)), "")


def databases() -> frozenset[str]:
    """The services for which SQL is written."""
    return _services().databases


def service_at(host: str, port: str) -> str:
    """The service that listens on a port of this machine, or of a host called after it; '' where none is known."""
    known = _services().by_key.get(("port", port), "")
    own = host in _LOCAL or (bool(known) and host.startswith(known.partition(" ")[0]))
    return known if own else ""


def fetches(code: str) -> Iterator[tuple[str, int, int]]:
    """Calls in code that fetch what a text names (`from_pretrained("a/b")`): the service and the characters."""
    table = _services()
    for found in table.calls.finditer(code):
        call, what = found.groups()
        # a word without a part before or behind is a folder of this machine, or a kind of file
        if any(mark in what for mark in "/-") or (call == "load_dataset" and what not in _KINDS):
            yield table.by_key["call", call], found.start(), found.end()


def may_name_services(words: Iterable[str]) -> bool:
    """A cheap look: whether the name of any product begins with one of these words in lower case."""
    return not _services().first_words.isdisjoint(words)


def service_of_resource(resource: str) -> str:
    """The service behind a resource of Terraform (`aws_vpc`)."""
    return next((name for start, name in _services().resources if resource.startswith(start)), "")


@lru_cache(maxsize=4096)
def service_of_variable(name: str) -> str:
    """The service whose key a variable holds (`ACME_API_KEY`); '' where none is known."""
    table = _services()
    if known := table.by_key.get(("env", name)):
        return known
    found = _KEY_OF.match(name)
    return table.by_product.get(found.group(1).replace("_", "").lower(), "") if found else ""


@lru_cache(maxsize=4096)
def service_of_host(host: str) -> str:
    """The service at a host: its known name, else the host itself; '' where a host is no service to talk to."""
    shown = host.lower().rstrip(".")
    table = _services()
    known = [table.hosts[suffix] for suffix in _suffixes(shown) if suffix in table.hosts]
    if known:
        return min(known)[1]
    if not _HOST.match(shown) or _NUMBERS.match(shown):
        return ""
    if any(shown == item or shown.endswith(f".{item}") for item in table.other.hosts):
        return ""
    if shown.startswith(table.other.prefixes) or any(word in shown for word in table.other.words):
        return ""
    # another host of a product that is known by its name: `mcp.notion.com`
    product = shown.rsplit(".", 2)[-2]
    return product if product in table.products and len(product) >= _TELLING else shown


def _suffixes(host: str) -> Iterator[str]:
    """A host and the domains that it is in."""
    labels = host.split(".")
    return (".".join(labels[at:]) for at in range(len(labels)))


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
            ("port", row.ports),
            ("call", row.calls),
            ("repository", row.repositories),
            ("env", row.variables),
        ):
            by_key.update({(kind, item): name for item in items})
    begun = tuple((kind, item[:-1], name) for (kind, item), name in by_key.items() if item.endswith("*"))
    calls = one_of((item for kind, item in by_key if kind == "call"), not_after=LETTERS)
    by_word = {word: name for name, row in rows.items() for word in row.words}
    own = [(name, name) for name in rows if "." in name]
    hosts = [*own, *((host, name) for name, row in rows.items() for host in row.hosts)]
    return _Services(
        by_key,
        tuple((start, name) for name, row in rows.items() for start in row.resources),
        re.compile(rf"(?<![\w/.-])(?:{one_of(by_word)})(?![\w-])"),
        by_word,
        {host: (at, name) for at, (host, name) in reversed(list(enumerate(hosts)))},
        msgspec.convert(data["not"], _Not),
        begun,
        frozenset(word.lower().partition(" ")[0] for word in by_word),
        # a path of this machine is nothing to fetch
        re.compile(rf"({calls})\([ \t\n]*(?:[a-z_]{{1,20}}=)?[\"']((?![./~])[\w./-]{{0,160}}\w)[\"']"),
        frozenset(rows),
        frozenset(name for name, row in rows.items() if row.sql),
        {_product(name): name for name in reversed(rows)},
    )


def _product(name: str) -> str:
    """`openai` of `api.openai.com`, `powerbi` of `power bi`."""
    labels = name.split(".")
    return re.sub(r"\W", "", labels[-2] if len(labels) > 1 else name)
