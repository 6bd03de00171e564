"""Words of a text that may be paths: whatever holds a slash or ends like a file."""

import re

import msgspec

from skillrt.passes.linking.rules import rules

_LIMIT = 300  # no path in a text is longer; a line may be a million characters
# What paths are written with; letters beyond ASCII only where their script puts blanks between words.
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./\\~$@+%{}*#"
_CHARACTERS = _PLAIN + "".join(map(chr, range(0xC0, 0x250)))
# Where a path may be: a slash, or what may be an ending. Two first characters make for a fast search.
_SEED = re.compile(r"/|\.([A-Za-z][A-Za-z0-9]{0,11})(?![A-Za-z0-9_])")
_URL_END = re.compile(r"[ \t\r\n)\]>\"'`|]")
_ENDS = ".,;:*_#"
_BEGINS = "*_#@/"


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word that may be a path: characters `start:end` of the text. `cut` where a placeholder `<...>` touches it."""

    start: int
    end: int
    text: str
    cut: bool = False


def path_tokens(text: str) -> list[Token]:
    """The words that may be paths, in order; addresses (`https://...`) are left out."""
    found: list[Token] = []
    done = 0
    endings = rules().endings
    characters = _PLAIN if text.isascii() else _CHARACTERS
    for seed in _SEED.finditer(text):
        ending = seed[1]
        if (ending and ending.lower() not in endings) or seed.start() < done:
            continue
        start, end = seed.span()
        before, after = text[max(done, start - _LIMIT) : start], text[end : end + _LIMIT]
        start -= len(before) - len(before.rstrip(characters))
        end += len(after) - len(after.lstrip(characters))
        if text.startswith("//", start) and text[start - 1 : start] == ":":
            done = _url_end(text, end)
            continue
        done = end
        token = _trimmed(text, start, end)
        if token is not None:
            found.append(token)
    return found


def _url_end(text: str, end: int) -> int:
    high = min(len(text), end + _LIMIT * 4)
    found = _URL_END.search(text, end, high)
    return found.start() if found else high


def _trimmed(text: str, start: int, end: int) -> Token | None:
    """Without the marks of the sentence and of emphasis; with the placeholder that it begins with, if one does."""
    if text[start] not in _BEGINS and text[end - 1] not in _ENDS and text[end : end + 1] != "<":
        return Token(start, end, text[start:end]) if end - start > 1 else None
    emphasis = text[start : start + 1] == "*" or (text[start : start + 1] == "_" and text[end - 1] == "_")
    underscored = text[start:end].rstrip(".,;:*#").endswith("_")  # else the name itself begins with it: **_notes.md**
    while (
        start < end
        and (text[start] in "*#@" or (underscored and text[start] == "_"))
        and text[start + 1 : start + 2] != "/"
    ):
        start += 1
    while end > start and text[end - 1] in _ENDS and (emphasis or text[end - 1] != "*"):
        end -= 1
    cut = text[end : end + 1] == "<" and text[end : end + 2] not in ("</", "<b")
    if start > 0 and text[start - 1] == ">" and text[start : start + 1] == "/":
        opening = text.rfind("<", max(0, start - 80), start)
        if opening < 0 or "\n" in text[opening:start]:
            return None
        start = opening
    return Token(start, end, text[start:end], cut) if end - start > 1 else None
