"""The words of a request, each with the kind of value that it may be.

A request is cut into words and what stands between them. A word is a *file* (it is in the workspace, or has an ending
like one, `/` for a folder), a *number* (perhaps with a unit), a *date*, a *field* (a column or key of a file in the
workspace), *quoted* text, or just a *word*. Everything but words is a slot that may change from one request to the
next.
"""

import re
from typing import Final, Literal

import msgspec

Kind = Literal["file", "files", "new-file", "number", "date", "field", "quoted", "word", "mark"]
SLOTS: Final = frozenset(("file", "files", "new-file", "number", "date", "field", "quoted"))

_TOKEN: Final = re.compile(
    r"""
      (?P<quoted>"[^"\n]{1,200}"|`[^`\n]{1,200}`|“[^”\n]{1,200}”|‘[^’\n]{1,200}’|(?<!\w)'[^'\n]{1,200}'(?!\w))
    | (?P<version>(?<![\w.-])\d{1,9}(?:\.\d{1,9}){1,3}-(?:alpha|beta|dev|pre|rc)\.?\d{0,4}(?!\w|[.-]\w))
    | (?P<date>(?<![\w.-])\d{4}-\d{2}(?:-\d{2})?(?![\w-]|\.\w))
    | (?P<number>(?:(?<![\w.])[-+]?|(?<=\d[x×]))\d{1,18}(?:[.,]\d{1,9})*(?:\.\d{1,9})?
        (?P<unit>px|%|pt|mm|cm|em|dpi|[KMG]?B|ms|s|x)?
        (?:(?!\w|\.[A-Za-z]|-[\w./-]{0,100}\.[A-Za-z])|(?=[x×]\d{1,6}(?:px)?(?!\w|\.\w))))
    | (?P<times>(?<=\d)[x×](?=\d{1,6}(?:px)?(?!\w|\.\w)))
    | (?P<word>(?:\.{0,2}/)*(?:[\w~$@]|(?<!\d)[+-])(?:[\w./\\~$@+:-]*[\w/~$+-])?)
    | (?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
_ENDING: Final = re.compile(r"[^.].*?\.[A-Za-z][A-Za-z0-9]{0,7}\Z|[^.].*?\.(?:7z|mp3|mp4|3gp)\Z", re.DOTALL)
_MAX: Final = 4_000
_MAX_TOKENS: Final = 400
_MAX_NAMES: Final = 100


class Token(msgspec.Struct, frozen=True):
    """A word of a request: as written, its kind, its bare value (without quotes or unit), ending of a file, unit."""

    text: str
    kind: Kind
    value: str
    ending: str = ""
    unit: str = ""
    start: int = 0

    @property
    def is_slot(self) -> bool:
        """Whether another request may have another value here."""
        return self.kind in SLOTS

    @property
    def shape(self) -> tuple[str, ...]:
        """What two words must share to be the same word of the same wording."""
        if self.kind in ("file", "files", "new-file"):
            return (self.kind, self.ending)
        if self.kind in ("number", "date", "field", "quoted"):
            return (self.kind, self.unit)
        return (self.kind, self.value.casefold())


def tokens_of(text: str, files: frozenset[str], fields: frozenset[str]) -> tuple[Token, ...]:
    """The words of `text`; `files` are the paths of the workspace, `fields` the columns and keys of its files.

    Only the first 4,000 characters and 400 words are read: a longer request is no wording that repeats.
    """
    found: list[Token] = []
    text = text[:_MAX]
    spaced = _spaced_names(text, files)
    at = 0
    while len(found) < _MAX_TOKENS and (match := _TOKEN.search(text, at)):
        name = spaced.get(match.start())
        if name is not None:
            found.append(Token(name, "file", name, ending_of(name), start=match.start()))
            at = match.start() + len(name)
            continue
        found.append(_token(match, files, fields))
        at = match.end()
    return tuple(found)


def ending_of(path: str) -> str:
    """The ending of a file name in lower case, with its dot; empty where it has none."""
    name = path.rpartition("/")[2]
    stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot and stem else ""


def _spaced_names(text: str, files: frozenset[str]) -> dict[int, str]:
    """Where names of files with blanks in them begin, the longest where several do."""
    found: dict[int, str] = {}
    names = (name for name in files if any(char.isspace() for char in name) and name in text)
    for name in sorted(names, key=lambda item: (len(item), item))[-_MAX_NAMES:]:
        for match in re.finditer(rf"(?<![\w./-]){re.escape(name)}(?![\w/-]|\.\w)", text):
            found[match.start()] = name
    return found


def _token(match: re.Match[str], files: frozenset[str], fields: frozenset[str]) -> Token:
    text, start = match.group(), match.start()
    if match["quoted"]:
        return _bare(text, text[1:-1], files, fields, start, quoted=True)
    if match["date"]:
        return Token(text, "date", text, start=start)
    if match["version"]:
        return Token(text, "number", text, start=start)
    if match["number"]:
        unit = match["unit"] or ""
        value = text[: len(text) - len(unit)] if unit else text
        return Token(text, "number", value, unit=unit, start=start)
    if match["mark"] or match["times"]:
        return Token(text, "mark", text, start=start)
    return _bare(text, text, files, fields, start, quoted=False)


def _bare(text: str, value: str, files: frozenset[str], fields: frozenset[str], start: int, *, quoted: bool) -> Token:
    path = value.removeprefix("./")
    if path.endswith("/") and path.strip("/"):
        folder = path.rstrip("/")
        there = any(name.startswith(f"{folder}/") for name in files)
        return Token(text, "file" if there else "new-file", folder, "/", start=start)
    if path in files:
        return Token(text, "file", path, ending_of(path), start=start)
    if any(name.startswith(f"{path}/") for name in files):
        return Token(text, "file", path, "/", start=start)
    if _ENDING.fullmatch(value) and "://" not in value and not _is_abbreviation(value):
        return Token(text, "new-file", path, ending_of(value), start=start)
    if value in fields:
        return Token(text, "field", value, start=start)
    return Token(text, "quoted" if quoted else "word", value, start=start)


def _is_abbreviation(word: str) -> bool:
    """`e.g`, `i.e`, `vs.` and the like: every piece between dots is a letter."""
    return all(len(piece) <= 1 for piece in word.split("."))
