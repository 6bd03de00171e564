"""Wordings: do two requests say the same with other values, and which values fill the holes?"""

from skillrt.jit.requests import Token
from skillrt.jit.scenes import Scene
from skillrt.jit.template import Word


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
    if len(wording) != len(scene.tokens):
        return None
    values: dict[str, str] = {}
    for word, token in zip(wording, scene.tokens, strict=True):
        if not word.hole:
            if _plain(token) != word.literal:
                return None
            continue
        shape = token.shape[:1] if token.kind == "word" else token.shape
        if shape != word.shape or values.setdefault(word.hole, token.value) != token.value:
            return None
    return values


def aligned(one: Scene, other: Scene) -> list[tuple[Token, Token]] | None:
    """The words that differ between two requests, pair by pair; None where their wordings are not the same.

    Two slots of the same shape may differ, and two plain words; whether the program holds them is for others to say.
    """
    if len(one.tokens) != len(other.tokens):
        return None
    pairs: list[tuple[Token, Token]] = []
    for a, b in zip(one.tokens, other.tokens, strict=True):
        if _plain(a) == _plain(b) and not (a.is_slot and a.shape == b.shape):
            continue
        if (a.shape != b.shape or not a.is_slot) and not a.kind == b.kind == "word":
            return None
        pairs.append((a, b))
    return pairs


def _plain(token: Token) -> str:
    return token.text.casefold()
