"""What secrets look like, read from data and made ready for one quick pass over bytes."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

import msgspec

# Characters that are rare in prose and JSON, few but enough for all leads: to look for one byte costs next to
# nothing, and each of these is one search.
_RARE: Final = "JI._-"
_END_OF_NAME = re.compile(r"(?:_?\d+)+$")


class Format(msgspec.Struct, frozen=True):
    """A known key format: plain `lead`, then `body`, a regular expression over bytes."""

    name: str
    lead: str
    body: str


class Words(msgspec.Struct, frozen=True):
    """The data file."""

    date: str
    sources: tuple[str, ...]
    headers: frozenset[str]
    header_words: tuple[str, ...]
    queries: tuple[str, ...]
    sure: tuple[str, ...]
    likely: tuple[str, ...]
    harmless: tuple[str, ...]
    stages: tuple[str, ...]
    no_values: frozenset[str]
    no_value_beginnings: tuple[str, ...]
    formats: tuple[Format, ...]


class Lead(msgspec.Struct, frozen=True):
    """A format ready for use: what to compare at `offset` before the pivot, and what must follow."""

    name: bytes
    lead: bytes
    offset: int
    body: re.Pattern[bytes]
    word: bool


class Pivot(msgspec.Struct, frozen=True):
    """All formats that are found by the same rare character; `seek` finds places where one of them may stand."""

    seek: re.Pattern[bytes]
    leads: tuple[Lead, ...]


@cache
def words() -> Words:
    """The data file, read once."""
    text = (resources.files("skillrt.store.traces.redaction") / "secrets.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


@cache
def pivots() -> tuple[Pivot, ...]:
    """The formats by the character that they are looked for by."""
    groups: dict[str, list[Lead]] = {}
    for item in sorted(words().formats, key=lambda item: -len(item.lead)):
        at = min(range(len(item.lead)), key=lambda at: (_rarity(item.lead[at]), at))
        lead = Lead(
            item.name.encode(), item.lead.encode(), at, re.compile(item.body.encode()), item.lead[0].isalnum()
        )
        groups.setdefault(item.lead[at], []).append(lead)
    return tuple(Pivot(_seek(key, leads), tuple(leads)) for key, leads in sorted(groups.items()))


def _rarity(character: str) -> int:
    found = _RARE.find(character)
    return found if found >= 0 else len(_RARE)


def _seek(character: str, leads: list[Lead]) -> re.Pattern[bytes]:
    """The character first, then what stands before and behind it: the search skips to the character by itself."""
    choices = {
        (f"(?<={re.escape(lead.lead[: lead.offset + 1].decode())})" if lead.offset else "")
        + re.escape(lead.lead[lead.offset + 1 :].decode())
        for lead in leads
    }
    return re.compile(f"{re.escape(character)}(?:{'|'.join(sorted(choices))})".encode())


@cache
def standing(name: str) -> str:
    """What the value of a variable or member of this name is: `sure` or `likely` a secret, or '' for no secret."""
    plain = _END_OF_NAME.sub("", name.rsplit(".", 1)[-1].replace("-", "_").strip("_"))
    short = plain.lower()
    for stage in words().stages:
        short = short.removesuffix(f"_{stage}")
    if short.endswith(words().harmless):
        return ""
    if short.endswith(words().sure):
        return "sure"
    if not short.endswith(words().likely):
        return ""
    # names of variables of the environment are written so; those of members and locals are not
    return "sure" if plain.isupper() and "_" in plain else "likely"


@cache
def kind_of(name: str) -> str:
    """The word for the placeholder of a value that is known by its name."""
    short = name.lower()
    for word in ("password", "passphrase", "secret", "token", "credential"):
        if word in short:
            return word
    return "password" if "passw" in short or "pwd" in short else "key"
