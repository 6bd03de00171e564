"""Text as a terminal shows it: how many cells it takes, and what must not reach a terminal as it is.

Skills are hostile input. An escape sequence in a line of a skill could rewrite what the reader sees, a bidirectional
control could show a command in another order than the shell runs it, and an invisible character can hide text. All of
these are shown as escapes. Widths follow Unicode's East Asian Width; combining marks take no cell.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Marks on one letter beyond this are noise that smears over the lines above and below.
MARKS_A_LETTER = 3
TAB_STOP = 4

_PLAIN = re.compile(r"[ -~]*")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_VARIATION_SELECTORS = range(0xE0100, 0xE01F0)
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNDECODED = range(0xDC80, 0xDD00)
# Hangul vowels and final consonants are drawn into the cell of the syllable's first letter.
_JOINED_LETTERS = (range(0x1161, 0x1200), range(0xD7B0, 0xD800))


def visible(text: str) -> str:
    """`text` with everything that a terminal would act on or not show written as an escape; tabs become one space."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(glyph if char != "\t" else " " for char, glyph in zip(text, glyphs(text), strict=True))


def lines_shown(lines: Iterable[str]) -> str:
    """The lines as a text of as many, each of them visible; ends with a newline."""
    return "".join(f"{visible(line)}\n" for line in lines)


def glyphs(text: str) -> list[str]:
    """For each character what is shown for it: itself or an escape. A tab stays; the caller knows its column."""
    if _PLAIN.fullmatch(text):
        return list(text)
    shown = list(map(_glyph, text))
    if not text.isascii():
        _escape_stray_marks(text, shown)
    return shown


def _escape_stray_marks(text: str, shown: list[str]) -> None:
    """Escape the marks that pile up on a letter, and those that would join an escape or a tab for want of one."""
    for index in [index for index, char in enumerate(text) if _is_mark(char)]:
        before = max(0, index - MARKS_A_LETTER)
        letter = next((at for at in range(index - 1, before - 1, -1) if not _is_mark(text[at])), -1)
        if letter < 0 or shown[letter] != text[letter] or text[letter] == "\t":
            shown[index] = _escape(text[index])


def cells(glyph: str) -> int:
    """How many terminal cells a glyph of `glyphs` takes (a tab is the caller's)."""
    if len(glyph) != 1:
        return len(glyph)
    return _char_cells(glyph)


@lru_cache(maxsize=4096)
def _char_cells(char: str) -> int:
    if _is_mark(char) or any(ord(char) in letters for letters in _JOINED_LETTERS):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me"} and ord(char) not in _VARIATION_SELECTORS


@lru_cache(maxsize=4096)
def _glyph(char: str) -> str:
    if char == "\t":
        return char
    hidden = unicodedata.category(char) in _HIDDEN_CATEGORIES or ord(char) in _VARIATION_SELECTORS
    return _escape(char) if hidden or char in _BLANK_LETTERS else char


def _escape(char: str) -> str:
    """`\\x1b` for ASCII controls and for bytes that are not UTF-8, `\\u202e` and `\\U000e0041` for the others."""
    number = ord(char)
    if number in _UNDECODED:
        return f"\\x{number - 0xDC00:02x}"
    if number < 0x80:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
