"""What the whole text of a skill still has, or had before, of the names in its facts.

A lock knows what finders make of a text. A name that a rewording hid from them is not gone, and one that stood in a
comment is not new: only what no file of the skill has is one or the other (decision 0054).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from skillrt.contracts.lines import (
    AuditLine,
    CommandLine,
    Fact,
    HostLine,
    Key,
    NeedLine,
    PathLine,
    ReachLine,
    StartLine,
    ToolLine,
    VariableLine,
    WriteLine,
    key_of,
)
from skillrt.environment.names import modules_of
from skillrt.errors import InputError
from skillrt.frontend import SkillSource

_MAX_FILE: Final = 2 * 1024 * 1024
_MAX_TEXT: Final = 24 * 1024 * 1024
_SNIFF: Final = 4096
_SHORT: Final = 3
_NOT: Final = re.compile(r"\b(?:not|never|no longer|don['’]t|instead of|rather than|deprecated|forbidden|legacy)\b")
_NEAR: Final = 160
_MANY: Final = 200
_BARE: Final = re.compile(r"^(?:python-|py|node-|@[^/]+/)|(?:-python|-py|-js|\.js|-cli|-sdk)$")
_HOST: Final = re.compile(r"^(?:www|api)\.|\.(?:com|org|io|net|dev|ai|app|co)$")


def text_of(source: SkillSource) -> str | None:
    """All text files of a skill with the paths; None where one cannot be read."""
    parts: list[str] = []
    size = 0
    try:
        for entry in source.entries:
            data = source.read(entry.path) if entry.size <= _MAX_FILE else b""
            parts.append(entry.path)
            if b"\0" not in data[:_SNIFF] and size < _MAX_TEXT:
                parts.append(data.decode("utf-8", "replace"))
                size += len(data)
    except InputError:
        return None
    return "\n".join(parts)


def traced(source: SkillSource, facts: Iterable[Fact], *, exactly: bool = False) -> frozenset[Key]:
    """The facts whose names the text of a skill has. `exactly`: as they are, not by another spelling or in part.

    Of a skill that cannot be read nothing is said: everything counts as there, or nothing where it has to be exact.
    """
    listed = list(facts)
    text = text_of(source) if listed else ""
    if text is None:
        return frozenset(() if exactly else map(key_of, listed))
    found = _Text(text)
    return frozenset(key_of(fact) for fact in listed if found.has(fact, exactly=exactly))


class _Text:
    def __init__(self, text: str) -> None:
        self.spelled = text
        self.text = text.lower()
        self.lines = ""

    def has(self, fact: Fact, *, exactly: bool) -> bool:
        match fact:
            case CommandLine():
                return _command(fact.name.lower()).search(self.text) is not None
            case HostLine():
                return fact.name.lower() in self.text
            case ToolLine() if exactly:
                # an agent is no `Agent`
                return _word(fact.name).search(self.spelled) is not None
            case VariableLine() | ToolLine() | StartLine():
                return self.word(fact.name)
            case WriteLine() | PathLine() | ReachLine():
                return self.path(fact.path.lower(), exactly=exactly)
            case NeedLine():
                return self.need(fact, exactly=exactly)
            case AuditLine():
                return bool(fact.text) and self.line(fact.text.lower())
            case _:
                return False

    def word(self, name: str) -> bool:
        return bool(name) and _word(name.lower()).search(self.text) is not None

    def path(self, path: str, *, exactly: bool) -> bool:
        if exactly:
            return self.word(path) if "*" not in path else _open_path(path).search(self.text) is not None
        if "/" in path and (said := list(self.before(path))):
            # a text that only says not to write there has it no more
            return any(_NOT.search(words) is None for words in said)
        # of a path that is put together only the last piece that says something may stand in one place
        pieces = [piece.strip("._-") for piece in re.split(r"[/*]+", path)]
        telling = [piece for piece in pieces if len(piece) >= _SHORT]
        return not telling or telling[-1] in self.text

    def before(self, path: str) -> Iterator[str]:
        """What the sentence says before each place of a path."""
        at = self.text.find(path)
        for _ in range(_MANY):
            if at < 0:
                return
            yield re.split(r"[.;:?!]\s|\n\s*\n", self.text[max(0, at - _NEAR) : at])[-1]
            at = self.text.find(path, at + 1)

    def need(self, need: NeedLine, *, exactly: bool) -> bool:
        name = need.name.lower()
        spellings = {name, name.replace("-", "_"), name.replace("_", "-")}
        if need.kind == "python":
            spellings.update(module.lower() for module in modules_of(need.name))
        if not exactly:
            spellings.update({_BARE.sub("", name), name.replace("-", " "), name.rpartition("/")[2]})
            if need.kind == "service":
                spellings.add(_HOST.sub("", _HOST.sub("", name)))
        return any(map(self.word, sorted(spellings)))

    def line(self, text: str) -> bool:
        self.lines = self.lines or " ".join(self.text.split())
        return text in self.lines


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9_]){re.escape(name)}(?![a-z0-9_])")


@cache
def _open_path(path: str) -> re.Pattern[str]:
    """A path with `*` where the text has a place to fill in (`docs/{feature}/plan.md`)."""
    between = r"[^\s/`*]{1,60}".join(map(re.escape, re.split(r"\*+", path)))
    return re.compile(rf"(?<![a-z0-9_]){between}(?![a-z0-9_])")


@cache
def _command(name: str) -> re.Pattern[str]:
    """The words of a command, perhaps with options between them."""
    words = map(re.escape, name.split(" "))
    between = r"(?:[\s\"',\[\]]+-[^\s]+(?:[ \t=]+[^\s-][^\s]*)?){0,4}[\s\"',\[\]]+"
    return re.compile(rf"(?<![a-z0-9_-]){f'(?:@[a-z0-9.^~-]{{1,20}})?{between}'.join(words)}(?![a-z0-9_-])")
