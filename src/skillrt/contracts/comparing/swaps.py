"""Literals in place of others: lines that are the same but for a version, the name of a model or a long digest.

A finder knows the version of what is installed; one that prose, settings or a program holds is told by the line that
had another in its place.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from skillrt.contracts.comparing.difference import Swap
from skillrt.contracts.finding.command_names import tables

_LONGEST: Final = 600  # characters of a line that is looked at
_MOST: Final = 40
_MANY: Final = 2000
_TOKEN: Final = re.compile(r"[^\s\"'`(),;|<>\[\]{}*=:]+")
_VERSION: Final = re.compile(
    r"(?:(?P<name>@?[A-Za-z][\w./-]{0,60})@)?(?P<mark>[v^~]{0,2})\d{1,9}(?P<more>(?:\.\d{1,9}){1,3})"
    r"(?:[-+][A-Za-z][\w.-]{0,30}|(?:a|b|rc|alpha|beta|dev|post)\d{0,3})?\+?\Z"
)
_ANY: Final = re.compile(r"(?<![\w.])v?\d{1,9}(?:\.\d{1,9}){2,3}(?![\w.]*\d)")
_DIGEST: Final = re.compile(r"(?=[a-f]*\d)(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_MODEL: Final = re.compile(r"(?:[a-z]{2,20}/)?([a-z]{1,20})[-a-z0-9.]{1,60}\Z")
_NUMBER: Final = re.compile(r"\d{1,4}\+?\Z")
_OF_VERSIONS: Final = re.compile(r"version|releases?\b|requires?\b", re.I)
_GIVEN: Final = re.compile(
    r"[\"'`*]{0,3}[ \t]{0,4}[:=<>~!]{1,3}[ \t]{0,4}[\"'`*]{0,3}[ \t]{0,4}[<>=~!]{0,2}\Z|[\"'][ \t,]{1,4}[\"']\Z"
)
_QUOTES: Final = tuple("\"'`*=<>~!")
_PLAIN: Final = frozenset(
    {"version", "versions", "release", "tag", "latest"}
)  # labels that say nothing of what it is


class _Form(NamedTuple):
    """A line without its literals, and these."""

    rest: str
    literals: tuple[tuple[str, str], ...]  # with labels


def swaps(before: str, after: str, *, is_code: bool) -> tuple[Swap, ...]:
    """The literals of lines that stand in both texts but for these. In code plain numbers count where the line is
    about versions."""
    old, new = _lines(before), _lines(after)
    gone: dict[str, deque[_Form]] = defaultdict(deque)
    for line in old:
        if line not in new and (form := _form(line, is_code=is_code)):
            gone[form.rest].append(form)
    found: list[Swap] = []
    for line in new:
        form = _form(line, is_code=is_code) if line not in old else None
        if form and gone[form.rest] and len(found) < _MANY:
            pairs = zip(gone[form.rest].popleft().literals, form.literals, strict=True)
            found += [Swap(one, other, label) for (one, _), (other, label) in pairs if one != other]
    return tuple(_once(found))[:_MOST]


def _once(found: Iterable[Swap]) -> Iterator[Swap]:
    """Each pair of versions once for what it is a version of; without that only where it is told of nothing."""
    listed = sorted(found, key=lambda item: not _subject(item))  # in order, but for these
    seen: set[tuple[str, str, str]] = set()
    for item in listed:
        bare = (_bare(item.old), _bare(item.new))
        if (_subject(item), *bare) not in seen and (_subject(item) or ("", *bare) not in seen):
            seen |= {(_subject(item), *bare), ("", *bare)}
            yield item


def _subject(item: Swap) -> str:
    """What the versions are of; empty where nothing tells."""
    label = "" if item.label.lower() in _PLAIN else item.label
    return label or item.new[: max(0, item.new.rfind("@"))]


def _bare(literal: str) -> str:
    return literal[literal.rfind("@") + 1 :].lstrip("v^~")


def has_other_versions(before: str, after: str) -> bool:
    """Whether a version with two dots came or went."""
    return set(_ANY.findall(before)) != set(_ANY.findall(after))


def only_new(found: Iterable[Swap], messages: str) -> list[Swap]:
    """Those that no message has: by the name and the version of a need, or as they are."""
    return [item for item in found if not any(form in messages for form in _forms(item))]


def _forms(item: Swap) -> Iterator[str]:
    yield f"`{item.new}`"
    if item.label:
        yield f"`{item.label}{item.new}`"
        yield f"`{item.label}@{item.new}`"


def _lines(text: str) -> dict[str, None]:
    """The lines with something in them, each once."""
    lines = (line.strip() for line in text.splitlines())
    return dict.fromkeys(line for line in lines if line and len(line) <= _LONGEST)


def _form(line: str, *, is_code: bool) -> _Form | None:
    """What a line is but for its literals; None where it has none, or nothing else."""
    if not any(char.isdigit() for char in line):
        return None
    parts: list[str] = []
    literals: list[tuple[str, str]] = []
    end, last, earlier = 0, "", ""  # of the token before, and the one before that
    hinted = _OF_VERSIONS.search(line) is not None
    for found in _TOKEN.finditer(line):
        between = line[end : found.start()]
        token = found.group().rstrip(".!?")
        # in a sentence the word before a colon is no name
        is_name = between[:1] in _QUOTES or not earlier
        label = last if is_name and _GIVEN.match(between) else ""
        parts.append(between)
        # what begins a line is the number of an item or a heading
        begins = not any(part.isalnum() for piece in parts for part in piece)
        if _is_literal(token, begins=begins, hinted=hinted, is_code=is_code, labelled=bool(label)):
            literals.append((token, _label(token, label, f"{earlier} {last}" if last.startswith("-") else last)))
            parts.append("\0")
        else:
            parts.append(token)
        end, last, earlier = found.end(), token, last
    rest = "".join((*parts, line[end:]))
    return _Form(rest, tuple(literals)) if literals and any(map(str.isalpha, rest)) else None


def _label(token: str, given: str, before: str) -> str:
    """The name that a version is given to; before a plain number the words before it."""
    if _NUMBER.match(token):
        return before
    found = _VERSION.match(token)
    return given if found and not found["name"] and not given[:1].isdigit() else ""


def _is_literal(token: str, *, begins: bool, hinted: bool, is_code: bool, labelled: bool) -> bool:
    if found := _VERSION.match(token):
        # 0.5 may be any number
        is_sure = bool(found["name"] or found["mark"]) or found["more"].count(".") > 1
        return (is_sure or hinted) and not (begins and not found["name"] and not labelled)
    if _DIGEST.match(token):
        return True
    if is_code and hinted and _NUMBER.match(token):
        return True
    model = _MODEL.match(token) if any(char.isdigit() for char in token) else None
    return model is not None and model.group(1) in tables()["models"]
