"""Which skills of a tree somebody keeps together, so that equal names and copies among them are worth telling."""

import posixpath
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from skillrt.checks.cards import Card
from skillrt.frontend import FolderSource

# What stands in the root of a repository or of a plugin, whose skills go by the plugin's name.
_MARKS: Final = (".git", ".github", ".gitignore", ".claude-plugin")
# The folder that a marketplace keeps its plugins in, each in a folder of its own.
_PLUGINS: Final = "plugins"
# Folders round the skills of a collection are people, and no kinds of skills, where they are so many and so small.
_MANY_FOLDERS: Final = 50
_FEW_SKILLS: Final = 5


def neighbourhoods(cards: Sequence[Card]) -> list[str]:
    """For each card the key of the folder whose skills belong together.

    That is the repository or plugin that holds the skill, or a hidden folder in it (`.agents`, `.cursor`: the same
    skills for another product); in a registry, where each person has a folder, the person's.
    """
    roots: dict[Path, bool] = {}
    found = [_collection(card, roots) for card in cards]
    held: dict[tuple[str, str], int] = defaultdict(int)
    for card, collection in zip(cards, found, strict=True):
        held[collection, posixpath.dirname(card.key)] += 1
    folders: dict[str, list[int]] = defaultdict(list)
    for (collection, _), count in sorted(held.items()):
        folders[collection].append(count)
    registries = {
        collection
        for collection, counts in folders.items()
        if len(counts) >= _MANY_FOLDERS and sum(counts) < _FEW_SKILLS * len(counts)
    }
    return [
        posixpath.dirname(card.key) if collection in registries else collection
        for card, collection in zip(cards, found, strict=True)
    ]


def _collection(card: Card, roots: dict[Path, bool]) -> str:
    """The nearest folder above a skill, within the library, that is hidden or the root of a repository or plugin.

    `roots` remembers which folders are such roots.
    """
    ticket = card.ticket
    if not isinstance(ticket, FolderSource) or card.key in {"", "."}:
        return str(getattr(ticket, "path", ""))
    folder, key = ticket.root.parent, posixpath.dirname(card.key)
    # a library may lie outside of the folder that keys are relative to: `../other/skills`
    while key not in {"", "/"} and posixpath.basename(key) != "..":
        if folder not in roots:
            plugin = folder.parent.name == _PLUGINS
            roots[folder] = plugin or any((folder / mark).exists() for mark in _MARKS)
        if posixpath.basename(key).startswith(".") or roots[folder]:
            return key
        folder, key = folder.parent, posixpath.dirname(key)
    return ""
