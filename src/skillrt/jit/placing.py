"""Paths of a workspace as they stand in calls and words, relative to it: a template runs in other workspaces."""

import re
from functools import lru_cache
from typing import Any, Final, cast

_ENTERED: Final = re.compile(r"\A\s*cd\s+([\"']?)\./?\1\s*(?:&&|;|\n)\s*")
_MIN_PARTS: Final = 2


def relative(text: str, workspace: str) -> str:
    """The text with every path in `workspace`, an absolute folder, made relative to it; itself without one.

    A folder near the root (`/`, `/tmp`) names too much to be taken out.
    """
    folder = workspace.rstrip("/")
    if len([part for part in folder.split("/") if part]) < _MIN_PARTS or folder not in text:
        return text
    return _pattern(folder).sub(lambda match: "" if match[1] else ".", text)


def relative_command(text: str, workspace: str) -> str:
    """A shell command, too; going into the workspace first is no part of it."""
    return _ENTERED.sub("", relative(text, workspace)) if workspace else text


def relative_arguments(arguments: dict[str, Any], workspace: str) -> dict[str, Any]:
    """The arguments of a call with their texts made relative: those in lists and in lists of tables too."""
    return {key: _relative_value(value, workspace) for key, value in arguments.items()} if workspace else arguments


def _relative_value(value: object, workspace: str) -> object:
    if isinstance(value, list):
        return [
            {key: _relative_text(inner, workspace) for key, inner in cast("dict[str, object]", item).items()}
            if isinstance(item, dict)
            else _relative_text(item, workspace)
            for item in cast("list[object]", value)
        ]
    return _relative_text(value, workspace)


def _relative_text(value: object, workspace: str) -> object:
    return relative_command(value, workspace) if isinstance(value, str) else value


@lru_cache(64)
def _pattern(folder: str) -> re.Pattern[str]:
    # not the beginning of a longer name, and not the end of another path
    return re.compile(rf"(?<![\w./~-]){re.escape(folder)}(?:(/+)(?=[\w.*?\[{{$%-])|(?=/)|(?![\w-])(?!\.\w))")
