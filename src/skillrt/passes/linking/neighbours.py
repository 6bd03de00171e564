"""Where a path to another skill leads once both are variants: side by side, each in a folder of its name."""

import posixpath
import re
from collections.abc import Mapping
from typing import Final

from skillrt.ir import TextEdit
from skillrt.passes.linking.outcomes import Outcome
from skillrt.passes.linking.resolve import plain

_READ: Final = frozenset(("link", "image", "code", "prose"))
_BEHIND: Final = re.compile(r"[?#].*", re.DOTALL)
_REASON: Final = "the variants of skills lie side by side, each in a folder of its name"


def moved(outcome: Outcome, place: str, homes: Mapping[str, str]) -> TextEdit | None:
    """The path as it must be in the variant; None where it stays right, or means no file of another skill.

    `place` is where in the tree the skill is, `homes` the name of the variant of each skill by its place there.
    """
    mention, target = outcome.mention, outcome.found.target
    if outcome.found.how != "sibling" or not target or mention.via not in _READ or not homes:
        return None
    if mention.block.text[mention.start : mention.end] != mention.path:
        return None  # of a link by a name, which stands elsewhere
    link = mention.via in ("link", "image")
    path = plain(mention.path, link=link)
    folders = dict.fromkeys((posixpath.dirname(mention.document), ""))
    base = next((item for item in folders if posixpath.normpath(posixpath.join(item, path)) == target), None)
    home = _home(posixpath.normpath(posixpath.join(place, target)), place, homes)
    if base is None or not home:
        return None
    new = posixpath.relpath(f"../{home}", base or ".")
    if new == posixpath.normpath(path):
        return None
    behind = _BEHIND.search(mention.path) if link else None
    new = (new.replace(" ", "%20") if link else new) + (behind.group() if behind else "")
    return TextEdit(mention.start, mention.end, new, "sibling", _REASON)


def _home(path: str, place: str, homes: Mapping[str, str]) -> str:
    """The path, given relative to the tree, as `<variant>/<file>`; empty where only the skill at `place` holds it."""
    folder = posixpath.dirname(path)
    while folder not in homes:
        if folder in {"", "/", ".", ".."}:
            return ""
        folder = posixpath.dirname(folder)
    if folder == place:
        return ""  # of a skill below it that is not compiled
    return f"{homes[folder]}/{posixpath.relpath(path, folder or '.')}"
