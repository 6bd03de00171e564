"""Places in a command that the reader fills in: `<in.pdf>`, `{name}`, `YOUR_FILE`, `INPUT.pdf`, `$1`, `path/to/x`."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final, cast

import msgspec

_ANGLE: Final = re.compile(
    r"(?<![<&$\w])<([A-Za-z_](?:[^<>\n;&|\"'`]{0,78}[^<>\s;&|\"'`])?)>(?!\()"
    r"|(?<=[\w=/:.-])<([A-Za-z_][\w .-]{0,60})>"
)
_BRACES: Final = re.compile(r"\{\{ ?([A-Za-z][\w .-]{0,60}?) ?\}\}|(?<![$%@#!{])\{([A-Za-z][\w -]{0,60})\}(?!\})")
_SQUARE: Final = re.compile(r"(?<![^\s=\"])\[([A-Za-z][\w -]{2,60})\](?![^\s\"])")
_YOURS: Final = re.compile(r"(?<![\w$./{<-])(?:YOUR|your|MY)[_-]([A-Za-z][\w-]{1,60}(?:\.\w{1,6})?)")
_PATH: Final = re.compile(r"(?<![\w$}.-])/?path/to/([\w.-]*[\w-])(?:/[\w./-]*[\w-])?")
_CAPITALS: Final = re.compile(
    r"(?<![\w$.{<\[/-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)(\.[a-z][a-z0-9]{0,5})?(?![\w(=*/{<.-])"
)
_GIVEN: Final = re.compile(r"\$(?:\{)?([1-9]|ARGUMENTS)\b\}?")
_SHOWN: Final = re.compile(r"(?<=[\s=\"])(?:\./)?([a-z]+)\.[a-z][a-z0-9]{0,5}(?=[\s\"]|\Z)")
_SINGLE: Final = re.compile(r"'[^'\n]*'")
_HERE: Final = re.compile(r"<<-?[ \t]*[\"']?(\w+)[\"']?[^\n]*\n([\s\S]*?)(?:^[ \t]*\1[ \t]*$|\Z)", re.M)
_VALUE: Final = re.compile(r"(?:: |[/=]|Bearer )\Z")
_UNFIT: Final = re.compile(r"[^a-z0-9]+")
_MANY: Final = 200
_LONGEST: Final = 20_000


class Placeholder(msgspec.Struct, frozen=True, order=True):
    """`written` stands at the characters `start:end`; `name` is what it is called. `example`: what stands there is a
    value that would do, as `input.pdf`."""

    start: int
    end: int
    written: str
    name: str
    example: str = ""


@cache
def _words() -> dict[str, frozenset[str]]:
    source = resources.files("skillrt.code") / "data" / "placeholders.toml"
    table = cast("dict[str, dict[str, list[str]]]", tomllib.loads(source.read_text(encoding="utf-8")))
    return {name: frozenset(row["words"]) for name, row in table.items()}


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """The placeholders of a shell text in order, none within another; none of a text of over 20,000 characters."""
    if len(text) > _LONGEST:
        return ()
    closed = _closed(text)
    found: list[Placeholder] = []
    taken = 0
    for item in sorted(_candidates(text), key=lambda item: (item.start, -item.end)):
        inside = any(start <= item.start < end for start, end, _ in closed)
        if item.start < taken or (inside and not _in_quotes(text, item, closed)):
            continue
        taken = item.end
        found.append(item)
    return tuple(found[:_MANY])


def _closed(text: str) -> list[tuple[int, int, bool]]:
    """Where nothing is filled in by chance: here-documents, and what single quotes enclose (True)."""
    here = [(found.start(2), found.end(2), False) for found in _HERE.finditer(text)] if "<<" in text else []
    quotes = [(found.start(), found.end(), True) for found in _SINGLE.finditer(text)] if "'" in text else []
    return [*here, *quotes]


def _in_quotes(text: str, item: Placeholder, closed: list[tuple[int, int, bool]]) -> bool:
    """Whether only single quotes enclose it and it is no `$1`, `{print}` or `<b>` of another language."""
    around = [(start, end) for start, end, quoted in closed if start <= item.start < end and quoted]
    if len(around) != sum(start <= item.start < end for start, end, _ in closed) or item.written.startswith("$"):
        return False
    if item.written.startswith("{"):
        return _VALUE.search(text[max(0, item.start - 8) : item.start]) is not None
    return not item.written.startswith("<") or (around[0][0] + 1, around[0][1] - 1) == (item.start, item.end)


def _candidates(text: str) -> list[Placeholder]:
    found: list[Placeholder] = []
    for pattern in (_ANGLE, _BRACES, _SQUARE):
        for match in pattern.finditer(text):
            inside = next(group for group in match.groups() if group is not None)
            if inside.lower().strip() not in _words()["none"]:
                found.append(_made(match, inside))
    found += [_made(match, match.group(1)) for pattern in (_YOURS, _PATH) for match in pattern.finditer(text)]
    for match in _GIVEN.finditer(text):
        number = match.group(1)
        found.append(_made(match, f"argument {number}" if number.isdigit() else "arguments"))
    for match in _CAPITALS.finditer(text):
        last = match.group(1).lower().rpartition("_")[2]
        if last in _words()["capitals"] and (match.group(2) or not _is_program(text, match.start())):
            found.append(_made(match, match.group()))
    for match in _SHOWN.finditer(text):
        if match.group(1) in _words()["shown"]:
            found.append(msgspec.structs.replace(_made(match, match.group()), example=match.group()))
    return found


def _made(match: re.Match[str], inside: str) -> Placeholder:
    name = _UNFIT.sub("-", inside.lower()).strip("-") or "value"
    return Placeholder(match.start(), match.end(), match.group(), name)


def _is_program(text: str, start: int) -> bool:
    """Whether a word stands first on its line."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()
