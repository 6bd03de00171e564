"""The words of a shell command line as people write them in documents: literals, expansions and placeholders."""

import re

import msgspec

# Text that stands for arguments without being any: `<args>`, `{flags}`, `...`.
_MANY = re.compile(r"\.\.\.|…|args?\b|arguments|options?\b|opts\b|flags?\b|params?\b|parameters", re.IGNORECASE)
_PLAIN = re.compile(r"[^\s'\"\\$`;&|<>()\[\]{}*?]+")
# A word without quotes, expansions or marks: most are.
_SIMPLE = re.compile(_PLAIN.pattern + r"+(?=[\s;&()>]|\Z)")
_IN_DOUBLE = re.compile(r"[^\"\\$`]+")
_PLACEHOLDER = re.compile(r"<[A-Za-z/_.~\"'-](?:[^<>\n;&]{0,118}[^<>\s;&])?>")
_BRACES = re.compile(r"\{\{[^{}\n]{0,160}\}\}|\{[^{}\n]{0,160}\}")
_BRACKETS = re.compile(r"\[(?:[^\[\]\n]|\[[^\[\]\n]{0,120}\]){0,240}\]")
_VARIABLE = re.compile(r"[A-Za-z_]\w*|[0-9@*#?$!-]")
_MAX_NESTING = 60
_SPREAD_VARIABLES = ("@", "*")


class Word(msgspec.Struct, frozen=True, gc=False):
    """One word of a command.

    `start` and `end` are byte offsets in the text that was scanned, `raw` is what stands there. `text` is the word
    after unquoting, its expansions and placeholders kept as written; `value` is the same where the word is wholly
    literal, else None. A `spread` word may be any number of words, or none (`"$@"`, `[OPTIONS]`, `...`, `*.md`).
    """

    raw: str
    text: str
    value: str | None
    start: int
    end: int
    spread: bool = False

    @property
    def dynamic(self) -> bool:
        """Whether the shell or the reader puts something in place of (a part of) this word."""
        return self.value is None

    @property
    def literal_start(self) -> str:
        """What the word certainly begins with: all of it, or the text before its first expansion."""
        if self.value is not None:
            return self.value
        found = re.search(r"[$`<{\[*?]|\.\.\.|…", self.text)
        return self.text[: found.start()] if found else self.text


