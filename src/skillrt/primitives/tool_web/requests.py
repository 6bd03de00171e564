"""Requests as a text shows them: `GET /items?page=2` with header lines and a body, or a bare address."""

import json
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.primitives.bundling import shell_word
from skillrt.primitives.view.view import SkillView

_LINE: Final = re.compile(r"\A(?:(GET|POST|PUT|PATCH|DELETE|HEAD)\s+)?((?:https?://|/)[^\s]{1,600})\s*\Z")
# `Query: limit` and the like describe; only what is known as a header is sent as one
_HEADER: Final = re.compile(
    r"\A(?:Content-[\w-]{1,20}|Accept(?:-[\w-]{1,20})?|Authorization|User-Agent|Cookie|Host|Origin|Referer|Prefer|"
    r"Cache-Control|If-[\w-]{1,20}|X-[\w-]{1,40}|[\w-]{1,40}-(?:Key|Token|Version|Id)|api-?key):\s.{1,300}\Z",
    re.I,
)
_HOLE: Final = re.compile(r"\{([\w-]{1,40})\}|<([\w-]{1,40})>|/:([A-Za-z_]\w{0,39})(?=/|\Z|\?)")
_BASE: Final = re.compile(r"\b(?:base|root|api)[ _-](?:url|uri|address|endpoint)s?\b[^\n]{0,30}\Z", re.I)
_ADDRESS: Final = re.compile(r"https?://[^\s`'\"<>)|\]]{4,200}")
_ROOT: Final = re.compile(r"https?://[^/]*")
_WRITING: Final = ("POST", "PUT", "PATCH")
_NEAR: Final = 120
_MANY_LINES: Final = 60


class Request(msgspec.Struct, frozen=True):
    """One request: `address` whole or from the root on, `headers` as written."""

    method: str
    address: str
    headers: tuple[str, ...] = ()
    body: str = ""


def requests_in(text: str) -> tuple[Request, ...]:
    """The requests of a block, in order; none where a line of it is no part of one."""
    lines = text.strip("\n").split("\n")
    if len(lines) > _MANY_LINES:
        return ()
    found: list[Request] = []
    at = 0
    while at < len(lines):
        first = _LINE.match(lines[at].strip())
        if first is None:
            if lines[at].strip():
                return ()
            at += 1
            continue
        headers, at = _headers(lines, at + 1)
        body, at = _body(lines, at)
        if body is None:
            return ()
        found.append(Request(first.group(1) or "GET", first.group(2), headers, body))
    return tuple(found)


def _headers(lines: list[str], at: int) -> tuple[tuple[str, ...], int]:
    found: list[str] = []
    while at < len(lines) and _HEADER.match(lines[at].strip()):
        found.append(lines[at].strip())
        at += 1
    return tuple(found), at


def _body(lines: list[str], at: int) -> tuple[str | None, int]:
    """The lines up to the next request, on one line; None where they are no whole JSON."""
    start = at
    while at < len(lines) and not _LINE.match(lines[at].strip()):
        at += 1
    body = " ".join(line.strip() for line in lines[start:at] if line.strip())
    if not body:
        return "", at
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return None, at
    return body, at


def command(request: Request, program: str, base: str) -> str:
    """The command line that sends it; empty where the address is not whole and no base is known, or where it holds
    what a code span cannot."""
    address = request.address if "://" in request.address else _joined(base.rstrip("/"), request.address)
    if "://" not in address or request.body or request.method in _WRITING:
        return (
            ""  # a body is worded anew for each request: in one line of a command it is harder to see and to change
        )
    plain, _, query = address.partition("?")
    if "%" in query or "+" in query or query.count("=") != query.count("&") + 1:
        plain, query = address, ""  # what is escaped already stays as it is
    words = ["sh", program, request.method, shell_word(plain)]
    for hole in dict.fromkeys("".join(found) for found in _HOLE.findall(plain)):
        words += ["--set", shell_word(f"{hole}=<{hole}>")]
    for pair in query.split("&") if query else ():
        words += ["--query", shell_word(pair)]
    for header in request.headers:
        words += ["--header", shell_word(header)]
    line = " ".join(words)
    return "" if "`" in line or "\n" in line else line


def _joined(base: str, path: str) -> str:
    """The whole address; a path that begins with the base's own path counts from the root."""
    root = _ROOT.match(base)
    own = base[root.end() :] if root is not None else ""
    return f"{base[: len(base) - len(own)]}{path}" if own and path.startswith(f"{own}/") else base + path


def base_address(view: SkillView) -> str:
    """The address that the skill calls its base; empty where it names none or several."""
    found: dict[str, None] = {}
    for _, text in _texts(view):
        for address in _ADDRESS.finditer(text):
            if _BASE.search(text[max(0, address.start() - _NEAR) : address.start()]):
                found[address.group().rstrip(".,;/*")] = None
    whole = [item for item in found if not any(other != item and item.startswith(other) for other in found)]
    return whole[0] if len(whole) == 1 else ""


def _texts(view: SkillView) -> Iterator[tuple[str, str]]:
    """Sentences, and code blocks with the sentence before them."""
    for _, sentence in view.sentences():
        if "http" in sentence.text:
            yield sentence.block, sentence.text
    for fence in view.fences:
        if fence.role == "form" and "http" in fence.text[:300] and fence.lead is not None:
            yield fence.block.id, f"{fence.lead.text[-_NEAR // 2 :]} {fence.text[:300]}"
