"""Templates by the words of their wordings: of a thousand, only those that a request may have are looked at."""

from collections.abc import Iterable

from skillrt.jit.requests import Token, tokens_of
from skillrt.jit.template import Template, Word

_NOTHING: frozenset[str] = frozenset()
_Key = tuple[int, int, str]


class Shelf:
    """Templates, found by how many words a wording has and by its first fixed word with its place."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._found: dict[_Key, list[tuple[tuple[Word, ...], Template]]] = {}
        self.size = 0
        for template in templates:
            self.size += 1
            for wording in template.wordings:
                place = next((at for at, word in enumerate(wording.words) if not word.hole), -1)
                key = (len(wording.words), place, wording.words[place].literal if place >= 0 else "")
                self._found.setdefault(key, []).append((wording.words, template))

    def looking_like(self, request: str) -> tuple[Template, ...]:
        """The templates with a wording whose fixed words are those of the request."""
        words = words_of(request)
        keys = [(len(words), -1, ""), *((len(words), at, word) for at, word in enumerate(words))]
        found: dict[str, Template] = {}
        for key in keys:
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


def _fits(wording: tuple[Word, ...], words: tuple[str, ...]) -> bool:
    return all(word.hole or word.literal == text for word, text in zip(wording, words, strict=True))
