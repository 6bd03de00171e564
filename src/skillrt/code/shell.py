"""Simple commands of a shell text: a fenced block, a script, or one command line in a code span.

A scanner of our own rather than a grammar: two thirds of the command lines in documents hold `<file>`, `[options]`,
`a|b` or `...`, which a shell grammar takes for redirections, tests and pipes. See docs/decisions/0004.
"""

import re
from typing import Final

import msgspec

from skillrt.code.offsets import Offsets
from skillrt.code.remembered import Remembered
from skillrt.code.words import Word, WordScanner

_BLANK = re.compile(r"(?:[ \t\f\v\r]|\\[ \t]*\r?\n)+")
_BROKEN = re.compile(r"\\[ \t]+\r?\n")
_REDIRECT = re.compile(r"(?:\d{0,3}|&)(?:<<<|<<-|<<|<&|<>|>>|>&|>\||<|>)(?!\()")
_OPERATOR = re.compile(r"&&|\|\||\|&|;;&|;;|;&|[;&|()\n]")
# With any other character begins a word.
_MARKS = frozenset(" \t\f\v\r\n\\#0123456789&|;()<>")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=")
_OPENERS = frozenset(
    ("if", "then", "else", "elif", "do", "while", "until", "!", "{", "}", "fi", "done", "esac", "time")
)
_ARITHMETIC = re.compile(r"\(\((?=[^(])[^\n]{0,200}?\)\)")
_HEADERS = frozenset(("for", "select", "function", "case"))
_CASE_ENDS = frozenset((";;", ";&", ";;&"))
_CASE_WORDS = 2  # `case WORD in`: what follows `in` is a pattern
_TEST_END = re.compile(r"\]\]?(?=[\s;&|)]|$)")
_PROMPT = re.compile(
    r"^[ \t]*(?:\([\w.-]+\)[ ]?)?(?:[\w.-]+@[\w.-]+:\S*|~|PS [^>\n]{0,80})?(?:[$%❯]|(?<=\w)>)[ \t]+(?=\S)"
)
_ANGLE_PROMPT = re.compile(r"^[ \t]*>[ \t]+(?=\S)")
_MAX_TEXT = 2_000_000
_MAX_DEPTH = 6
_KEPT = 200_000  # characters of text whose commands are remembered


class Redirect(msgspec.Struct, frozen=True, gc=False):
    """`operator` with its target; `body` gives the byte range of a here-document's lines."""

    operator: str
    target: Word
    body: tuple[int, int] | None = None


