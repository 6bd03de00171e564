"""Names in code spans and links of a text that came and went, whatever they are names of.

What no other message is about is told by these: a lock has no line for every name, so they are known only where both
texts are.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

from skillrt.contracts.comparing.difference import Difference, Said
from skillrt.contracts.comparing.traces import text_of
from skillrt.contracts.comparing.wording import MANY, quoted
from skillrt.contracts.finding.written_paths import written_path
from skillrt.errors import Diagnostic, InputError
from skillrt.frontend import SkillSource

_FENCE: Final = re.compile(r"^[ \t>]{0,12}(`{3,20}|~{3,20})", re.M)
_SPAN: Final = re.compile(r"(?<!`)(`{1,2})([^`\n]{2,90})\1(?!`)|\]\(([^()\s]{2,160})\)")
_NAME: Final = re.compile(r"[^\s`\"'|]{2,90}\Z")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_MOST: Final = 200


def names_between(before: SkillSource, after: SkillSource) -> Said:
    """The names of the present documents that no text file had, and those of before that none has."""
    old, new = text_of(before) or "", text_of(after) or ""
    return _only(_names(after), old), _only(_names(before), new)


def text_changes(difference: Difference, told: Collection[Diagnostic]) -> list[Diagnostic]:
    """What of the names no other message has."""
    messages = "\n".join(item.message for item in told)
    came, gone = ([name for name in names if not _is_told(name, messages)] for names in difference.said)
    parts = [
        *((f"now has {quoted(came, MANY)}",) if came else ()),
        *((f"no longer has {quoted(gone, MANY)}",) if gone else ()),
    ]
    message = f"its text {' and '.join(parts)} in code spans or links"
    return [Diagnostic.of("lock.names-changed", message)] if parts else []


def _is_told(name: str, messages: str) -> bool:
    """Whether a message has the name, perhaps as paths are written there."""
    path = written_path(name) if "/" in name or "." in name else None
    return name in messages or (path is not None and f"`{path[0]}`" in messages)


def _only(names: Collection[str], other: str) -> tuple[str, ...]:
    return tuple([name for name in names if name not in other][:_MOST])


def _names(source: SkillSource) -> list[str]:
    found: dict[str, None] = {}
    for entry in source.entries:
        if entry.path.lower().endswith(".md"):
            try:
                text = source.read(entry.path).decode("utf-8")
            except (InputError, UnicodeDecodeError):
                continue  # encrypted, or of another kind than its ending says: it has no names
            for name in _of(text):
                found.setdefault(name)
    return list(found)


def _of(text: str) -> Iterator[str]:
    for found in _SPAN.finditer(_without_blocks(text)):
        # a link to a part of a text is about its headings
        name = (found.group(2) or found.group(3).partition("#")[0]).strip()
        if _NAME.match(name) and _LETTERS.search(name) and "://" not in name:
            yield name.strip("*_,;:")


def _without_blocks(text: str) -> str:
    """The text without fenced blocks; one that is not closed goes to the end."""
    parts: list[str] = []
    at = 0
    mark = ""
    for found in _FENCE.finditer(text):
        if not mark:
            parts.append(text[at : found.start()])
            mark = found.group(1)
        elif found.group(1).startswith(mark):
            at, mark = found.end(), ""
    return "".join((*parts, "" if mark else text[at:]))
