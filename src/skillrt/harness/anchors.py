"""Fill anchors: put the place of the skill before the paths that the manifest marks, so that any shell can take it.

What is put there depends on where the words stand: inside quotes it must not end them, outside it needs quotes of its
own where the place may hold spaces, as the target of a Markdown link it needs angle brackets.
"""

import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from skillrt.errors import Diagnostic, InputError, UsageError
from skillrt.ir import SKILL_FILE
from skillrt.store import AnchorRecord
from skillrt.targets import Harness

_PLAIN = re.compile(r"[\w@%+=:,./-]*", re.ASCII)
_IN_DOUBLE = re.compile(r'([\\"$`])')
_PERMITS = re.compile(r"^allowed-tools:.*\w\($|^[ \t]*-[ \t]+[\"']?\w+\($", re.M)
_NOT_IN_TEXT = re.compile(r"[`\x00-\x1f\x7f]")
Quote = Literal["", "'", '"']


@dataclass(frozen=True, slots=True)
class Location:
    """How the text names the installed skill's folder: `text`, and whether the shell must expand it (`${NAME}`)."""

    text: str
    expands: bool = False


def location_of(harness: Harness, folder: Path, file: str = SKILL_FILE) -> Location:
    """The harness's own variable for the skill's folder, or the absolute path of `folder`; for the text of `file`.

    Where the model reads SKILL.md as it is, a word in braces would stand there as it is written, and a shell makes
    nothing of it.
    Raises UsageError for a path that cannot stand in Markdown.
    """
    variable = harness.skill_folder_in(file)
    if variable and (variable.is_name or harness.skills.body == "tool"):
        return Location(f"${{{variable.text}}}", True) if variable.is_name else Location(variable.text)
    return path_of(folder)


def path_of(folder: Path) -> Location:
    """The absolute path of the folder. Raises UsageError for one that cannot stand in Markdown."""
    path = Path(os.path.abspath(folder)).as_posix()  # without `..`, and links as the user named them
    if _NOT_IN_TEXT.search(path):
        message = f"the path `{path!r}` holds a backtick or a control character, which the skill's text cannot carry"
        raise UsageError(Diagnostic.of("install.place-in-text", message))
    return Location(path)


def fill(data: bytes, anchors: Sequence[AnchorRecord], place: Location, commands: frozenset[str]) -> bytes:
    """The file's bytes with every anchor filled in. `commands` are bundled files that can be run by themselves.

    Raises InputError where the text at an anchor is not what the manifest says.
    """
    for item in sorted(anchors, key=lambda item: item.output.start, reverse=True):
        start, end = item.output.start, item.output.end
        if data[start:end] != item.written.encode("utf-8", "surrogateescape"):
            message = f"the text at an anchor of `{item.output.file}` (line {item.output.line}) is not what it was"
            raise InputError(Diagnostic.of("compile.bad-manifest", message))
        before = data[max(0, start - 4096) : start].decode("utf-8", "surrogateescape")
        after = data[end : end + 4].decode("utf-8", "replace")
        filled = filled_text(place, item.path, before, after, command=item.path in commands)
        data = data[:start] + filled.encode("utf-8", "surrogateescape") + data[end:]
    return data


def filled_text(place: Location, path: str, before: str, after: str, *, command: bool) -> str:
    """The words to put between `before` and `after` for the bundled file `path`."""
    full = f"{place.text}/{path.removeprefix('./')}"  # `./` is the folder itself
    if before.endswith("]("):
        return full if _PLAIN.fullmatch(full) else f"<{full}>"
    if _PERMITS.search(before[-80:]):
        return full  # a pattern of commands is written without quotes
    if before.endswith("`") and after.startswith("`") and not command:
        return full  # the name of a file, not a command
    quote = open_quote(before)
    if quote == '"':
        return full if place.expands else _IN_DOUBLE.sub(r"\\\1", full)
    if quote == "'":
        return f"'\"{full}\"'" if place.expands else full.replace("'", "'\\''")
    if place.expands or not place.text.startswith("/"):
        return f'"{full}"'  # what the harness puts in may hold spaces
    return shlex.quote(full)


def open_quote(before: str) -> Quote:
    """The quote that is open at the end of `before`, seen from the beginning of its line or code span."""
    segment = re.split(r"[`\n]", before)[-1]
    quote: Quote = ""
    escaped = False
    for char in segment:
        if escaped:
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif char == quote:
            quote = ""
        elif char in "\"'" and not quote:
            quote = "'" if char == "'" else '"'
    return quote
