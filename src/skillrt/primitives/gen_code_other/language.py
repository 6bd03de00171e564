"""A small language that nobody has read of: its words and some of its rules are drawn. Run with a step limit."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

import msgspec

_MOST_STEPS: Final = 200_000
_MOST_BITS: Final = 200
_MOST_VALUES: Final = 500
_MOST_LINES: Final = 1_000
_WORDS: Final = {
    "push": ("lay", "put", "stake"),
    "add": ("join", "merge", "heap"),
    "sub": ("shave", "trim", "pare"),
    "mul": ("fold", "breed", "scale"),
    "get": ("fetch", "draw", "lift"),
    "set": ("stow", "keep", "shelve"),
    "read": ("hear", "take", "sip"),
    "print": ("say", "show", "ring"),
    "jump": ("hop", "leap", "go"),
    "zero": ("void?", "nil?", "flat?"),
    "neg": ("minus?", "below?", "cold?"),
    "end": ("dry?", "spent?", "over?"),
    "stop": ("rest", "sleep", "halt"),
}
_TAKES_NUMBER: Final = "push"
_TAKES_NAME: Final = ("get", "set")
_TAKES_LABEL: Final = ("jump", "zero", "neg", "end")


class Language(msgspec.Struct, frozen=True):
    """`words` by instruction; what starts a remark and a label; does `sub` take the top from the value below it?"""

    words: dict[str, str]
    remark: str
    label: str
    top_from_below: bool

    def spell(self, program: str) -> str:
        """A program in the names of the instructions, in the words of this language."""
        lines: list[str] = []
        for line in program.strip().splitlines():
            name, _, rest = line.strip().partition(" ")
            lines.append(f"{self.words[name]} {rest}".strip() if name in self.words else f"{self.label}{name}")
        return "\n".join(lines) + "\n"

    @property
    def reference(self) -> str:
        """What a programmer must know."""
        word = self.words
        order = "the value below minus the top" if self.top_from_below else "the top minus the value below"
        return f"""\
A program has one instruction a line; blanks at its start and empty lines count nothing, and `{self.remark}` starts
a remark that reaches to the end of the line. Instructions are carried out from the first line on. There is a stack
of whole numbers of any size and sign, there are variables (names of lower-case letters; each is 0 at first), and an
input of whole numbers that are read one after the other.

    {word["push"]} 12       puts the number 12 on the stack (-12 is possible too)
    {word["add"]}          takes two values off the stack, puts their sum on it
    {word["sub"]}          takes two values off the stack, puts {order} on it
    {word["mul"]}          takes two values off the stack, puts their product on it
    {word["get"]} name     puts the value of the variable `name` on the stack
    {word["set"]} name     takes the top off the stack and makes it the value of `name`
    {word["read"]}          reads the next number of the input onto the stack; an error where none is left
    {word["print"]}          takes the top off the stack and prints it on a line of its own
    {self.label}name         does nothing, but marks a place; `name` has lower-case letters and is marked once
    {word["jump"]} name     goes on at the place marked `name`
    {word["zero"]} name     takes the top off the stack and goes on at `name` where it was 0
    {word["neg"]} name     takes the top off the stack and goes on at `name` where it was below 0
    {word["end"]} name     goes on at `name` where no number of the input is left; the stack stays as it is
    {word["stop"]}          ends the program; after the last line it ends too

