"""Find secrets in bytes: known formats, values of variables with telling names, credentials in addresses and headers.

Everything is found from a rare character or a short word, by searches that run at the speed of memory; only there a
closer look is taken. The bytes are UTF-8 text; 0 divides texts that have nothing to do with each other, and no secret
goes across it. Text inside JSON may be escaped any number of times.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from skillrt.store.traces.redaction.assignments import assigned
from skillrt.store.traces.redaction.literals import is_literal, looks_random, word_before
from skillrt.store.traces.redaction.rules import pivots, words


class Hit(NamedTuple):
    """A secret: where its bytes begin and end, and what it is."""

    start: int
    end: int
    name: str


_NAMES: Final = (
    re.compile(rb"k(?:(?<=tok)en|ey)"),
    re.compile(rb"w(?:(?<=passw)|(?<=pw)d)"),
    re.compile(rb"secret"),
    re.compile(rb"passphrase"),
    re.compile(rb"credential"),
)
_VALUE: Final = rb"[^\s\"'`\\\x00,;<>(){}\[\]]"
_AUTHORIZATION: Final = re.compile(
    rb"authorization\\*[\"'`]?[ \t]*[:=,][ \t]*\\*[\"'`]?(?:(?:bearer|basic|token|digest|apikey)[ \t]+)?"
    rb"(?P<value>(?!(?:bearer|basic|token|digest|apikey)\b)" + _VALUE + rb"{6,})"
)
_BEARER: Final = re.compile(rb"bearer[ \t]+(?P<value>[A-Za-z0-9._~+/=-]{12,})")
_COOKIE: Final = re.compile(
    rb"cookie\\*[\"'`]?[ \t]*:[ \t]*\\*[\"'`]?(?P<value>[\w.-]+=[^\s;\"'\\\x00]{8,}[^\n\"'\\\x00]*)"
)
_PASSWORD: Final = re.compile(rb"://[^\s/@:\"'`\\\x00<>]{0,80}:(?P<value>[^\s/@\"'`\\\x00<>]{1,200})@")
_LOGIN: Final = re.compile(rb"://(?P<value>[A-Za-z0-9_-]{20,200})@")
_USER: Final = re.compile(rb"-(?:u|-user)[ =]{0,2}\\*[\"']?[^\s:\"'\\\x00]{1,64}:(?P<value>[^\s\"'\\\x00]{1,128})")


def find_secrets(data: bytes, known: Iterable[tuple[bytes, str]] = ()) -> list[Hit]:
    """The secrets in `data`, from first to last, none over another; `known` are values that are secret by name."""
    hits: list[Hit] = []
    for value, name in known:
        hits.extend(_all(data, value, name))
    hits.extend(_formats(data))
    low = data.lower()
    hits.extend(_assignments(data, low))
    hits.extend(_headers_and_addresses(data, low))
    return _merged(hits) if hits else hits


def _all(data: bytes, value: bytes, name: str) -> Iterator[Hit]:
    at = data.find(value)
    while at >= 0:
        yield Hit(at, at + len(value), name)
        at = data.find(value, at + len(value))


def _formats(data: bytes) -> Iterator[Hit]:
    for pivot in pivots():
        done = 0
        for found in pivot.seek.finditer(data):
            for lead in pivot.leads:
                start = found.start() - lead.offset
                if start < done or not data.startswith(lead.lead, start) or (lead.word and word_before(data, start)):
                    continue
                body = lead.body.match(data, start + len(lead.lead))
                if body:
                    done = body.end()
                    yield Hit(start, done, lead.name.decode())
                    break


def _assignments(data: bytes, low: bytes) -> Iterator[Hit]:
    for pattern in _NAMES:
        for found in pattern.finditer(low):
            value = assigned(data, found.start())
            if value:
                yield Hit(*value)


def _headers_and_addresses(data: bytes, low: bytes) -> Iterator[Hit]:
    searches = [
        (_AUTHORIZATION, "authorization", False),
        (_BEARER, "authorization", True),
        (_COOKIE, "cookie", False),
        (_PASSWORD, "password", False),
        (_LOGIN, "password", True),
        (_queries("?"), "query", False),
        (_queries("&"), "query", False),
    ]
    if b"curl" in low:
        searches.append((_USER, "password", False))
    for pattern, name, only_random in searches:
        for found in pattern.finditer(low):
            start, end = found.span("value")
            value = data[start:end]
            if is_literal(value) and (not only_random or looks_random(value)):
                yield Hit(start, end, name)


@cache
def _queries(mark: str) -> re.Pattern[bytes]:
    names = "|".join(re.escape(name) for name in words().queries)
    return re.compile(rf"{re.escape(mark)}(?:amp;)?(?:{names})=(?P<value>[^&\s\"'`\\\x00#<>)\]]{{4,}})".encode())


def _merged(hits: list[Hit]) -> list[Hit]:
    """In order, and what overlaps as one: named after the part that begins first, of these the longest."""
    merged: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if merged and hit.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(hit.end, merged[-1].end))
        else:
            merged.append(hit)
    return merged
