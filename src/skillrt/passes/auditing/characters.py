"""Characters that readers do not see, and hosts that are not what they look like; in every text of the skill."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from skillrt.errors import Place
from skillrt.ir import Module, place_in_text
from skillrt.passes.auditing.scene import Found

_HIDDEN: Final = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200b-\u200d\u2060-\u2064\u180e\u00ad\ufeff\u206a-\u206f"
    "\ufe00-\ufe0f\U000e0000-\U000e01ef]+"
)
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAGS: Final = re.compile("[\U000e0000-\U000e007f]")
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_FLAG: Final = "\U0001f3f4"
_HOST: Final = re.compile(r"https?://([^\s/\"'`<>()?#:]{1,200})", re.I)
_JOINTS: Final = frozenset("@./:_-")  # of addresses, paths and names
_MOST: Final = 20  # findings of one kind in a file; more say nothing new


def read_characters(module: Module) -> Iterator[Found]:
    """Hidden text and look-alike hosts."""
    for document in module.documents:
        yield from _read(document.path, document.text)
    for file in module.files:
        if file.text is not None:
            yield from _read(file.path, file.text)


def _read(path: str, text: str) -> Iterator[Found]:
    if text.isascii():
        return
    count = 0
    for run in _HIDDEN.finditer(text):
        what = _hidden(text, run)
        if what:
            count += 1
            yield Found("audit.hidden-text", what, _place(path, text, run.start(), run.end()))
            if count >= _MOST:
                break
    for found in _HOST.finditer(text):
        host = found.group(1)
        if not host.isascii() and _mixes(host):
            message = f"the host `{ascii(host)[1:-1]}` mixes Latin letters with look-alikes of another script"
            yield Found("audit.lookalike-host", message, _place(path, text, found.start(1), found.end(1)))


def _place(path: str, text: str, start: int, end: int) -> Place:
    return place_in_text(path, text, start, end)


def _hidden(text: str, run: re.Match[str]) -> str:
    """What a run of unseen characters does; '' where the text around it needs it."""
    chars = run.group()
    before, after = text[run.start() - 1 : run.start()] if run.start() else "", text[run.end() : run.end() + 1]
    if _TAGS.search(chars):
        return "" if before == _FLAG else f"{len(chars)} tag characters that nobody sees{_spelt(chars)}"
    if _BIDI.search(chars):
        return "" if _right_to_left(before + after) else "controls that change the order in which text is shown"
    if len(_SELECTORS.findall(chars)) > 3:
        return f"{len(chars)} variation selectors in a row, which can carry hidden data"
    unseen = [
        char
        for char in chars
        if char in "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u180e\u206a\u206b\u206c\u206d\u206e\u206f"
    ]
    if not unseen:
        return ""
    if len(unseen) > 8:
        return f"{len(unseen)} characters of no width in a row, which can carry hidden data"
    # a joiner is at home beside emoji and in scripts that join
    if _joins(before) or _joins(after):
        return ""
    inside = before.isascii() and after.isascii() and before.isprintable() and after.isprintable()
    # `bob@` and `evil.com` go on behind the joint; the end of a sentence does not
    goes_on = after in _JOINTS and text[run.end() + 1 : run.end() + 2].isalnum()
    word = (before.isalnum() and (after.isalnum() or goes_on)) or (before in _JOINTS and after.isalnum())
    return "a character of no width inside a word" if inside and word else ""


def _spelt(chars: str) -> str:
    plain = "".join(chr(ord(char) - 0xE0000) for char in chars if 0xE0020 <= ord(char) <= 0xE007E)
    return f"; they spell `{plain[:60]}`" if plain else ""


def _right_to_left(around: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in around)


def _joins(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in ("So", "Sk", "Mn", "Mc", "Lo") or ord(char) >= 0x1F000)


def _mixes(host: str) -> bool:
    """Whether one label of the host has Latin letters beside Cyrillic or Greek ones."""
    for label in host.split("."):
        scripts = {unicodedata.name(char, "?").partition(" ")[0] for char in label if char.isalpha()}
        if scripts & {"CYRILLIC", "GREEK"} and ("LATIN" in scripts or host.rpartition(".")[2].isascii()):
            return True
    return False