To take a value off an empty stack is an error. There are no other instructions."""


class Wrong(ValueError):
    """A program that cannot be run, or not to its end; says why."""


def language(random: Random) -> Language:
    """A language with words and rules of its own."""
    words = {name: random.choice(choices) for name, choices in _WORDS.items()}
    return Language(words, random.choice(("#", ";", "//")), random.choice((":", "@", "=")), random.random() < 0.5)


def run(tongue: Language, program: str, numbers: Sequence[int]) -> list[int]:
    """What the program prints. Raises Wrong with the line that is to blame."""
    lines, places = _read(tongue, program)
    machine = _Machine(tongue, list(numbers), places)
    for _ in range(_MOST_STEPS):
        if machine.at >= len(lines):
            return machine.printed
        number, name, rest = lines[machine.at]
        machine.at += 1
        try:
            machine.step(name, rest)
        except Wrong as error:
            raise Wrong(f"line {number}: {error}") from None
    raise Wrong(f"it does not end within {_MOST_STEPS} steps")


def _read(tongue: Language, program: str) -> tuple[list[tuple[int, str, str]], dict[str, int]]:
    """Line number, instruction and operand of each instruction, and the marked places."""
    names = {word: name for name, word in tongue.words.items()}
    lines: list[tuple[int, str, str]] = []
    places: dict[str, int] = {}
    given = program.split("\n")
    if len(given) > _MOST_LINES:
        raise Wrong(f"it has more than {_MOST_LINES} lines")
    for number, line in enumerate(given, 1):
        word, _, rest = line.partition(tongue.remark)[0].strip().partition(" ")
        if word.startswith(tongue.label):
            place = word.removeprefix(tongue.label) or rest.strip()
            if place in places:
                raise Wrong(f"line {number}: the place {place[:40]!r} is marked twice")
            places[place] = len(lines)
        elif word:
            if word not in names:
                raise Wrong(f"line {number}: {word[:40]!r} is no instruction")
            lines.append((number, names[word], rest.strip()))
    for number, name, rest in lines:
        _check(number, name, rest, places)
    return lines, places


def _check(number: int, name: str, rest: str, places: dict[str, int]) -> None:
    digits = rest.removeprefix("-")
    plain = digits.isascii() and digits.isdigit() and len(digits) <= 40
    if name == _TAKES_NUMBER and not plain:
        raise Wrong(f"line {number}: {rest[:40]!r} is no number")
    if name in _TAKES_NAME and not (rest.isascii() and rest.isalpha() and rest.islower()):
        raise Wrong(f"line {number}: {rest[:40]!r} is no name of a variable")
    if name in _TAKES_LABEL and rest not in places:
        raise Wrong(f"line {number}: no place is marked {rest[:40]!r}")
    if name not in (_TAKES_NUMBER, *_TAKES_NAME, *_TAKES_LABEL) and rest:
        raise Wrong(f"line {number}: nothing may follow here, but {rest[:40]!r} does")


class _Machine:
    """The state of a running program."""

    def __init__(self, tongue: Language, numbers: list[int], places: dict[str, int]) -> None:
        self.stack: list[int] = []
        self.names: dict[str, int] = {}
        self.printed: list[int] = []
        self.at = 0
        self._left = numbers
        self._places = places
        self._from_below = tongue.top_from_below
        self._two: dict[str, Callable[[int, int], int]] = {
            "add": lambda below, top: below + top,
            "sub": lambda below, top: below - top if self._from_below else top - below,
            "mul": lambda below, top: below * top,
        }

    def step(self, name: str, rest: str) -> None:
        """Carry one instruction out."""
        if name in self._two:
            top, below = self._taken(), self._taken()
            self._put(self._two[name](below, top))
        elif name in _TAKES_LABEL:
            if (
                name == "jump"
                or (name == "end" and not self._left)
                or (name not in {"jump", "end"} and self._holds(name))
            ):
                self.at = self._places[rest]
        elif name == "stop":
            self.at = _MOST_LINES + 1
        else:
            self._move(name, rest)

    def _holds(self, name: str) -> bool:
        value = self._taken()
        return value == 0 if name == "zero" else value < 0

    def _move(self, name: str, rest: str) -> None:
        if name == "push":
            self._put(int(rest))
        elif name == "get":
            self._put(self.names.get(rest, 0))
        elif name == "set":
            self.names[rest] = self._taken()
        elif name == "print":
            self.printed.append(self._taken())
            if len(self.printed) > _MOST_VALUES:
                raise Wrong("it prints far too much")
        elif self._left:
            self._put(self._left.pop(0))
        else:
            raise Wrong("no number of the input is left")

    def _taken(self) -> int:
        if not self.stack:
            raise Wrong("the stack is empty")
        return self.stack.pop()

    def _put(self, value: int) -> None:
        if value.bit_length() > _MOST_BITS or len(self.stack) >= _MOST_VALUES:
            raise Wrong("the stack or a number on it becomes far too large")
        self.stack.append(value)
