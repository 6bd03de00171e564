"""The records of an answer pattern."""

from typing import Literal

import msgspec

Measure = Literal[
    "rows", "columns", "column-names", "width", "height", "pages", "lines", "words", "items", "sheets", "files",
    "value",
]  # fmt: skip


class Fact(msgspec.Struct, frozen=True, order=True):
    """Something that can be computed after a run.

    `hole`: the value of a hole. `input` or `output`: a measure of the file in a hole, or of the output with this
    number (`*`: of those of which there is any number); `path` leads to a value of a JSON file. `printed`: the
    word of this number in what the program printed, from its end where the number is negative.
    """

    of: Literal["hole", "input", "output", "printed"]
    key: str
    measure: Measure = "value"
    path: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True):
    """A part of an answer: words, or a fact; `decimals` of a number that is rounded, -1 where it is said as it is."""

    text: str = ""
    fact: Fact | None = None
    decimals: int = -1


class AnswerPattern(msgspec.Struct, frozen=True):
    """Sentences whose every number and name is a fact. None: the answer only names the files."""

    sentences: tuple[tuple[Said, ...], ...] = ()
