"""A program as one shell command that a harness runs with its own tool, and what its result says.

The command ends by printing a mark, only where every action went well: whatever the harness puts around the output,
the mark tells that it succeeded. The mark is a digest of the command itself, so that a call is known as one that was
made here in any later request, whatever the harness does to ids.
"""

import hashlib
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from skillrt.jit.actions import Action
from skillrt.jit.skill_folders import placed

# in two words: a result that repeats the command does not hold the mark by that
_WRITTEN: Final = re.compile(r"'\[skillrt' '([0-9a-f]{16})\]'")
_PRINTED: Final = re.compile(r"\[skillrt ([0-9a-f]{16})\]\n?")
_BLANK: Final = "'[skillrt' ']'"
_MAX: Final = 100_000


class Command(msgspec.Struct, frozen=True):
    """A shell command and the mark that it prints. `says` is whether what was printed stands between two marks."""

    text: str
    mark: str
    says: bool


def command_of(
    actions: tuple[Action, ...], *, says: bool, folders: Mapping[str, Path] | None = None
) -> Command | None:
    """The command that does the actions one after the other; None where one of them is no matter of a shell, or
    names the folder of a skill that is not among `folders`.

    With `says`, standard output is printed between marks, so that warnings do not mix with it.
    """
    parts = [_part(action, folders or {}) for action in actions]
    if not parts or None in parts:
        return None
    whole = " && ".join(f"(\n{part}\n)" for part in parts)
    if says:
        blank = f"skillrt_said=$(\n{whole}\n) && echo {_BLANK} && printf '%s\\n' \"$skillrt_said\" && echo {_BLANK}"
    else:
        blank = f"{whole} && echo {_BLANK}"
    if len(blank) > _MAX or _WRITTEN.search(blank):
        return None
    digest = _digest(blank)
    return Command(blank.replace(_BLANK, f"'[skillrt' '{digest}]'"), f"[skillrt {digest}]", says)


def mark_of(text: str) -> str:
    """The mark of a command that was made here; empty for any other text."""
    found = _WRITTEN.search(text)
    if found is None or _digest(text.replace(found.group(), _BLANK)) != found[1]:
        return ""
    return f"[skillrt {found[1]}]"


def plain(text: str) -> str:
    """A command or its output without marks."""
    text = _WRITTEN.sub("", text).replace(" && echo ", "")
    return _PRINTED.sub("", text)


def printed(command: Command, result: str) -> str | None:
    """What the program printed; None where it did not succeed, or the result does not show all of it."""
    if not command.says:
        return "" if command.mark in result else None
    parts = result.split(command.mark)
    return parts[1].strip("\r\n") if len(parts) == 3 else None


def _part(action: Action, folders: Mapping[str, Path]) -> str | None:
    if action.kind == "shell":
        return placed(action, folders)
    if action.kind != "write" or "\0" in action.text:
        return None
    folder = action.path.rpartition("/")[0]
    make = f"mkdir -p -- {shlex.quote(folder)} && " if folder else ""
    return f"{make}printf '%s' {shlex.quote(action.text)} > {shlex.quote(action.path)}"


def _digest(blank: str) -> str:
    return hashlib.blake2b(blank.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
