"""Where a path to another skill leads once both are variants: side by side, each in a folder of its name."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Final

from skillrt.errors import Diagnostic, Severity, also_on
from skillrt.ir import TextEdit, place_of
from skillrt.passes.linking.outcomes import Outcome
from skillrt.passes.linking.resolve import plain

_READ: Final = frozenset(("link", "image", "code", "prose"))
_BEHIND: Final = re.compile(r"[?#].*", re.DOTALL)
_SHOWN: Final = 120
_REASON: Final = "the variants of skills lie side by side, each in a folder of its name"


def moved(outcome: Outcome, place: str, homes: Mapping[str, str]) -> TextEdit | None:
    """The path as it must be in the variant; None where it stays right, or means no file of another skill.

    `place` is where in the tree the skill is, `homes` the name of the variant of each skill by its place there
    (empty where it cannot have one).
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


def left_out(outcomes: Iterable[Outcome], place: str, homes: Mapping[str, str]) -> list[Diagnostic]:
    """What the text names of skills in this skill's folder, whose files are none of the variant.

    A warning for each path that leads nowhere there; a note for each skill that links were moved to.
    """
    lost: dict[tuple[str, str, str], list[Outcome]] = {}
    for outcome in outcomes:
        target = outcome.found.target
        if not homes or outcome.found.how != "sibling" or not target or target.startswith("../"):
            continue
        skill = _skill_of(posixpath.normpath(posixpath.join(place, target)), place, homes)
        follows = moved(outcome, place, homes) is not None
        key = ("", "", skill) if follows else (outcome.mention.document, outcome.mention.path, skill)
        lost.setdefault(key, []).append(outcome)
    return [_left_out(path, skill, group) for (_, path, skill), group in lost.items()]


def _left_out(path: str, skill: str, group: list[Outcome]) -> Diagnostic:
    places = [place_of(item.mention.block, item.mention.start, item.mention.end) for item in group]
    if not path:
        message = f"the files of `{skill}` are not in this variant: they are in that of the skill beside it"
        hint = "install both"
        return Diagnostic.of("link.other-skill", message, places[0], hint=hint).at(Severity.NOTE)
    shown = path if len(path) <= _SHOWN else path[: _SHOWN - 3] + "..."
    message = f"`{shown}` is a file of the skill in `{skill}`, whose files are not in this variant{also_on(places)}"
    return Diagnostic.of("link.other-skill", message, places[0])


def _skill_of(path: str, place: str, homes: Mapping[str, str]) -> str:
    """The folder, within the skill at `place`, of the skill that has the file."""
    folder = found = posixpath.dirname(path)
    while folder not in ("", "/", ".", "..", place):
        if folder in homes:
            found = folder
            break
        folder = posixpath.dirname(folder)
    return posixpath.relpath(found, place or ".")


def _home(path: str, place: str, homes: Mapping[str, str]) -> str:
    """The path, given relative to the tree, as `<variant>/<file>`; empty where only the skill at `place` holds it."""
    folder = posixpath.dirname(path)
    while folder not in homes:
        if folder in {"", "/", ".", ".."}:
            return ""
        folder = posixpath.dirname(folder)
    if folder == place or not homes[folder]:
        return ""  # of a skill below it that is not compiled, or of one that cannot be
    return f"{homes[folder]}/{posixpath.relpath(path, folder or '.')}"
