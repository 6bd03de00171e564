"""What outlining gives: a program with a command line, made from code blocks, or the reason why there is none."""

from typing import Literal

import msgspec

InputKind = Literal["input-file", "output-file", "folder", "url", "text", "integer", "number", "choice", "secret"]


class Snippet(msgspec.Struct, frozen=True):
    """A code block as it stands in a skill. `title` is the heading above it, `lead` the sentence before it; both
    only name things. `place` is where it stands (`SKILL.md:18`)."""

    language: str
    text: str
    place: str = ""
    title: str = ""
    lead: str = ""


class Input(msgspec.Struct, frozen=True):
    """A literal of the code that became an option of the program.

    `example` is the literal as text. A `required` input has no default; any other defaults to the example, so that
    the program without options does what the code did. A `secret` is read from the environment variable `name`.
    `examples` are the values of a `repeated` input one by one, where blanks in them could not be told from those
    between them in `example`.
    """

    name: str
    kind: InputKind
    example: str
    required: bool = False
    repeated: bool = False
    examples: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """The option as it is typed: `--page-size`."""
        return "--" + self.name.replace("_", "-")


class Program(msgspec.Struct, frozen=True):
    """A program that stands alone. `file` is its name (`merge-pdfs.py`), `run` the words that start it
    (`("python3",)`), `sources` the indices of the snippets that it was made from, in order, `summary` the line that
    `--help` prints. `lines` are those of its last snippet that it stands for, from 0, the end not included; None for
    all of it (a block that lists several jobs becomes several programs). `files` are (name, text) of what must lie
    beside it."""

    language: str
    file: str
    run: tuple[str, ...]
    text: str
    inputs: tuple[Input, ...]
    sources: tuple[int, ...]
    summary: str = ""
    lines: tuple[int, int] | None = None
    files: tuple[tuple[str, str], ...] = ()
    own_command_line: bool = False
    """The code reads its command line itself; `inputs` is empty, what it accepts is in its text."""


class Refusal(msgspec.Struct, frozen=True):
    """Why the snippet at `index` stays as it is: `rule` is a short stable name, `reason` says it in words."""

    index: int
    rule: str
    reason: str


class Outlined(msgspec.Struct, frozen=True):
    """The programs, in the order of their last snippet, and what stays."""

    programs: tuple[Program, ...] = ()
    refusals: tuple[Refusal, ...] = ()
