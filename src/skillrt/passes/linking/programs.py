"""The commands of a text, and what each of their words is to them."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from skillrt.code import Command, Program, Word, commands, program_of
from skillrt.passes.linking.rules import rules

Role = Literal["", "program", "argument", "made", "folder"]


class Use(msgspec.Struct, frozen=True, gc=False):
    """A word of a command: characters `start:end` of the text, its role, and the option that it belongs to.

    `cwd` is the folder that an earlier `cd` went to, as written; '' where none did.
    """

    start: int
    end: int
    role: Role
    option: str = ""
    cwd: str = ""


class Call(msgspec.Struct, frozen=True, gc=False):
    """A command that runs a script: `uses` are its words, the script's first."""

    command: Command
    program: Program
    script: Use
    start: int
    end: int


class Characters:
    """Character offsets of byte offsets in one text."""

    def __init__(self, text: str) -> None:
        self.data = b"" if text.isascii() else text.encode("utf-8", "surrogateescape")

    def at(self, byte: int) -> int:
        """The character at which the byte offset stands."""
        return len(self.data[:byte].decode("utf-8", "surrogateescape")) if self.data else byte


class Shell(msgspec.Struct, frozen=True):
    """What a text of commands holds. `cwd` is the folder in which it leaves the reader."""

    uses: list[Use]
    calls: list[Call]
    cwd: str


def read_shell(text: str, *, console: bool = False, cwd: str = "") -> Shell:
    """The words of all commands of `text`, in order, and the scripts that they run."""
    characters = Characters(text)
    uses: list[Use] = []
    calls: list[Call] = []
    for command in commands(text, console=console):
        program = program_of(command)
        found = [_placed(use, characters) for use in _uses(command, program, cwd)]
        uses.extend(found)
        script = program.script if program else None
        if program and script:
            use = Use(characters.at(script.start), characters.at(script.end), "program", cwd=cwd)
            calls.append(Call(command, program, use, characters.at(command.start), characters.at(command.end)))
        cwd = next_folder(command, cwd)
    return Shell(sorted(uses, key=lambda use: use.start), calls, cwd)


def _placed(use: Use, characters: Characters) -> Use:
    if not characters.data:
        return use
    return msgspec.structs.replace(use, start=characters.at(use.start), end=characters.at(use.end))


def _uses(command: Command, program: Program | None, cwd: str) -> Iterator[Use]:
    for redirect in command.redirects:
        if not redirect.operator.startswith("<<"):
            role: Role = "made" if ">" in redirect.operator else "argument"
            yield Use(redirect.target.start, redirect.target.end, role, redirect.operator, cwd)
    for word in command.assignments:
        yield Use(word.start, word.end, "argument", word.text.partition("=")[0] + "=", cwd)
    script = program.script if program else None
    before = ""
    name = _name(command.words[0]) if command.words else ""
    for index, word in enumerate(command.words):
        last = index == len(command.words) - 1
        if script is not None and word.start == script.start:
            yield Use(word.start, word.end, "program", "", cwd)
        elif program and program.code is not None and word.start == program.code.start:
            yield Use(word.start, word.end, "made", "", cwd)  # a program of its own, in whatever language
        elif index or script is None:
            yield Use(word.start, word.end, _role(name, word, before, index=index, last=last), before, cwd)
        before = word.text if word.text.startswith("-") and "=" not in word.text else ""


def _name(word: Word) -> str:
    return word.text.rpartition("/")[2]


def _role(name: str, word: Word, before: str, *, index: int, last: bool) -> Role:
    table = rules()
    option = word.text.partition("=")[0] if word.text.startswith("-") else before
    if (option and table.output_option.match(option)) or (index and name in table.makers):
        return "made"
    if name in table.copiers and last:
        return "made"
    return "folder" if index and name in ("cd", "pushd") else "argument"


def next_folder(command: Command, cwd: str) -> str:
    """Where the reader stands after the command."""
    if not command.words or command.words[0].text not in ("cd", "pushd"):
        return cwd
    target = command.words[1].text if len(command.words) > 1 else "~"
    if re.match(r"[~/$<{]", target) or not cwd:
        return target
    return f"{cwd}/{target}"
