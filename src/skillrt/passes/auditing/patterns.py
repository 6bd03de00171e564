"""The tables of `patterns.toml`, compiled once, and questions about hosts that only these tables answer."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final
from urllib.parse import urlsplit

import msgspec

from skillrt.reading.phrases import Lexicon, read_phrase

URL: Final = re.compile(r"https?://[^\s\"'`<>()|\\,;\]}]{1,500}", re.I)
_ADDRESS: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
_PRIVATE: Final = re.compile(
    r"(?:10|127|0|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|192\.0\.2|198\.51\.100|203\.0\.113)\."
)
_FOLDER: Final = re.compile(r"(?:^|[/~])\.(?:ssh|aws|gnupg|azure)/?\Z")
_NUMERIC: Final = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_HOST: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,250}\.[a-z]{2,24}\Z")


class _Hosts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    installers: tuple[str, ...]
    local: frozenset[str]
    example: frozenset[str]
    example_endings: tuple[str, ...]
    drops: tuple[str, ...]
    tunnels: tuple[str, ...]


class _Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    paths: tuple[str, ...]
    public: tuple[str, ...]
    readers: frozenset[str]


class _Persistence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    profiles: tuple[str, ...]
    agents: tuple[str, ...]


class _Programs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fetch: frozenset[str]
    network: frozenset[str]
    checks: frozenset[str]
    unpack: frozenset[str]


class _Talk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sentence: tuple[str, ...]
    about: tuple[str, ...]
    rows: tuple[str, ...]
    titles: tuple[str, ...]
    subjects: tuple[str, ...]


class _Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    programs: tuple[str, ...]
    words: tuple[str, ...]
    code: str
    message: str


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: str
    code: str
    message: str
    pattern: str


class Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it is."""

    hosts: _Hosts
    credentials: _Credentials
    persistence: _Persistence
    programs: _Programs
    switches: dict[str, tuple[str, ...]]
    phrases: dict[str, tuple[str, ...]]
    talk: _Talk
    signs: dict[str, tuple[str, ...]]
    aliases: dict[str, tuple[str, ...]]
    forms: tuple[_Form, ...]
    commands: tuple[_Listed, ...]


@cache
def patterns() -> Patterns:
    """The tables, read once."""
    source = resources.files("skillrt.passes.auditing") / "patterns.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), Patterns)


@cache
def phrases() -> Lexicon:
    """The phrases of the table, labelled `hides` and `consent`."""
    return Lexicon(
        read_phrase(label, text) for label, listed in sorted(patterns().phrases.items()) for text in listed
    )


@cache
def talk_pattern(kind: str) -> re.Pattern[str]:
    """One of the lists of `[talk]` as whole words (titles and subjects: as parts of words)."""
    listed: tuple[str, ...] = getattr(patterns().talk, kind)
    body = "|".join(re.escape(item) for item in sorted(listed, key=lambda item: (-len(item), item)))
    edges = kind in ("sentence", "about", "rows")
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])" if edges else f"(?:{body})", re.I)


@cache
def forms(language: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Code, message and pattern of each plain form of a language. Every repeat in the patterns has a bound."""
    return tuple(
        (item.code, item.message, re.compile(item.pattern)) for item in patterns().forms if item.language == language
    )


def has_sign(kind: str, text: str) -> bool:
    """Whether a text holds one of the signs of `code` or of `prose`; what has none needs no closer look."""
    low = text.lower()
    # a plain loop: this is asked of every text, and a generator costs more than the search
    for sign in patterns().signs[kind]:  # noqa: SIM110
        if sign in low:
            return True
    return False


def host_of(url: str) -> str:
    """The host of a URL, or of `host/path` without a scheme, in lower case; '' where none is literal."""
    text = url if "://" in url else f"//{url}"
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return ""
    return host if _HOST.match(host) or _ADDRESS.match(host) or host in patterns().hosts.local else ""


def is_example(host: str) -> bool:
    """Whether nothing reaches a stranger: this machine, a private address, a name that is kept for examples."""
    hosts = patterns().hosts
    bare = host.removeprefix("www.").removeprefix("api.")
    return (
        not host
        or host in hosts.local
        or bare in hosts.example
        or bool(_PRIVATE.match(host))
        or bare.startswith(("your", "my-", "example", "target.", "evil."))
        or host.endswith(hosts.example_endings)
    )


def is_drop(host: str) -> bool:
    """Whether anybody may stand behind the host: an address, a public drop box, a tunnel."""
    hosts = patterns().hosts
    return bool(_ADDRESS.match(host)) or _under(host, (*hosts.drops, *hosts.tunnels))


def has_public_address(text: str) -> bool:
    """Whether a text holds the numeric address of a machine that is neither this one nor kept for examples."""
    return any(not _PRIVATE.match(found.group()) for found in _NUMERIC.finditer(text))


def is_installer(url: str) -> bool:
    """Whether a URL is the published install script of a known product."""
    bare = url.partition("://")[2] if "://" in url else url
    host, slash, path = bare.partition("/")
    for known in patterns().hosts.installers:
        name, _, begin = known.partition("/")
        if host.lower().removeprefix("www.") == name and (
            not begin or (slash and path.lower().startswith(f"{begin.lower()}/"))
        ):
            return True
    return False


def has_part(text: str, parts: Iterable[str]) -> bool:
    """Whether one of the parts stands in the text."""
    return any(part in text for part in parts)


def is_secret_path(text: str) -> bool:
    """Whether a word is the path of credentials, not of the public half of them."""
    known = patterns().credentials
    text = text.replace("\\", "/")
    # a pattern of a scanner
    if "|" in text or "://" in text:
        return False
    if _FOLDER.search(text):
        return True
    return has_part(text, known.paths) and not has_part(text, known.public)


def _under(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)
