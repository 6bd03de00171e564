"""Call-site checking: the words of a command against the interface of the script that it runs.

A false alarm costs more than a miss. So whatever may stand for other words (`$@`, `[options]`, `...`) ends all talk
of missing arguments, and whatever an interface leaves open ends all talk of what it touches.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import Literal

import msgspec

from skillrt.code.interface import Interface, Option, Positional
from skillrt.code.launch import Program
from skillrt.code.shell import Command
from skillrt.code.words import Word

Kind = Literal[
    "unknown-option",
    "missing-argument",
    "wrong-choice",
    "swallowed-positional",
    "too-many-arguments",
    "missing-value",
]

_OPTION = re.compile(r"--?[A-Za-z0-9?][\w.:-]*(?:=.*)?\Z", re.DOTALL)
_NEGATIVE = re.compile(r"-(?:\d+|\d*\.\d+)(?:[eE][+-]?\d+)?\Z")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9_-]*\Z")
_PROSE = frozenset(("->", "=>", "→", "⇒", "—", "–", "or", "and", "then", "==", "="))
_MAX_WORDS = 2000


class CallProblem(msgspec.Struct, frozen=True):
    """One thing that the script would not accept.

    `word` is where (None for something that is missing), `start` and `end` its bytes; for a missing argument those
    of the whole call. `message` says it in words. `suggestion` is the nearest name that exists, `replacement` the
    text for `start:end` where putting it there is safe.
    """

    kind: Kind
    message: str
    start: int
    end: int
    word: Word | None = None
    suggestion: str = ""
    replacement: str | None = None


def check_command(
    interface: Interface, command: Command, program: Program, *, mention: bool = False
) -> tuple[CallProblem, ...]:
    """Check the command that runs a script, as `program_of` took it apart.

    With `mention` (a code span in a sentence, which may only name the script) nothing is said to be missing.
    """
    place = (program.script or program.name).start, command.end
    # A bare file name with nothing behind it is more likely the name of the script than a call of it.
    named = program.direct and not program.arguments and "/" not in program.name.text
    certain = not (mention or named or command.doubtful or program.appended)
    return check_call(interface, program.arguments, place=place, certain=certain)


def check_call(
    interface: Interface, words: Sequence[Word], *, place: tuple[int, int] = (0, 0), certain: bool = True
) -> tuple[CallProblem, ...]:
    """What `interface` would not accept of the argument `words` (those behind the script's name), in order of place.

    `place` is shown for what is missing. `certain` is False where words may be missing for other reasons.
    """
    if not interface.known or len(words) > _MAX_WORDS:
        return ()
    call = _Call(interface, words, place)
    call.elided = not certain
    call.run()
    return tuple(call.problems)


class _Scope:
    """One interface on the way down the subcommands, with what was given to it."""

    def __init__(self, interface: Interface, label: str) -> None:
        self.interface = interface
        self.label = label
        self.given: set[Option] = set()
        self.positionals: list[Word] = []
        self.swallowed: tuple[str, int] | None = None


class _Call:
    """The walk over the words of one call."""

    def __init__(self, interface: Interface, words: Sequence[Word], place: tuple[int, int]) -> None:
        self.words = words
        self.place = place
        self.problems: list[CallProblem] = []
        self.scopes = [_Scope(interface, "")]
        self.at = 0
        self.elided = False
        self.scattered = False
        self.unsure = False
        self.ended = False
        self.options_over = False

    @property
    def scope(self) -> _Scope:
        """The innermost scope."""
        return self.scopes[-1]

    def run(self) -> None:
        """Read every word, then ask what is missing."""
        while self.at < len(self.words) and not self.ended:
            word = self.words[self.at]
            self.at += 1
            if word.spread or word.text in _PROSE:
                self.elided = self.scattered = True
                self.unsure = self.unsure or word.text in _PROSE
            elif not self.options_over and self._is_option(word):
                self._option(word)
            elif word.value == "--" and not self.options_over:
                self.options_over = True
            else:
                self._operand(word)
        if self.ended:
            return
        for scope in self.scopes:
            self._finish(scope)

    def _is_option(self, word: Word) -> bool:
        text = word.text
        if not text.startswith("-") or text in ("-", "--"):
            return False
        if self.scope.interface.source == "argparse" and " " in text and "=" not in text:
            return False
        return not (_NEGATIVE.match(text) and not any(_NEGATIVE.match(n) for o in self._options() for n in o.names))

    def _options(self) -> list[Option]:
        """The options accepted here."""
        scopes = self.scopes if self.scope.interface.root_options_anywhere else self.scopes[-1:]
        return [option for scope in scopes for option in scope.interface.options]

    def _option(self, word: Word) -> None:
        certain = word.literal_start
        if not _OPTION.match(word.text) or (word.dynamic and "=" not in certain):
            self.elided = self.unsure = True
            return
        name, equals, value = word.text.partition("=")
        found = self._lookup(name)
        if found is None and not name.startswith("--") and self._bundle(word):
            return
        if found is None:
            self._unknown(word, name)
            return
        self._note(found)
        if equals:
            if not word.dynamic:
                self._check_choice(found.choices, value, word, name)
        else:
            self._values(found, name)

    def _note(self, option: Option) -> None:
        if option.terminal:
            self.ended = True
            self.problems.clear()
        for scope in self.scopes:
            if option in scope.interface.options:
                scope.given.add(option)

    def _lookup(self, name: str) -> Option | None:
        options = self._options()
        for option in options:
            if name in option.names:
                return option
        if not self.scope.interface.abbreviations or not name.startswith("--"):
            return None
        near = [option for option in options if any(label.startswith(name) for label in option.names)]
        return near[0] if len(near) == 1 else _AMBIGUOUS if near else None

    def _bundle(self, word: Word) -> bool:
        """`-xvf` as `-x -v -f`, `-ofile` as `-o file`; False where a letter is unknown."""
        if not self.scope.interface.bundling or len(word.text) < 3:
            return False
        taken: list[Option] = []
        for letter in word.text[1:]:
            option = next((item for item in self._options() if f"-{letter}" in item.names), None)
            if option is None:
                return False
            taken.append(option)
            if option.maximum != 0:
                break
        for option in taken:
            self._note(option)
        if len(taken) == len(word.text) - 1 and taken[-1].maximum != 0:
            self._values(taken[-1], taken[-1].names[0])
        return True

    def _values(self, option: Option, name: str) -> None:
        """Take the words that belong to an option."""
        if option.loose:
            self.unsure = self.elided = True
            return
        greedy = self.scope.interface.greedy or option.minimum != option.maximum
        limit = option.maximum if greedy else option.minimum
        values: list[Word] = []
        while self.at < len(self.words) and (limit is None or len(values) < limit):
            word = self.words[self.at]
            if word.spread or word.text == "--" or (self._is_option(word) and self._takes_no_dash(option)):
                break
            values.append(word)
            self.at += 1
        for word in values:
            self._check_choice(option.choices, word.value, word, name)
        if len(values) > option.minimum:
            self.scope.swallowed = (name, len(values) - option.minimum)
        following = self.words[self.at] if self.at < len(self.words) else None
        if len(values) < option.minimum and following is not None and not following.spread:
            if not self.elided and following.value is not None and self._lookup(following.value.partition("=")[0]):
                self._report("missing-value", f"{name} needs a value", following)
            self.unsure = True
        elif len(values) < option.minimum:
            self.elided = self.unsure = True

    def _takes_no_dash(self, option: Option) -> bool:
        """Whether a word that looks like an option ends the values: in getopt-like parsers it is the value."""
        return self.scope.interface.greedy or option.minimum != option.maximum

    def _unknown(self, word: Word, name: str) -> None:
        """An option that is not there; what follows may be its value, so nothing is said of the rest."""
        self.unsure = True
        if any(scope.interface.open_options for scope in self.scopes):
            return
        outer = next((scope for scope in self.scopes[:-1] if _has(scope.interface, name)), None)
        inner = [label for label, item in self.scope.interface.subcommands if _has(item, name)]
        if outer:
            message = (
                f"{name} must stand before {self.scope.label}: it belongs to the program, not to this subcommand"
            )
            self._report("unknown-option", message, word)
            return
        if inner or self.scope.interface.open_subcommands:
            if inner and not self.scope.interface.open_subcommands:
                self._report("unknown-option", f"{name} must stand after the subcommand ({inner[0]})", word)
            return
        labels = sorted({label for option in self._options() for label in option.names})
        near = _nearest(name, labels)
        behind = f" of {self.scope.label}" if self.scope.label else ""
        message = f"{name} is not an option{behind}" + (f"; did you mean {near[0]}?" if near else "")
        safe = near[0] + word.raw[len(name) :] if _surely(name, near) and word.raw.startswith(name) else None
        self._report("unknown-option", message, word, near[0] if near else "", safe)

    def _operand(self, word: Word) -> None:
        scope, interface = self.scope, self.scope.interface
        if not interface.interspersed and not interface.subcommands:
            self.options_over = True
        if not interface.subcommands and not interface.open_subcommands:
            scope.positionals.append(word)
            return
        before = interface.positionals
        if any(item.minimum != item.maximum for item in before) or interface.open_positionals or self.unsure:
            self.ended = True
        elif len(scope.positionals) < sum(item.minimum for item in before):
            scope.positionals.append(word)
        else:
            self._subcommand(word)

    def _subcommand(self, word: Word) -> None:
        interface = self.scope.interface
        found = interface.subcommand(word.value) if word.value is not None else None
        if found is not None:
            self.scopes.append(_Scope(found, word.text))
            return
        # Behind `$ARGS` this word may be an argument of the subcommand that stands in there.
        if word.value is not None and not interface.open_subcommands and not self.scattered:
            self._check_choice(tuple(label for label, _ in interface.subcommands), word.value, word, "")
        self.ended = True

    def _check_choice(self, choices: tuple[str, ...] | None, value: str | None, word: Word, name: str) -> None:
        if choices is None or value is None or value in choices or _is_placeholder(value, choices):
            return
        near = _nearest(value, list(choices))
        what = f"{name} does not accept {value!r}" if name else f"{value!r} is not a subcommand"
        listed = ", ".join(choices[:12]) + (", ..." if len(choices) > 12 else "")
        safe = word.raw.replace(value, near[0]) if _surely(value, near) and word.raw.count(value) == 1 else None
        self._report("wrong-choice", f"{what} (choose from {listed})", word, near[0] if near else "", safe)

    def _finish(self, scope: _Scope) -> None:
        """What is missing in one scope, and what is too much."""
        interface, inner = scope.interface, scope is self.scope
        if inner or not interface.subcommands:
            self._positionals(scope)
        if self.elided or self.unsure:
            return
        for option in interface.options:
            if option.required and option not in scope.given:
                self._missing(f"option {_longest(option)}", scope)
        for names, required in interface.exclusive:
            if required and not any(interface.option(name) in scope.given for name in names):
                self._missing(f"one of {', '.join(names)}", scope)
        if interface.subcommand_required and inner and interface.subcommands:
            listed = ", ".join(label for label, _ in interface.subcommands[:12])
            self._missing(f"subcommand ({listed})", scope)

    def _positionals(self, scope: _Scope) -> None:
        declared, given = scope.interface.positionals, scope.positionals
        self._positional_choices(declared, given)
        if self.unsure:
            return
        need = sum(item.minimum for item in declared)
        room = None if any(item.maximum is None for item in declared) else sum(item.maximum or 0 for item in declared)
        if len(given) < need and not self.elided:
            lacking = _lacking(declared, len(given))
            if scope.swallowed and len(given) + scope.swallowed[1] >= need:
                name = scope.swallowed[0]
                message = (
                    f"{name} takes all words that follow and leaves none for {lacking}: put {lacking} before {name}"
                )
                self.problems.append(CallProblem("swallowed-positional", message, *self.place))
            else:
                self._missing(f"argument {lacking}", scope)
        open_end = scope.interface.open_positionals or scope.interface.open_options
        if room is not None and len(given) > room and not open_end:
            word = given[room]
            message = f"unexpected argument {word.text!r}: {_accepts(room)}"
            self._report("too-many-arguments", message, word)

    def _positional_choices(self, declared: tuple[Positional, ...], given: list[Word]) -> None:
        """Check choices while it is plain which word belongs to which positional."""
        at = 0
        for item in declared:
            if self.elided or self.unsure or item.minimum != item.maximum:
                return
            for word in given[at : at + item.minimum]:
                self._check_choice(item.choices, word.value, word, item.name)
            at += item.minimum

    def _missing(self, what: str, scope: _Scope) -> None:
        behind = f" of {scope.label}" if scope.label else ""
        self.problems.append(CallProblem("missing-argument", f"the required {what}{behind} is missing", *self.place))

    def _report(
        self, kind: Kind, message: str, word: Word, suggestion: str = "", replacement: str | None = None
    ) -> None:
        self.problems.append(CallProblem(kind, message, word.start, word.end, word, suggestion, replacement))


# An abbreviation of several options: an error in argparse, but which was meant is not ours to say.
_AMBIGUOUS = Option((), 0, None, loose=True)


def _has(interface: Interface, name: str) -> bool:
    return interface.option(name) is not None


def _nearest(name: str, names: list[str]) -> list[str]:
    """The names close enough to be meant, nearest first; more than one where none is clearly nearest."""
    exact = [item for item in names if item.lower().replace("_", "-") == name.lower().replace("_", "-")]
    if exact:
        return exact
    # Without the dashes, which all options share and which would make short names look alike.
    bare = {item.lstrip("-"): item for item in names}
    return [bare[item] for item in get_close_matches(name.lstrip("-"), list(bare), n=3, cutoff=0.75)]


def _surely(name: str, near: list[str]) -> bool:
    """Whether the one near name must be meant: a slip of the pen, not another word (`--check-all` for `--check`)."""
    return len(near) == 1 and SequenceMatcher(None, name.lower().replace("_", "-"), near[0].lower()).ratio() >= 0.9


def _is_placeholder(value: str, choices: tuple[str, ...]) -> bool:
    """Whether a value that is no choice is a stand-in for one; `JSON` is not where `json` is a choice."""
    if any(choice.lower() == value.lower() for choice in choices):
        return False
    if _CAPITALS.match(value):
        return True
    return bool(re.fullmatch(_WORDS_FOR_YOU, value)) or not value.strip()


_WORDS_FOR_YOU = re.compile(r"(?:your|my|some|x{2,}|\W+).*|.*[|/<>{}$].*", re.IGNORECASE | re.DOTALL)


def _longest(option: Option) -> str:
    return max(option.names, key=len, default="")


def _lacking(declared: tuple[Positional, ...], given: int) -> str:
    """The names of the required positionals that `given` words do not reach."""
    names = [item.name for item in declared for _ in range(item.minimum)]
    return ", ".join(names[given:][:4])


def _accepts(room: int) -> str:
    return "the script takes no positional arguments" if room == 0 else f"the script takes at most {room}"
