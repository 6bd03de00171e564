"""Literals that say a value of the request in another way: in another unit, in other letters, as a number."""

import re
from typing import Final

from skillrt.jit.programs.plain_words import is_plain
from skillrt.jit.programs.sites import Site
from skillrt.jit.template import FilledSite, Hole, Piece
from skillrt.jit.uses import OTHERWISE, Use, used

_NUMBERS: Final = re.compile(r"(?<![\w.])\d{2,15}(?:\.\d{1,9})?(?![\w]|\.\d)")
_BLANKS: Final = re.compile(r"(?<! ) {2,39}(?! )")
_WORDS: Final = re.compile(r"(?<!\w)[^\W\d_]\w+(?!\w|\s*\()")
_NAMES: Final = frozenset(("word", "quoted", "field"))
_SPELLED: Final[frozenset[Use]] = frozenset(("number", "character"))
_SHARES: Final[frozenset[Use]] = frozenset(("raised", "lowered"))
_LETTERS: Final[dict[Use, Use]] = {"lower": "plain-lower", "upper": "plain-upper", "capital": "plain-capital"}
"""Other letters for a whole literal; what a word inside a larger one is put to, where only plain words may stand."""
_TELLING: Final = 2
"""How many characters a number in another unit, or a word in other letters, has at least."""


def otherwise_tied(site: Site, holes: tuple[Hole, ...]) -> FilledSite | None:
    """The site with holes where it says their values in another way, and fixed text elsewhere."""
    if site.form == "python-attribute" or site.bare:
        return None
    ways = _ways(holes)
    if site.form == "python-number":
        piece = ways.get(site.value.replace("_", ""))
        return FilledSite(site, (piece,)) if piece is not None else None
    whole = ways.get(site.value)
    if whole is not None:
        return FilledSite(site, (whole,))
    pieces = _within(site.value, ways)
    return FilledSite(site, pieces) if any(piece.hole for piece in pieces) else None


def _ways(holes: tuple[Hole, ...]) -> dict[str, Piece]:
    """What a program may say, and for which hole; what a request says as it is goes first and is no other way."""
    plain = {hole.example for hole in holes}
    found: dict[str, Piece] = {}
    for hole in holes:
        for use in OTHERWISE:
            if use in _LETTERS.values():
                continue
            said = _said(hole, use)
            if said and said not in plain:
                found.setdefault(said, Piece(hole=hole.id, use=use))
    return found


def _said(hole: Hole, use: Use) -> str:
    """The value put to the use; empty where it has none."""
    kinds = _NAMES if use in _LETTERS else frozenset(("word",)) if use in _SPELLED else frozenset(("number",))
    if hole.kind not in kinds or (use in _SHARES and hole.unit != "%"):
        return ""
    try:
        said = used(hole.example, use)
    except ValueError:
        return ""
    return said if len(said) >= _TELLING or use in _SPELLED else ""


def _within(value: str, ways: dict[str, Piece]) -> tuple[Piece, ...]:
    """Numbers, rows of blanks and words inside a larger literal."""
    found = sorted(
        (match.span(), ways[match.group()])
        for pattern in (_NUMBERS, _BLANKS, _WORDS)
        for match in pattern.finditer(value)
        if match.group() in ways and (is_plain(match.group()) or match.group().isspace())
    )
    pieces: list[Piece] = []
    at = 0
    for (low, high), piece in found:
        pieces += [Piece(text=value[at:low])] if low > at else []
        pieces.append(Piece(hole=piece.hole, use=_LETTERS.get(piece.use, piece.use)))
        at = high
    return (*pieces, *([Piece(text=value[at:])] if at < len(value) else []))
