"""What a rewrite of harness uses may know, and what it gives."""

import re
from collections.abc import Mapping

import msgspec

from skillrt.passes.harness_edits.several import Apart
from skillrt.passes.harness_uses import Lexicon, Use
from skillrt.targets import Harness

_MARKER = re.compile(r"(?:\A|\n)\s*(?:[-+]|\d+[.)])\Z")


class Change(msgspec.Struct, frozen=True):
    """Characters `start:end` of the use's passage become `new`.

    `plain` where the target has nothing of the kind and words that any agent can follow stand in its place; `advice`
    then says what to do. `anchor` is the bundled file that the new text names by its path in the skill.
    """

    use: Use
    start: int
    end: int
    new: str
    rule: str
    reason: str
    plain: bool = False
    advice: str = ""
    anchor: str = ""


class Scene(msgspec.Struct, frozen=True):
    """The target harness, all descriptors, the skill's name, folder and files, and the names of skills beside it.

    `instruction_files` are the names of all instruction files that the skill mentions (`AGENTS.md`, `CLAUDE.md`).
    `written_for` is the harness that the skill was written for, where that is known; `apart` which folders it tells
    apart.
    """

    target: Harness
    harnesses: Mapping[str, Harness]
    known: Lexicon
    name: str
    folder: str
    paths: frozenset[str]
    siblings: frozenset[str] = frozenset()
    instruction_files: frozenset[str] = frozenset()
    written_for: str = ""
    apart: Apart = Apart()

    @property
    def is_at_home(self) -> bool:
        """Whether the target is the harness that the skill was written for: what it says of others is meant so."""
        return self.written_for == self.target.name

    def bundled(self, path: str) -> str:
        """`path` where it is a file or folder of the skill, without `./` and a closing slash; else empty."""
        clean = path.strip("/").removeprefix("./")
        inside = clean in self.paths or any(item.startswith(clean + "/") for item in self.paths)
        return clean if clean and inside else ""


def sentence_start(text: str, at: int) -> bool:
    """Whether a sentence, an item or a line begins at `at`."""
    before = text[max(0, at - 40) : at].rstrip(' \t*_`"')
    return not before or before[-1] in ".!?\n" or _MARKER.search(before) is not None


def fitted(words: str, text: str, at: int) -> str:
    """The words with a capital where they begin a sentence."""
    return words[0].upper() + words[1:] if words and sentence_start(text, at) else words
