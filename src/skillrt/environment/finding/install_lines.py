"""Install lines: commands of text or code that install or fetch packages by name, read from data/installers.toml.

One reading for shell blocks, comments, messages of programs and code spans: a command is found by how it begins, and
goes on to the end of its line, or to the quote that it stands in.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, cast

import msgspec

from skillrt.code import Command, commands

_MAX_TEXT: Final = 1_000_000
_MAX_LINE: Final = 2_000
_MAX_WORDS: Final = 60
# operands end where prose goes on
_PROSE_TEXT: Final = """
a an and any are as at be before below but by can do does either elsewhere etc ever first for from had has
have here how i if in into is it its later may must need not of on once only or please should so something
such than that the their then there these they this those to too via was we when where which while will with
without would you your
"""
_PROSE: Final = frozenset(_PROSE_TEXT.split())
_TRAILING: Final = ".,;:!?)'\"`’”…"
# words behind which a command may begin
_BEFORE: Final = re.compile(
    r"(?:\b(?:run|runs|running|execute|with|via|using|use|try|do|please|by|sudo|then|and|or|RUN|uv|exec|env|command|time|if|else)"
    r"|\s-m|=\S*|\b\d+[.)])\Z",
    re.IGNORECASE,
)
_QUOTES: Final = "\"'`"
_LISTED: Final = re.compile(
    r"[\"'](pip3?|npm|uv|conda)[\"'][ \t\n]*,[ \t\n]*(?:[\"']pip[\"'][ \t\n]*,[ \t\n]*)?[\"'](install|add|i)[\"']"
    r"((?:[ \t\n]*,[ \t\n]*[\"'][^\"'\n]{1,100}[\"']){1,40})"
)
_ITEM: Final = re.compile(r"[\"']([^\"'\n]{1,100})[\"']")


class Installer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to install; the fields are explained in the data file."""

    kind: Literal["python", "node"]
    heads: tuple[str, ...]
    via: str
    valued: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    instead: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    one: bool = False
    skip: int = 0
    operands: bool = True
    channel: bool = False
    prefix: str = ""
    dev: frozenset[str] = frozenset()


class Install(msgspec.Struct, frozen=True):
    """One install line, characters `start:end` of its text. `packages` are its operands as written, `files` the
    requirements files that it names; `dev` says that only developers want them."""

    kind: Literal["python", "node"]
    via: str
    start: int
    end: int
    packages: tuple[str, ...]
    files: tuple[str, ...] = ()
    dev: bool = False
    channel: bool = False


class _Table(msgspec.Struct, frozen=True):
    heads: re.Pattern[str]
    first_words: tuple[str, ...]
    installers: tuple[Installer, ...]
    programs: dict[str, str]
    fetchers: frozenset[str]
    channel: dict[str, str]


def install_lines(text: str) -> Iterator[Install]:
    """Every install line of a text, in order. Never raises; texts over 1 MB give none."""
    if len(text) > _MAX_TEXT:
        return
    table = _table()
    # most texts name no installer, and the pattern of all of them is slow
    heads = table.heads.finditer(text) if any(word in text for word in table.first_words) else ()
    for found in heads:
        if not _is_command(text, found.start()):
            continue
        installer = table.installers[int((found.lastgroup or "g0")[1:])]
        end = _end(text, found.start(), found.end())
        install = _read(text, found.start(), end, len(found.group().split()), installer)
        if install is not None:
            yield install
    if '"install"' in text or "'install'" in text:
        yield from _listed(text)


def _is_command(text: str, start: int) -> bool:
    """Whether a command may begin there: `a clear pip install hint` is none."""
    before = text[max(0, start - 120) : start].rpartition("\n")[2].rstrip(" \t")
    return not before or not (before[-1].isalnum() or before[-1] == ",") or _BEFORE.search(before) is not None


def _end(text: str, start: int, end: int) -> int:
    """Where the command ends: at its line's end, joined lines included, or before the quote that it stands in."""
    stop = end
    while True:
        line_end = text.find("\n", stop)
        stop = len(text) if line_end < 0 else line_end
        if line_end < 0 or not text[start:stop].rstrip().endswith("\\") or stop - start > _MAX_LINE:
            break
        stop += 1
    line = text[text.rfind("\n", 0, start) + 1 : start]
    for quote in _QUOTES:
        if line.count(quote) % 2:
            close = text.find(quote, end, stop)
            stop = close if close >= 0 else stop
    return min(stop, start + _MAX_LINE)


