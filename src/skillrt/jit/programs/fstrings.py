"""The pieces of an f-string as it is written: text that stands as it is, and expressions."""

import re
from typing import Final, Literal

import msgspec

_OPENS: Final = re.compile(r"([A-Za-z]{1,2})('''|\"\"\"|'|\")")
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_MAX: Final = 20_000


class FPart(msgspec.Struct, frozen=True):
    """A piece at the characters `start` to `end` of the f-string."""

    kind: Literal["text", "expression"]
    start: int
    end: int


def fstring_parts(written: str) -> list[FPart] | None:
    """The pieces of one f-string, its prefix and quotes included in `written`; None where it is not read: several
    literals side by side, or one that is cut off. How an expression is formatted is no piece."""
    opening = _OPENS.match(written)
    if opening is None or not written.endswith(opening[2]) or len(written) > _MAX:
        return None
    quote, end = opening[2], len(written) - len(opening[2])
    if end < opening.end():
        return None
    found: list[FPart] = []
    at = start = opening.end()
    while at < end:
        char = written[at]
        if written.startswith(quote, at):
            return None
        if char == "\\" or (char in "{}" and written[at + 1 : at + 2] == char):
            at += 2
        elif char == "{":
            found.append(FPart("text", start, at))
            stop = _expression_end(written, at + 1, end)
            close = -1 if stop < 0 else _closing(written, stop, end)
            if close < 0:
                return None
            found.append(FPart("expression", at + 1, stop))
            at = start = close + 1
        elif char == "}":
            return None
        else:
            at += 1
    found.append(FPart("text", start, end))
    return [part for part in found if part.start < part.end]


def is_raw(written: str) -> bool:
    """Whether a backslash in the literal is one."""
    opening = _OPENS.match(written)
    return opening is not None and "r" in opening[1].lower()


def _expression_end(text: str, at: int, end: int) -> int:
    """Where the expression that begins at `at` ends; negative where it does not."""
    waiting: list[str] = []
    quote = ""
    while at < end:
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in _BRACKETS:
            waiting.append(_BRACKETS[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
        elif not waiting and (char in "}:" or (char == "!" and text[at + 1 : at + 2] != "=")):
            return at
        at += 1
    return -1


def _closing(text: str, at: int, end: int) -> int:
    """The brace that closes what was opened, behind how it is formatted; negative where there is none."""
    depth = 0
    for place in range(at, end):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            if not depth:
                return place
            depth -= 1
    return -1
