"""A template: a program with holes, the wordings that it serves, its guards, and the proofs that it works."""

from typing import Literal

import msgspec

from skillrt.jit.actions import Action
from skillrt.jit.answers.pattern import AnswerPattern
from skillrt.jit.contents.shape import Features
from skillrt.jit.programs.sites import Site
from skillrt.jit.uses import Use, used

HoleKind = Literal["file", "files", "new-file", "number", "date", "field", "quoted", "word", "workspace-file"]
Reading = Literal["plain", "otherwise", "beside", "listed"]
"""How the literals of a program are read: as they are; as the same said in another way, or numbers beside, too; files
in a row as a list of any length."""


class Piece(msgspec.Struct, frozen=True):
    """A part of a value: fixed text, or a hole put to use (the whole value, a file's stem, its name, ...).
    `plain`: the whole value, which must be a plain word or a number. `any`: no hole, any name (see `outputs`).
    `less` and `more`: the whole number beside it. The others are told in `uses`."""

    text: str = ""
    hole: str = ""
    use: Use = "value"


class Hole(msgspec.Struct, frozen=True):
    """A variable place: what kind of value fills it, the ending of a file, the unit of a number.

    `files`: several of one ending, a line of the value each. `workspace-file`: the only file of the workspace with
    this ending; the request does not name it.
    """

    id: str
    kind: HoleKind
    ending: str = ""
    unit: str = ""
    example: str = ""

    @property
    def items(self) -> list[str]:
        """Its example; of several files each."""
        return self.paths_in(self.example)

    def paths_in(self, value: str) -> list[str]:
        """The paths in a value for it."""
        return value.split("\n") if self.kind == "files" else [value]


class FilledSite(msgspec.Struct, frozen=True):
    """A site of the program and what is put there."""

    site: Site
    pieces: tuple[Piece, ...]


class Word(msgspec.Struct, frozen=True):
    """A word of a wording: literal, or a hole with the shape that a word must have to fill it."""

    literal: str = ""
    hole: str = ""
    shape: tuple[str, ...] = ()


class Wording(msgspec.Struct, frozen=True):
    """A way to ask for it, and the episodes that asked so."""

    words: tuple[Word, ...]
    episodes: tuple[str, ...]


class FileGuard(msgspec.Struct, frozen=True):
    """What the file in `hole` must be like; `field` is the hole of one of its columns, empty for the whole file.

    Without a hole: every file of the workspace with the ending `every`, where the request names none.
    """

    hole: str
    features: Features
    field: str = ""
    every: str = ""


class OutputGuard(msgspec.Struct, frozen=True):
    """A file that the program writes: its path, whether it was there before, what it must be like afterwards."""

    path: tuple[Piece, ...]
    existed: bool
    features: Features


class Template(msgspec.Struct, frozen=True):
    """What was learnt. `proofs` are the other episodes on which replay gave the same effects; `imports` what the
    program needs of its Python; `endings` are those of the workspace's files, where the program has no file for a
    hole and all proofs had the same; `seen` are the only values for holes of which the program says the word in
    several literals. `partial`: it does a part of the job, and the model goes on."""

    id: str
    skill: str
    source: str
    actions: tuple[Action, ...]
    sites: tuple[FilledSite, ...]
    holes: tuple[Hole, ...]
    wordings: tuple[Wording, ...]
    inputs: tuple[FileGuard, ...]
    outputs: tuple[OutputGuard, ...]
    answer: AnswerPattern
    proofs: tuple[str, ...]
    endings: tuple[str, ...] = ()
    cost: int = 0
    imports: tuple[str, ...] = ()
    seen: dict[str, tuple[str, ...]] = {}
    partial: bool = False


def value_of(pieces: tuple[Piece, ...], values: dict[str, str]) -> str:
    """The value that the pieces make. Raises KeyError for a hole without a value, ValueError for a use that fails."""
    return "".join(piece.text if not piece.hole else used(values[piece.hole], piece.use) for piece in pieces)