class WordScanner:
    """Reads one word at a time; what runs inside `$(...)` and backticks is left in `inner` as (start, end)."""

    __slots__ = ("_dynamic", "_parts", "_spread", "_unclosed", "inner", "position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.inner: list[tuple[int, int]] = []
        self._parts: list[str] = []
        self._dynamic = False
        self._spread = False
        self._unclosed: set[str] = set()

    def read(self) -> tuple[int, str, bool, bool]:
        """Read the word at `position`: (start, text, dynamic, spread). Always moves on by at least one character."""
        start = self.position
        simple = _SIMPLE.match(self.text, start)
        if simple:
            self.position = simple.end()
            text = simple.group()
            many = text.endswith(("...", "…"))
            return start, text, many, many
        self._parts = []
        self._dynamic = self._spread = False
        while self.position < len(self.text) and self._piece(start):
            pass
        if self.position == start:
            self._literal(start + 1)
        text = "".join(self._parts)
        if text.endswith(("...", "…")):
            self._mark(spread=True)
        return start, text, self._dynamic, self._spread

    def _piece(self, start: int) -> bool:
        """Read the next piece of the word; False where the word ends."""
        char = self.text[self.position]
        found = _PLAIN.match(self.text, self.position)
        if found:
            self._literal(found.end())
        elif char in _QUOTING:
            _QUOTING[char](self)
        elif char in "*?":
            self._mark(spread=char == "*")
            self._literal(self.position + 1)
        elif char in "<{[":
            return self._placeholder(char, start)
        elif char == "|":
            return self._alternative(start)
        elif char in "]}":
            self._literal(self.position + 1)
        else:
            return False
        return True

    def _literal(self, end: int) -> None:
        self._parts.append(self.text[self.position : end])
        self.position = end

    def _mark(self, *, spread: bool) -> None:
        self._dynamic = True
        self._spread = self._spread or spread

    def _placeholder(self, char: str, start: int) -> bool:
        """`<x>`, `{x}`, `[x]`: what the reader fills in; an optional part in brackets may also be left out."""
        if char == "<":
            found = _PLACEHOLDER.match(self.text, self.position)
            if not found:
                return False
        else:
            found = (_BRACES if char == "{" else _BRACKETS).match(self.text, self.position)
            if not found:
                self._mark(spread=True)
                self._literal(self.position + 1)
                return True
        inside = found.group()
        optional = char == "[" or (char == "{" and "," in inside)
        self._mark(spread=optional or (self.position == start and bool(_MANY.search(inside))))
        self._literal(found.end())
        return True

    def _alternative(self, start: int) -> bool:
        """`json|csv` without blanks lists alternatives for the reader; a pipe has blanks round it."""
        after = self.text[self.position + 1 : self.position + 2]
        if self.position == start or not (after.isalnum() or after in ("-", "<", "[", "{", ".", "_")):
            return False
        self._mark(spread=True)
        self._literal(self.position + 1)
        return True

    def single_quoted(self) -> None:
        """'...': all literal; a quote that is never closed is an apostrophe."""
        close = self.text.find("'", self.position + 1) if "'" not in self._unclosed else -1
        if close < 0:
            self._unclosed.add("'")
            self._literal(self.position + 1)
            return
        self._parts.append(self.text[self.position + 1 : close])
        self.position = close + 1

    def double_quoted(self) -> None:
        """A double-quoted piece: expansions live, `$@` spreads."""
        begin, kept = self.position, len(self._parts)
        self.position += 1
        while '"' not in self._unclosed and self.position < len(self.text):
            char = self.text[self.position]
            if char == '"':
                self.position += 1
                if self.text[begin + 1 : self.position - 1].strip() in ("...", "…"):
                    self._mark(spread=True)
                elif _DOUBLE_PLACEHOLDER.search(self.text, begin, self.position):
                    self._mark(spread=False)
                return
            found = _IN_DOUBLE.match(self.text, self.position)
            if found:
                self._literal(found.end())
            elif char == "\\":
                self.escaped(quoted=True)
            elif char == "$":
                self.expansion(quoted=True)
            else:
                self.backticks()
        self._unclosed.add('"')
        del self._parts[kept:]
        self.position = begin
        self._literal(begin + 1)

    def escaped(self, *, quoted: bool = False) -> None:
        """A backslash: line continuation, or one literal character."""
        after = self.text[self.position + 1 : self.position + 2]
        if after == "\r" and self.text[self.position + 2 : self.position + 3] == "\n":
            self.position += 3
            return
        if after != "\n":
            keep = quoted and after not in ("$", "`", '"', "\\")
            self._parts.append("\\" + after if keep or not after else after)
        self.position += 2 if after else 1

    def backticks(self) -> None:
        """`command`: an old-style substitution."""
        close = self.text.find("`", self.position + 1) if "`" not in self._unclosed else -1
        if close < 0:
            self._unclosed.add("`")
            self._literal(self.position + 1)
            return
        self.inner.append((self.position + 1, close))
        self._mark(spread=True)
        self._literal(close + 1)

    def expansion(self, *, quoted: bool = False) -> None:
        """`$name`, `${name}`, `$(command)`, `$((sum))`, `$'text'`; a lone dollar sign is itself."""
        text, at = self.text, self.position
        after = text[at + 1 : at + 2]
        if after == "(":
            end = self.close_parenthesis(at + 1)
            if text[at + 2 : at + 3] != "(":
                self.inner.append((at + 2, end - 1))
            spread = not quoted
        elif after == "{":
            end = _close_brace(text, at + 1)
            spread = not quoted or "[@]" in text[at:end] or text[at + 2 : at + 3] == "@"
        elif after == "'" and not quoted:
            self.position += 1
            return
        else:
            found = _VARIABLE.match(text, at + 1)
            end = found.end() if found else at + 1
            spread = bool(found) and (not quoted or found.group() in _SPREAD_VARIABLES)
            if not found:
                self._literal(end)
                return
        self._mark(spread=spread)
        self._literal(end)

    def close_parenthesis(self, at: int) -> int:
        """The offset after the `)` that closes the `(` at `at`; the end of its line where none does."""
        depth = 0
        for found in _NESTING.finditer(self.text, at):
            mark = found.group()
            if mark == "(":
                depth += 1
                if depth > _MAX_NESTING:
                    break
            elif mark == ")":
                depth -= 1
                if depth == 0:
                    return found.end()
        line_end = self.text.find("\n", at)
        return line_end if line_end > 0 else len(self.text)


_BRACE = re.compile(r"[{}\n]")
_NESTING = re.compile(r"\\.|'[^']*'|[()]")
_DOUBLE_PLACEHOLDER = re.compile(r"<[^<>\"\n]{1,120}>|\{[A-Za-z_][\w .-]{0,80}\}|\[[A-Z][A-Z_ ]{1,60}\]|\.\.\.|…")
_QUOTING = {
    "'": WordScanner.single_quoted,
    '"': WordScanner.double_quoted,
    "\\": WordScanner.escaped,
    "`": WordScanner.backticks,
    "$": WordScanner.expansion,
}


def _close_brace(text: str, at: int) -> int:
    """The offset after the `}` that closes the `{` at `at`, on the same line; the end of the line where none does."""
    depth = 0
    for found in _BRACE.finditer(text, at):
        if found.group() == "\n":
            return found.start()
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.end()
    return len(text)