def _read(text: str, start: int, end: int, begun: int, installer: Installer) -> Install | None:
    shown = text[start:end]
    escape = shown.find("\\n")  # the end of a line in a message
    read = commands(shown[:escape] if escape >= 0 else shown)
    if not read or read[0].start > 0:
        return None
    options, operands, last = _sorted(_words(read[0])[begun : begun + _MAX_WORDS], installer)
    instead = [value for option, value in options if option in installer.instead]
    operands = instead or operands[installer.skip :]
    packages = [value for option, value in options if option in installer.named]
    packages += operands[:1] if installer.one else operands if installer.operands else []
    return Install(
        installer.kind,
        installer.via,
        start,
        start + len(shown[: shown.find(last) + len(last)] if last in shown else shown.rstrip()),
        tuple(filter(None, (_name(item, installer) for item in packages))),
        tuple(value for option, value in options if option in installer.files and value),
        any(option in installer.dev for option, _ in options),
        installer.channel,
    )


def _sorted(words: list[str], installer: Installer) -> tuple[list[tuple[str, str]], list[str], str]:
    """Options with their values, operands up to where prose goes on, and the last word that counts."""
    options: list[tuple[str, str]] = []
    operands: list[str] = []
    at = 0
    takes_value = installer.valued | installer.named | installer.instead | installer.files
    while at < len(words):
        word = words[at]
        at += 1
        if word.startswith("-") and len(word) > 1:
            option, equals, value = word.partition("=")
            if option in takes_value and not equals:
                value, at = (words[at] if at < len(words) else ""), at + 1
            options.append((option, value))
            continue
        if word.lower() in _PROSE or word.startswith(("#", "//")) or not any(map(str.isalnum, word)):
            break
        operands.append(word.rstrip(_TRAILING).lstrip("\"'`("))
        if _ends(word) or (len(operands) > installer.skip and (installer.one or not installer.operands)):
            break
    return options, operands, words[min(at, len(words)) - 1] if words else ""


def _ends(word: str) -> bool:
    """Whether a sentence or a clause ends with the word."""
    return word[-1] in ",;:!?)" or (word[-1] == "." and word.strip(".") != "")


def _words(command: Command) -> list[str]:
    """The words as meant: a range without quotes (`x>=1`) is no redirection."""
    after = {item.target.start - len(item.operator): item for item in command.redirects if item.operator in "><"}
    words: list[str] = []
    for word in command.words:
        joined = after.get(word.end)
        range_ = f"{joined.operator}{joined.target.text}" if joined and joined.target.text.startswith("=") else ""
        words.append(word.text + range_)
    return [word for word in words if word]


def _name(word: str, installer: Installer) -> str:
    shown = word.strip(_QUOTES)
    if installer.channel:
        name, *rest = re.split(r"(?=[=<>!])", shown, maxsplit=1)
        return _table().channel.get(name, name) + "".join(rest)
    if installer.kind == "node":
        shown = _table().programs.get(shown, shown)
        if shown.partition("@")[0] in _table().fetchers:
            return ""
    return f"{installer.prefix}{shown}" if shown and not shown.startswith("@") else shown


def _listed(text: str) -> Iterator[Install]:
    """`[sys.executable, "-m", "pip", "install", "x"]`: a command as a list of words."""
    kinds = {"npm": "node"}
    for found in _LISTED.finditer(text):
        kind = kinds.get(found.group(1), "python")
        packages = [word for word in _ITEM.findall(found.group(3)) if not word.startswith("-")]
        via = f"{found.group(1)} install"
        yield Install(cast("Any", kind), via, found.start(), found.end(), tuple(packages))


@cache
def _table() -> _Table:
    source = resources.files("skillrt.environment") / "data" / "installers.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    programs = cast("dict[str, dict[str, str]]", data.pop("programs"))["node"]
    channel = cast("dict[str, str]", data.pop("channel"))
    fetchers = frozenset(cast("dict[str, list[str]]", data.pop("fetchers"))["node"])
    installers = tuple(msgspec.convert(data, dict[str, Installer]).values())
    heads = "|".join(f"(?P<g{number}>{_heads(item)})" for number, item in enumerate(installers))
    return _Table(
        re.compile(rf"(?<![\w./@-])(?:{heads})(?=[ \t])"),
        tuple(sorted(_first_words(installers))),
        installers,
        programs,
        fetchers,
        channel,
    )


def _first_words(installers: tuple[Installer, ...]) -> set[str]:
    """One of these stands in every text that has a head: its first word with the blank behind it."""
    heads = [head.partition(" ") for item in installers for head in item.heads]
    return {
        f"{word}{blank}"
        for first, _, more in heads
        for word in first.split("|")
        for blank in (" " if more else " \t")
    }


def _heads(installer: Installer) -> str:
    """The pattern of an installer's heads, words with blanks between them."""
    return "|".join(" +".join(f"(?:{word})" for word in head.split()) for head in installer.heads)
