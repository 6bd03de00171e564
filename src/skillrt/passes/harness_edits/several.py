"""Where a skill tells folders of several products apart: there each keeps its own name, for both would become one."""

import re
from collections.abc import Iterable

import msgspec

from skillrt.passes.harness_uses import Lexicon, Use, normal, place_of_path

# what a product keeps for itself: it looks for a hook where its own settings say, whatever the target is
_SETTINGS = ("settings.", "hooks.", "servers.", "plugin")
_SENTENCE_END = re.compile(r"[.;!?]\s|[。；！？]|\n\s*\n|\n\s*(?:[-*+|]|\d+[.)])\s")

Owners = frozenset[str]


class Apart(msgspec.Struct, frozen=True):
    """`documents`: those that name skill folders of several products. `shared`: with their document, what they name
    in the folders of several products alike. `settings`: block id -> where it names settings of which products."""

    documents: frozenset[str] = frozenset()
    shared: frozenset[tuple[str, str]] = frozenset()
    settings: dict[str, tuple[tuple[int, Owners], ...]] = {}

    def keeps(self, use: Use, below: str, *, general: bool) -> bool:
        """Whether a skill folder keeps its name. `below` is the path in it, `general` that it names no one skill."""
        file = use.passage.file
        if (general and file in self.documents) or (file, below) in self.shared:
            return True
        settings = self.settings.get(use.passage.block, ())
        return any(not owners.isdisjoint(use.harnesses) and _at_once(use, at) for at, owners in settings)


def told_apart(uses: Iterable[Use], known: Lexicon) -> Apart:
    """What the skill tells apart, by all its uses."""
    folders: dict[str, set[Owners]] = {}
    named: dict[tuple[str, str], set[Owners]] = {}
    settings: dict[str, tuple[tuple[int, Owners], ...]] = {}
    for use in uses:
        block, owners, file = use.passage.block, frozenset(use.harnesses), use.passage.file
        if block and _is_setting(use):
            settings[block] = (*settings.get(block, ()), (use.start, owners))
        if block and use.kind == "path" and use.meaning.startswith("skills."):
            folders.setdefault(file, set()).add(owners)
            named.setdefault((file, below_place(use, known)), set()).add(owners)
    documents = frozenset(file for file, sets in folders.items() if len(sets) > 1)
    shared = frozenset(key for key, sets in named.items() if len(sets) > 1)
    return Apart(documents, shared, settings)


def below_place(use: Use, known: Lexicon) -> str:
    """What a path names in a known place, without slashes around it; empty for the place itself."""
    path = normal(use.passage.text[use.start : use.end])
    place = place_of_path(path, known)
    return path[len(place.text.rstrip("/")) :].strip("/") if place else ""


def is_general(use: Use, known: Lexicon) -> bool:
    """Whether the path is a folder for skills, or a pattern, and names no one skill (`.claude/skills/*/SKILL.md`)."""
    place = place_of_path(normal(use.what), known)
    return place is not None and normal(use.what).strip("/") == place.text.strip("/")


def _at_once(use: Use, at: int) -> bool:
    """Whether one sentence, or one block of code, holds the use and what stands at `at`."""
    first, last = sorted((use.start, at))
    return use.passage.kind == "code" or _SENTENCE_END.search(use.passage.text, first, last) is None


def _is_setting(use: Use) -> bool:
    """Whether a block is about a product's settings: it names their file, or is one that sets hooks."""
    if use.form == "hook":
        return use.passage.kind == "code"
    return use.kind == "path" and use.meaning.startswith(_SETTINGS)
