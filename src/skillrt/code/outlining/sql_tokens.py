"""The tokens of a SQL text, whatever its dialect: enough to tell literals from names, comments and operators."""

import re
from typing import Literal

import msgspec

TokenKind = Literal["comment", "text", "number", "name", "quoted", "parameter", "mark"]
MAX_TOKENS = 6_000
_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/)"
    r"|(?P<block>\$(?P<tag>[A-Za-z_]*)\$)"
    r"|(?P<text>[EeNnXxBb]?'(?:[^'\\]|''|\\.)*+')"
    r"|(?P<quoted>\"(?:[^\"]|\"\")*+\"|`[^`\n]*`|\[[A-Za-z_][\w $.-]*\])"
    r"|(?P<parameter>(?<![:\w]):[A-Za-z_]\w*|@[A-Za-z_]\w*|\$\d+|%\(\w+\)s|%s|\?(?![\w|&]))"
    r"|(?P<number>(?<![\w.])\d+(?:\.\d+)?(?![\w.]))"
    r"|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*+)"
    r"|(?P<mark>::|<=|>=|<>|!=|\|\||->>?|[-+*/%=<>(),;.\[\]{}:&|^~!#@$\\`\"'?])",
    re.DOTALL,
)


class Token(msgspec.Struct, frozen=True, gc=False):
    """A piece of the text: what it is, as it stands there, and where (characters)."""

    kind: TokenKind
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """A name in capitals, '' for anything else."""
        return self.text.upper() if self.kind == "name" else ""


def tokens(text: str) -> list[Token] | None:
    """All tokens but blanks; None where the text is no SQL (a quote that is never closed) or has too many."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None or len(found) >= MAX_TOKENS:
            return None
        end = match.end()
        kind = match.lastgroup
        if match.group("block") is not None:
            close = text.find(match.group("block"), end)
            if close < 0:
                return None
            kind, end = "quoted", close + len(match.group("block"))
        if kind == "mark" and (match.group() in ("'", '"', "`", "\\") or text.startswith("/*", at)):
            return None
        found.append(Token(_kind(kind), text[at:end], at, end))
        at = end
    return found


def _kind(name: str | None) -> TokenKind:
    kinds: dict[str | None, TokenKind] = {
        "comment": "comment",
        "text": "text",
        "number": "number",
        "name": "name",
        "quoted": "quoted",
        "parameter": "parameter",
    }
    return kinds.get(name, "mark")


def statements(found: list[Token]) -> list[list[Token]]:
    """The tokens of each statement, comments in front of it included, the semicolon left out."""
    groups: list[list[Token]] = [[]]
    for token in found:
        if token.kind == "mark" and token.text == ";":
            groups.append([])
        else:
            groups[-1].append(token)
    return [group for group in groups if any(token.kind != "comment" for token in group)]
