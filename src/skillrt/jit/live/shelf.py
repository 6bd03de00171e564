"""Templates by the words of their wordings: of a thousand, only those that a request may have are looked at."""

from collections.abc import Iterable

from skillrt.jit.requests import Token, tokens_of
from skillrt.jit.template import Template, Word

_NOTHING: frozenset[str] = frozenset()
# a name with blanks, or a list of names, is more than one word until the workspace is known
_LONG = frozenset(("file", "files"))
# the fixed words before, between and behind files; a hole of one word is empty
_Part = tuple[str, ...]
_Parts = tuple[_Part, ...]


class Shelf:
    """Templates, found by the longest fixed word of a wording."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._found: dict[str, list[tuple[_Parts, Template]]] = {}
        self.size = 0
        for template in templates:
            self.size += 1
            for wording in template.wordings:
                key = max((word.literal for word in wording.words if not word.hole), key=len, default="")
                self._found.setdefault(key, []).append((_parts(wording.words), template))

    def looking_like(self, request: str) -> tuple[Template, ...]:
        """The templates with a wording whose fixed words are those of the request."""
        words = words_of(request)
        found: dict[str, Template] = {}
        for key in dict.fromkeys(("", *words)):
            for parts, template in self._found.get(key, ()):
                if template.id not in found and _fits(parts, words):
                    found[template.id] = template
        return tuple(found.values())


def words_of(request: str) -> tuple[str, ...]:
    """The words of a request as wordings have them, whatever the workspace holds."""
    tokens: tuple[Token, ...] = tokens_of(request, _NOTHING, _NOTHING)
    while tokens and tokens[-1].text in (".", "!"):
        tokens = tokens[:-1]
    return tuple(token.text.casefold() for token in tokens)


def _parts(wording: tuple[Word, ...]) -> _Parts:
    found: list[list[str]] = [[]]
    for word in wording:
        if word.hole and word.shape[0] in _LONG:
            found.append([])
        else:
            found[-1].append("" if word.hole else word.literal)
    return tuple(tuple(part) for part in found)


def _fits(parts: _Parts, words: tuple[str, ...]) -> bool:
    """Whether the words may have the wording: each hole is one of them, that of a file one at least."""
    first, last = parts[0], parts[-1]
    end = len(words) - len(last)
    if not _stands(first, words, 0) or not _stands(last, words, end):
        return False
    if len(parts) == 1:
        return end == 0
    at = len(first)
    for part in parts[1:-1]:
        at = next((start for start in range(at + 1, end) if _stands(part, words, start)), -1)
        if at < 0:
            return False
        at += len(part)
    return end > at


def _stands(part: _Part, words: tuple[str, ...], at: int) -> bool:
    found = words[at : at + len(part)] if at >= 0 else ()
    return len(found) == len(part) and all(
        not literal or literal == text for literal, text in zip(part, found, strict=True)
    )
