"""Wordings: do two requests say the same with other values, and which values fill the holes?"""

from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.jit.endings import served_endings
from skillrt.jit.requests import Token
from skillrt.jit.scenes import Scene
from skillrt.jit.template import Word

_FILES: Final = ("file", "files", "new-file")


def wording_of(scene: Scene, values: dict[str, str], slots: frozenset[str]) -> tuple[Word, ...]:
    """The wording of a request whose holes have these values; `slots` are the holes that may vary.

    Every word that holds the value of a hole is that hole; all others stand as they are.
    """
    names = {value: hole for hole, value in sorted(values.items(), reverse=True) if hole in slots}
    return tuple(
        Word(hole=names[token.value], shape=token.shape[:1] if token.kind == "word" else token.shape)
        if token.kind != "mark" and token.value in names
        else Word(literal=_plain(token))
        for token in scene.tokens
    )


def matched(wording: tuple[Word, ...], scene: Scene) -> dict[str, str] | None:
    """The values of the holes where the request has this wording; None where it has not."""
    if any(word.shape[:1] == ("files",) for word in wording):
        scene = scene.in_lists or scene
    if len(wording) != len(scene.tokens):
        return None
    values: dict[str, str] = {}
    for word, token in zip(wording, scene.tokens, strict=True):
        if not word.hole:
            if _plain(token) != word.literal:
                return None
            continue
        if not _fits(word, token) or values.setdefault(word.hole, token.value) != token.value:
            return None
    return values


def covers(wording: tuple[Word, ...], other: tuple[Word, ...]) -> bool:
    """Whether all requests of the `other` wording have this one too, as far as words tell."""
    return len(wording) == len(other) and all(_takes(word, item) for word, item in zip(wording, other, strict=True))


def _takes(word: Word, item: Word) -> bool:
    if not word.hole:
        return word == item
    return not item.hole or word.shape[:1] == item.shape[:1]


def with_endings(wordings: Sequence[tuple[Word, ...]]) -> list[tuple[Word, ...]]:
    """The wordings with every ending that a hole had in any of them, where it had more than one."""
    seen: dict[str, set[str]] = {}
    for word in (word for wording in wordings for word in wording if word.hole and word.shape[0] in _FILES):
        seen.setdefault(word.hole, set()).update(word.shape[1:])
    return [
        tuple(
            msgspec.structs.replace(word, shape=(word.shape[0], *sorted(seen[word.hole])))
            if word.hole in seen and word.shape[0] in _FILES
            else word
            for word in wording
        )
        for wording in wordings
    ]


def aligned(one: Scene, other: Scene) -> list[tuple[Token, Token]] | None:
    """The words that differ between two requests, pair by pair; None where their wordings are not the same.

    Two slots of the same shape may differ, two files of other endings, and two plain words; whether the program holds
    them is for others to say.
    """
    if len(one.tokens) != len(other.tokens):
        return None
    pairs: list[tuple[Token, Token]] = []
    for a, b in zip(one.tokens, other.tokens, strict=True):
        if _plain(a) == _plain(b) and not (a.is_slot and a.shape == b.shape):
            continue
        alike = a.is_slot and (a.shape == b.shape or _are_files(a, b))
        if not alike and not a.kind == b.kind == "word":
            return None
        pairs.append((a, b))
    return pairs


def _fits(word: Word, token: Token) -> bool:
    """Whether the word of a request may fill the hole: a file may end as follows from what was proven."""
    if token.kind == "word":
        return token.shape[:1] == word.shape
    if token.kind not in _FILES or token.shape == word.shape:
        return token.shape == word.shape
    kind, *endings = word.shape
    return token.kind == kind and token.ending in served_endings(endings)


def _are_files(one: Token, other: Token) -> bool:
    return one.kind == other.kind and one.kind in _FILES and "/" not in (one.ending, other.ending)


def _plain(token: Token) -> str:
    return token.text.casefold()
