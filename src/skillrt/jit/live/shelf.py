"""Templates by the words of their wordings: of a thousand, only those that a request may have are looked at."""

from collections.abc import Iterable

from skillrt.jit.requests import Token, tokens_of
from skillrt.jit.template import Template, Word

_NOTHING: frozenset[str] = frozenset()
# a name with blanks, or a list of names, is more than one word until the workspace is known
_LONG = frozenset(("file", "files"))
_Words = tuple[Word, ...]


class Shelf:
    """Templates, found by the longest fixed word of a wording."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._found: dict[str, list[tuple[_Words, Template]]] = {}
        self.size = 0
        for template in templates:
            self.size += 1
            for wording in template.wordings:
                key = max((word.literal for word in wording.words if not word.hole), key=len, default="")
                self._found.setdefault(key, []).append((wording.words, template))

    def looking_like(self, request: str) -> tuple[Template, ...]:
        """The templates with a wording whose fixed words are those of the request."""
        words = words_of(request)
        found: dict[str, Template] = {}
        for key in dict.fromkeys(("", *words)):
            for wording, template in self._found.get(key, ()):
                if template.id not in found and _fits(wording, words):
                    found[template.id] = template
        return tuple(found.values())


def words_of(request: str) -> tuple[str, ...]:
    """The words of a request as wordings have them, whatever the workspace holds."""
    tokens: tuple[Token, ...] = tokens_of(request, _NOTHING, _NOTHING)
    while tokens and tokens[-1].text in (".", "!"):
        tokens = tokens[:-1]
    return tuple(token.text.casefold() for token in tokens)


def _fits(wording: _Words, words: tuple[str, ...]) -> bool:
    """Whether the words may have the wording: each hole is one of them, that of a file one at least."""
    first, *others = _parts(wording)
    if len(words) < len(wording) or not _stands(first, words, 0):
        return False
    if not others:
        return len(words) == len(wording)
    *middle, last = others
    at = len(first)
    for part in middle:
        at = next((start for start in range(at + 1, len(words)) if _stands(part, words, start)), -1)
        if at < 0:
            return False
        at += len(part)
    end = len(words) - len(last)
    return end > at and _stands(last, words, end)


def _parts(wording: _Words) -> list[_Words]:
    """What stands before, between and behind its files."""
    found: list[list[Word]] = [[]]
    for word in wording:
        if word.hole and word.shape[0] in _LONG:
            found.append([])
        else:
            found[-1].append(word)
    return [tuple(part) for part in found]


def _stands(part: _Words, words: tuple[str, ...], at: int) -> bool:
    return at + len(part) <= len(words) and all(
        word.hole or word.literal == text for word, text in zip(part, words[at : at + len(part)], strict=True)
    )
