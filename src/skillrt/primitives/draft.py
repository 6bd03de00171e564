"""Gaps, and the drafts that would close them: what a lowering wants to change, before anybody decides."""

from typing import Literal

import msgspec

from skillrt.primitives.base import Detected, Level


class Gap(msgspec.Struct, frozen=True):
    """A requirement above what the target holds. `held` is 0 (cannot) to 2; `detected` says where it is asked for."""

    primitive: str
    required: Level
    held: int
    detected: Detected


class Use(msgspec.Struct, frozen=True):
    """A place in new text that must name where the skill is installed: the first time that `path` stands in the
    replacement it belongs to. `runs`: there it is run as a program."""

    path: str
    runs: bool = True


class Replacement(msgspec.Struct, frozen=True):
    """Put `new` in the place of the characters `start:end` of the block's present text.

    `uses` are bundled files that the new text names in commands. `to` is the derived file that now holds what stood
    there; empty where the new text itself holds it all.
    """

    block: str
    start: int
    end: int
    new: str
    uses: tuple[Use, ...] = ()
    to: str = ""


class DerivedFile(msgspec.Struct, frozen=True):
    """A file that a lowering makes: `path` in the variant, with forward slashes. `blocks` are those that it was made
    from. `uses` are bundled files that its text names in commands, each wherever it stands. Of an `outlined` program,
    `literals` are the words of the source that became options."""

    path: str
    text: str
    executable: bool = False
    blocks: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    how: Literal["moved", "outlined"] = "moved"
    literals: tuple[str, ...] = ()


class NoDraft(msgspec.Struct, frozen=True):
    """Why a rule that could apply drafts nothing here, in words with the place."""

    rule: str
    reason: str


class Draft(msgspec.Struct, frozen=True):
    """One way to lower a requirement. `rule` is the lowering's short name, `reason` says why in words.

    A draft that `removes` takes the demand out of the text: the detector must agree once it is applied. One that
    `supports` leaves the demand and adds what carries it (a checker, a list, a driver): then `to` is the level that
    is still asked for with that support, 0 where none is. `raises` names primitives that it asks for in place.
    """

    rule: str
    reason: str
    kind: Literal["removes", "supports"]
    replacements: tuple[Replacement, ...]
    files: tuple[DerivedFile, ...] = ()
    to: int = 0
    raises: tuple[tuple[str, Level], ...] = ()
