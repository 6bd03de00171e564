"""Holes that never varied are no holes: their values are put back as text, and the rest is numbered anew."""

from collections.abc import Mapping

import msgspec

from skillrt.jit.answers.pattern import AnswerPattern, Fact, Said
from skillrt.jit.template import FilledSite, Hole, Piece, Template, Word
from skillrt.jit.uses import used

_FOLDED = frozenset(("word", "number", "date", "quoted"))


def folded(template: Template, varying: frozenset[str]) -> Template:
    """The template without the words and numbers that had one value in all proofs. Files and columns stay holes:
    guards look at them."""
    fixed = {hole.id: hole.example for hole in template.holes if hole.kind in _FOLDED and hole.id not in varying}
    kept = [hole for hole in template.holes if hole.id not in fixed]
    names = {hole.id: f"h{at}" for at, hole in enumerate(kept, start=1)}
    sites = (FilledSite(item.site, _pieces(item.pieces, fixed, names)) for item in template.sites)
    return msgspec.structs.replace(
        template,
        holes=tuple(_named(hole, names) for hole in kept),
        sites=tuple(item for item in sites if any(piece.hole for piece in item.pieces)),
        wordings=tuple(
            msgspec.structs.replace(wording, words=tuple(_word(word, names) for word in wording.words))
            for wording in template.wordings
        ),
        inputs=tuple(
            msgspec.structs.replace(guard, hole=names.get(guard.hole, ""), field=names.get(guard.field, ""))
            for guard in template.inputs
        ),
        outputs=tuple(
            msgspec.structs.replace(guard, path=_pieces(guard.path, fixed, names)) for guard in template.outputs
        ),
        seen={names[hole]: words for hole, words in template.seen.items() if hole in names},
        answer=AnswerPattern(
            tuple(tuple(_said(part, fixed, names) for part in said) for said in template.answer.sentences)
        ),
    )


def _named(hole: Hole, names: Mapping[str, str]) -> Hole:
    return msgspec.structs.replace(hole, id=names[hole.id])


def _pieces(pieces: tuple[Piece, ...], fixed: Mapping[str, str], names: Mapping[str, str]) -> tuple[Piece, ...]:
    return tuple(
        Piece(text=used(fixed[piece.hole], piece.use))
        if piece.hole in fixed
        else msgspec.structs.replace(piece, hole=names.get(piece.hole, ""))
        for piece in pieces
    )


def _word(word: Word, names: Mapping[str, str]) -> Word:
    return msgspec.structs.replace(word, hole=names[word.hole]) if word.hole else word


def _said(part: Said, fixed: Mapping[str, str], names: Mapping[str, str]) -> Said:
    fact = part.fact
    if fact is None or fact.of not in ("hole", "input"):
        return part
    if fact.key in fixed:
        return Said(text=fixed[fact.key])
    return msgspec.structs.replace(part, fact=Fact(fact.of, names[fact.key], fact.measure, fact.path))