class Command(msgspec.Struct, frozen=True):
    """One simple command: its words (the program first), what is assigned before it and where it is redirected.

    `start` and `end` are byte offsets. `piped` says that it reads another command's output. `doubtful` says that
    the line is not plain shell (a broken continuation, a group in parentheses): nothing can be said to be missing.
    """

    words: tuple[Word, ...]
    start: int
    end: int
    assignments: tuple[Word, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    piped: bool = False
    doubtful: bool = False


def commands(text: str, *, console: bool = False) -> tuple[Command, ...]:
    """Every simple command of `text` in order of its place, those inside `$(...)` too. Never raises.

    With `console` (a recorded session), and wherever a line shows the prompt `$ `, only prompted lines are commands.
    Texts over 2 MB give none. Remembered for a while, since passes read the same text one after the other.
    """
    if len(text) > _MAX_TEXT or not text.strip():
        return ()
    return _of_session(text) if console else _of_text(text)


def _commands(text: str, *, console: bool) -> tuple[Command, ...]:
    offsets = Offsets(text)
    found: list[Command] = []
    pending = [(start, end, 0) for start, end in prompted(text, console=console)]
    while pending:
        start, end, depth = pending.pop()
        scanner = _Scanner(text[start:end], start, offsets)
        found.extend(scanner.run())
        if depth < _MAX_DEPTH:
            pending.extend((start + low, start + high, depth + 1) for low, high in scanner.words.inner if low < high)
    return tuple(sorted(found, key=lambda item: (item.start, -item.end)))


_of_text: Final = Remembered(lambda text: _commands(text, console=False), _KEPT)
_of_session: Final = Remembered(lambda text: _commands(text, console=True), _KEPT)


def prompted(text: str, *, console: bool) -> list[tuple[int, int]]:
    """The character ranges that hold commands: all of it, or what follows the prompts of a session."""
    if not console and "$ " not in text and "❯" not in text and "% " not in text and "> " not in text:
        return [(0, len(text))]
    lines: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        lines.append((at, at + len(line)))
        at += len(line)
    prompted = [_after_prompt(text, low, high, _PROMPT) for low, high in lines]
    if not any(prompted):
        if not console:
            return [(0, len(text))]
        prompted = [_after_prompt(text, low, high, _ANGLE_PROMPT) for low, high in lines]
    return _sessions(text, lines, prompted)


def _after_prompt(text: str, low: int, high: int, prompt: re.Pattern[str]) -> int | None:
    found = prompt.match(text[low : min(high, low + 300)])
    return low + found.end() if found else None


def _sessions(text: str, lines: list[tuple[int, int]], prompted: list[int | None]) -> list[tuple[int, int]]:
    """Prompted lines, each with the lines that a trailing backslash joins to it."""
    regions: list[tuple[int, int]] = []
    joined = False
    for (low, high), begin in zip(lines, prompted, strict=True):
        if begin is not None:
            regions.append((begin, high))
        elif joined:
            regions[-1] = (regions[-1][0], high)
        else:
            continue
        joined = text[low:high].rstrip().endswith("\\")
    return regions


class _Scanner:
    """Assembles words into commands for one character range."""

    def __init__(self, text: str, base: int, offsets: Offsets) -> None:
        self.text = text
        self.base = base
        self.words = WordScanner(text)
        self.offsets = offsets
        self.found: list[Command] = []
        self.piped = False
        self.open_groups = 0
        self.open_cases = 0
        self.in_pattern = False
        self._clear()

    def _clear(self) -> None:
        self.argv: list[Word] = []
        self.assignments: list[Word] = []
        self.redirects: list[Redirect] = []
        self.heredocs: list[tuple[int, str]] = []
        self.header = ""
        self.doubtful = False

    def run(self) -> list[Command]:
        """All commands of the range, in order."""
        text, words = self.text, self.words
        while words.position < len(text):
            char = text[words.position]
            if char not in _MARKS:
                self._word()
                continue
            if char == " ":
                words.position += 1
                continue
            blank = _BLANK.match(text, words.position)
            if blank:
                # A backslash, blanks, then the line end: the author meant to go on, the shell does not.
                self.doubtful = self.doubtful or _BROKEN.search(text, words.position, blank.end()) is not None
                words.position = blank.end()
            elif char == "#":
                self._comment()
            elif not self._redirect() and not self._operator():
                self._word()
        self._finish()
        return self.found

    def _comment(self) -> None:
        line_end = self.text.find("\n", self.words.position)
        self.words.position = len(self.text) if line_end < 0 else line_end
        before = self.text.rfind("\n", 0, max(self.words.position - 1, 0))
        if self.argv and "\\" in self.text[max(before, 0) : self.words.position]:
            self.doubtful = True

    def _redirect(self) -> bool:
        found = _REDIRECT.match(self.text, self.words.position)
        if not found or self._is_placeholder(found):
            return False
        self.words.position = found.end()
        blank = _BLANK.match(self.text, found.end())
        if blank:
            self.words.position = blank.end()
        if self.words.position >= len(self.text) or self.text[self.words.position] in "\n;|&":
            return True
        target = self._read_word()
        operator = found.group().lstrip("0123456789")
        if operator in ("<<", "<<-"):
            self.heredocs.append((len(self.redirects), target.text))
        self.redirects.append(Redirect(operator, target))
        return True

    def _is_placeholder(self, found: re.Match[str]) -> bool:
        """`<input file>` is for the reader to fill in; `<input.txt` redirects."""
        if found.group() != "<":
            return False
        probe = WordScanner(self.text[found.start() : found.start() + 130])
        _, _, dynamic, _ = probe.read()
        return dynamic and probe.position > 1

    def _operator(self) -> bool:
        found = _OPERATOR.match(self.text, self.words.position)
        if not found:
            return False
        mark = found.group()
        self.words.position = found.end()
        if self.in_pattern and self._pattern(mark):
            return True
        if mark == "(":
            self._group(found.start())
        elif mark == ")":
            if not self.open_groups:
                self._clear()  # the words were a pattern of `case`
            self.open_groups = max(0, self.open_groups - 1)
            self._finish()
        elif mark == "\n":
            self._finish(heredocs=True)
        else:
            self._finish(keep_heredocs=True)
            self.piped = mark in ("|", "|&")
            self.in_pattern = self.open_cases > 0 and mark in _CASE_ENDS
        return True

    def _pattern(self, mark: str) -> bool:
        """Go on in a pattern of `case`, which runs nothing: `go | golang)`. False where it turns out to be none."""
        if mark in ("|", "(", ")") or not self.argv:
            if mark == "(" and self.argv:  # `@(a|b)`
                self.words.position = self.words.close_parenthesis(self.words.position - 1)
            elif mark == ")":
                self.in_pattern = False
                self._clear()
            return True
        # a pattern ends on its line, so that these words were no shell
        self.in_pattern, self.open_cases = False, 0
        return False

    def _group(self, at: int) -> None:
        """`(`: a subshell where a command may begin, a function, or a group for the reader to choose from."""
        if not self.argv and not self.header:
            if not self._arithmetic(at):
                self.open_groups += 1
            return
        if self.text.startswith("()", at):
            self.words.position = at + 2
            self._clear()
            return
        end = min(self.words.close_parenthesis(at), len(self.text))
        line_end = self.text.find("\n", at)
        end = end if line_end < 0 else min(end, max(line_end, at + 1))
        self.words.position = end
        self.doubtful = True
        self.argv.append(self._made(at, self.text[at:end], dynamic=True, spread=True))

    def _arithmetic(self, at: int) -> bool:
        """Step over `((a > b))`, which runs nothing and writes to no file."""
        found = _ARITHMETIC.match(self.text, at)
        if found is None:
            return False
        self.words.position = found.end()
        return True

    def _read_word(self) -> Word:
        start, text, dynamic, spread = self.words.read()
        return self._made(start, text, dynamic=dynamic, spread=spread)

    def _made(self, start: int, text: str, *, dynamic: bool, spread: bool) -> Word:
        end = self.words.position
        low, high = self._byte(start), self._byte(end)
        return Word(self.text[start:end], text, None if dynamic else text, low, high, spread)

    def _byte(self, index: int) -> int:
        return self.offsets.byte(self.base + index)

    def _word(self) -> None:
        if not self.argv and not self.in_pattern and self._grouping(self.text[self.words.position]):
            return
        word = self._read_word()
        if word.raw == "esac" and not self.argv:
            self.open_cases = max(0, self.open_cases - 1)
            self.in_pattern = False
        elif self.argv or self.header or self.in_pattern:
            self.argv.append(word)
            if self.header == "case" and word.raw == "in" and len(self.argv) == _CASE_WORDS:
                self.open_cases += 1
                self.in_pattern = True
                self._clear()
        elif word.raw in _OPENERS:
            return
        elif word.raw in _HEADERS:
            self.header = word.raw
        elif _ASSIGNMENT.match(word.raw):
            self._assign(word)
        else:
            self.argv.append(word)

    def _assign(self, word: Word) -> None:
        """`NAME=value`; for `NAME=(a b)` the list is skipped."""
        self.assignments.append(word)
        at = self.words.position
        if self.text.startswith("(", at) and word.raw.endswith("="):
            self.words.position = self.words.close_parenthesis(at)

    def _grouping(self, char: str) -> bool:
        """Step over what groups or tests where a command may begin: `{ `, `[ ... ]`."""
        at = self.words.position
        if char == "{" and self.text[at + 1 : at + 2] in ("", " ", "\t", "\n", "\r"):
            self.words.position = at + 1
            return True
        return char == "[" and self._test()

    def _test(self) -> bool:
        """Skip `[ ... ]` and `[[ ... ]]` where a command may begin; what they compare are no arguments."""
        at = self.words.position
        if self.text[at + 1 : at + 2] not in ("[", " ", "\t"):
            return False
        line_end = self.text.find("\n", at)
        found = _TEST_END.search(self.text, at + 2, line_end if line_end > 0 else len(self.text))
        self.words.position = found.end() if found else max(line_end, at + 2)
        return True

    def _finish(self, *, heredocs: bool = False, keep_heredocs: bool = False) -> None:
        """Close the command at hand; at a line end also step over the here-documents that it announced."""
        waiting = self.heredocs
        if heredocs and waiting:
            for index, mark in waiting:
                self._skip_heredoc(index, mark)
            waiting = []
        if (self.argv or self.assignments) and not self.header:
            targets = [item.target for item in self.redirects]
            parts = [words for words in (self.assignments, self.argv, targets) if words]
            self.found.append(
                Command(
                    tuple(self.argv),
                    min(words[0].start for words in parts),
                    max(words[-1].end for words in parts),
                    tuple(self.assignments),
                    tuple(self.redirects),
                    self.piped,
                    self.doubtful,
                )
            )
        # `a |` at the end of a line goes on in the next one
        self.piped = self.piped and heredocs and not (self.argv or self.assignments)
        self._clear()
        if keep_heredocs:
            self.heredocs = [(-1, mark) for _, mark in waiting]

    def _skip_heredoc(self, index: int, mark: str) -> None:
        start = self.words.position
        found = re.compile(rf"^[ \t]*{re.escape(mark)}[ \t]*\r?$", re.MULTILINE).search(self.text, start)
        body_end = found.start() if found else len(self.text)
        self.words.position = found.end() if found else len(self.text)
        if 0 <= index < len(self.redirects):
            body = (self._byte(start), self._byte(body_end))
            self.redirects[index] = msgspec.structs.replace(self.redirects[index], body=body)
