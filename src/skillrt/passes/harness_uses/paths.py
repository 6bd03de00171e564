"""Product paths: `~/.claude/skills/x`, `$CODEX_HOME/config.toml`, `.cursor/rules`, `CLAUDE.md`."""

import re
from collections.abc import Iterator
from functools import lru_cache

from skillrt.passes.harness_uses.lexicon import Lexicon, Named
from skillrt.passes.harness_uses.patterns import any_of, line_around, within
from skillrt.passes.harness_uses.presence import Presence
from skillrt.passes.harness_uses.use import Passage, Use

_HOME = r"(?:~|\$HOME|\$\{HOME\}|\$env:USERPROFILE|%USERPROFILE%|\$env:HOME)"
_LEAD = r"(?:\{cwd\}|\$PWD|\$\{PWD\}|\$\(pwd\)|<[\w -]{1,30}>|\.{1,2})"
_REST = re.compile(r"(?:\.json\b)?(?:[/\\][\w.*<>{}$@\[\]-]*){0,40}")
_LEAD_BEFORE = re.compile(rf"(?<![\w~/.$}}])(?<![^:]-)(?:{_HOME}|{_LEAD})[/\\]$")
_JQ = re.compile(r"\bjq\b")
_INNER = re.compile(r"[\w\"'}>]/$")
_PLACEHOLDER = re.compile(r"[<>{}*\[\]$]|^(?:my|your|the|new|some)-|^(?:skill|agent|command)?-?name$|^\.{3}$|^YOUR")


def find_paths(passage: Passage, present: Presence, known: Lexicon, own: frozenset[str]) -> Iterator[Use]:
    """Paths that belong to a harness. `own` are the files of the skill itself, which are not meant."""
    text = passage.text
    taken: list[tuple[int, int]] = []
    for match in _rooted(tuple(known.roots)).finditer(text) if present.rooted else ():
        use = _of_root(passage, match, known)
        if use:
            taken.append((use.start, use.end))
            yield use
    is_taken = within(taken)
    for row in present.files:
        if row.text not in text:
            continue
        for match in any_of(frozenset((row.text,)), r"\w./~-", r"(?![\w-])").finditer(text):
            start, end = match.span()
            if not is_taken(start) and row.text not in own:
                yield Use(row.text, "path", row.harnesses, passage, start, end, row.text, row.meaning)


def place_of_path(path: str, known: Lexicon) -> Named | None:
    """The known place that `path` (with `~` for the home) is or lies in; the longest one."""
    found = [row for text, row in known.places.items() if path == text or path.startswith(text.rstrip("/") + "/")]
    return max(found, key=lambda row: len(row.text), default=None)


def normal(path: str) -> str:
    """The path with `~` for the home folder and nothing for the project's, slashes forward."""
    path = re.sub(rf"^{_HOME}(?=[/\\])", "~", path).replace("\\", "/")
    path = re.sub(r"^(?:\{cwd\}|\$PWD|\$\{PWD\}|\$\(pwd\)|<[\w -]{1,30}>|\.{1,2})/", "", path)
    return re.sub(r"^\$\{(\w+)(?::-[^}]*)?\}", r"$\1", path)


@lru_cache(maxsize=8)
def _rooted(roots: tuple[str, ...]) -> re.Pattern[str]:
    """A folder or variable of a harness. It begins with a literal point or dollar, which makes the search fast."""
    folders = {root.removeprefix("~/").removeprefix(".") for root in roots if not root.startswith("$")}
    by_folder = "|".join(re.escape(folder) for folder in sorted(folders, key=lambda root: (-len(root), root)))
    variables = sorted(root[1:] for root in roots if root.startswith("$"))
    by_variable = "|".join(re.escape(name) for name in variables) or "(?!)"
    return re.compile(
        rf"[.$](?:(?<=\.)(?:{by_folder})(?![\w-])|(?<=\$)\{{?(?:{by_variable})(?::-[^}}\s]{{0,80}})?\}}?(?=/))"
    )


def _of_root(passage: Passage, match: re.Match[str], known: Lexicon) -> Use | None:
    text, start = passage.text, match.start()
    before = text[max(0, start - 40) : start]
    lead = _LEAD_BEFORE.search(before) if match.group().startswith(".") else None
    if lead:
        start -= len(lead.group())
    elif before[-1:].isalnum() or before[-1:] in "_.~$-" or (before[-1:] == "/" and not _INNER.search(before)):
        return None
    rest = _REST.match(text, match.end())
    written = _without_trail(text[start : rest.end() if rest else match.end()])
    path = normal(written)
    row = _owner(path, known.roots)
    # `jq '.cursor // empty'` asks for a field
    if row is None or (path in known.roots and _JQ.search(line_around(text, start, match.end()))):
        return None
    place = place_of_path(path, known)
    what = _cut(path, place)
    owners = place.harnesses if place and len(place.harnesses) <= len(row.harnesses) else row.harnesses
    meaning = place.meaning if place else ""
    return Use(what, "path", owners, passage, start, start + len(written), what.rstrip("/"), meaning)


def _without_trail(written: str) -> str:
    """The path without what belongs to the text around it: points, stars, braces that it did not open."""
    written = written.rstrip(".,*")
    while written.endswith(("}", "]", ">")) and written.count(written[-1]) > written.count(
        "{[<"["}]>".index(written[-1])]
    ):
        written = written[:-1]
    return written


def _owner(path: str, roots: dict[str, Named]) -> Named | None:
    found = [row for text, row in roots.items() if path == text or path.startswith(text + "/")]
    if not found:
        bare = path.removeprefix("~/")
        found = [row for text, row in roots.items() if bare.startswith(text.removeprefix("~/"))]
    return max(found, key=lambda row: len(row.text), default=None)


def _cut(path: str, place: Named | None) -> str:
    """The path as one thing: a known place, with the skill's name below it; else the root and one name."""
    parts = path.rstrip("/").split("/")
    if place:
        deeper = 1 if place.meaning.startswith("skills.") else 0
        keep = place.text.count("/") + 1 + deeper
    else:
        first = 1 if path.startswith(("~/", "$")) else 0
        keep = first + 2
    kept = parts[:keep]
    while len(kept) > 1 and _PLACEHOLDER.search(kept[-1]):
        kept.pop()
    return "/".join(kept)
