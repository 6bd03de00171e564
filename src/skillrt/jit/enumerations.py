"""Files that a request lists (`a.csv, b.csv and c.csv`) as one value: as many as there are, in their order."""

from collections.abc import Sequence
from typing import Final

from skillrt.jit.requests import Token

_JOINING: Final = frozenset(("and", "plus", "&", "+"))
_SEVERAL: Final = 2


def listed(text: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words of `text` once more, each list of files of one ending as one word, whose value has a name a line;
    nothing where there is no list."""
    found: list[Token] = []
    at, lists = 0, 0
    while at < len(tokens):
        items, after = _items(tokens, at)
        if len(items) < _SEVERAL:
            found.append(tokens[at])
            at += 1
            continue
        first, last = items[0], items[-1]
        written = text[first.start : last.start + len(last.text)]
        value = "\n".join(item.value for item in items)
        found.append(Token(written, "files", value, first.ending, start=first.start))
        at, lists = after, lists + 1
    return tuple(found) if lists else ()


def _items(tokens: Sequence[Token], at: int) -> tuple[list[Token], int]:
    """The files of the list that begins at a word, and the word behind the last."""
    items: list[Token] = []
    end = following = at
    while following < len(tokens):
        token = tokens[following]
        if token.kind != "file" or token.ending == "/" or any(item.value == token.value for item in items):
            break
        if items and (token.ending != items[0].ending or following == end):
            break
        items.append(token)
        end = following + 1
        following = _behind_joint(tokens, end)
    return items, end


def _behind_joint(tokens: Sequence[Token], at: int) -> int:
    """The word behind a comma, an `and`, or both; `at` where there is neither."""
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
    if at < len(tokens) and tokens[at].text.casefold() in _JOINING:
        at += 1
    return at
