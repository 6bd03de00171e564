"""Lists of tools (`Read, Grep, and Glob`): which names stand side by side, so that one answer serves them all."""

import re
from typing import Final

from skillrt.passes.harness_uses.lexicon import Lexicon

_JOINT = r"(?:\s{0,2}(?:,|/|、|，|\+|&|\band\b|\bor\b|和|与|と)\s{0,2}(?:and\s|or\s)?|\|)"
_BEFORE = re.compile(rf"(?P<word>[A-Za-z]\w{{0,40}})(?:\([^()]{{0,40}}\))?[`\"']{{0,2}}{_JOINT}[`\"']{{0,2}}$")
_AFTER = re.compile(rf"(?:\([^()]{{0,40}}\))?[`\"']{{0,2}}{_JOINT}[`\"']{{0,2}}(?P<word>[A-Za-z]\w{{0,40}})")
# what one neighbour, its pattern and the joint may take
_REACH: Final = 100
_MOST: Final = 40


def listed_with(known: Lexicon, name: str, text: str, start: int, end: int) -> tuple[frozenset[str], tuple[int, int]]:
    """The capitalised tools of `name`'s harnesses in the list around `start:end`, with `name`, and its place."""
    words, first, last = {name}, start, end
    for _ in range(_MOST):
        found = _BEFORE.search(text[max(0, first - _REACH) : first])
        if found is None or not _is_of_same(known, name, found["word"]):
            break
        words.add(found["word"])
        first -= len(found.group())
    for _ in range(_MOST):
        found = _AFTER.match(text, last, last + _REACH)
        if found is None or not _is_of_same(known, name, found["word"]):
            break
        words.add(found["word"])
        last = found.end()
    return frozenset(words), (first, last)


def _is_of_same(known: Lexicon, name: str, word: str) -> bool:
    """Whether a word is a capitalised tool of a harness that has the tool `name` as well."""
    row = known.tools.get(word)
    return row is not None and word[0].isupper() and not set(row.harnesses).isdisjoint(known.tools[name].harnesses)
