"""Tie the sites of a program to the holes of its request: what of a literal is a value that may change."""

import re
from typing import Final

from skillrt.jit.otherwise import otherwise_tied
from skillrt.jit.programs.list_sites import rows_of
from skillrt.jit.programs.plain_words import (
    codec_spans,
    is_name,
    is_plain,
    is_tame,
    name_pattern,
    plain_pattern,
    tame_pattern,
)
from skillrt.jit.programs.sites import Site, is_prose
from skillrt.jit.template import FilledSite, Hole, Piece, Reading
from skillrt.jit.uses import Use, used

_PATH_LIKE: Final = re.compile(r"[\w./ @+-]+\Z")
_GLOB: Final = re.compile(r"([\w/*-]*\*?\.)(\w+)")
_OPTION: Final = re.compile(r"(-{1,2}[A-Za-z-]*=?)(\d{1,18}(?:\.\d{1,9})?)")
_WHOLE: Final = re.compile(r"[1-9]\d{0,8}")
_MIN_WORD: Final = 2
_FILES: Final = frozenset(("file", "new-file", "workspace-file"))
_KEYS: Final = frozenset(("field", "word"))
_SAID: Final = frozenset(("quoted", "word", "number", "date", "field"))


def tied(site: Site, holes: tuple[Hole, ...], reading: Reading = "plain") -> FilledSite | None:
    """The site with what fills it, where that is more than fixed text. `beside`: a number may also be one less or one
    more than that of the request, for counting from zero or a heading. `otherwise`: it may say a value in another
    unit or in other letters, where it does not say one as it is."""
    if reading == "listed":
        first = next(
            (hole for hole in holes if site.value.removeprefix("./") in hole.items[:1] and hole.kind == "files"), None
        )
        if first is not None:
            return FilledSite(site, (Piece(hole=first.id, use="first"),))
    found = _tied(site, holes, beside=reading == "beside")
    return otherwise_tied(site, holes) if found is None and reading == "otherwise" else found


def listed_sites(sites: list[Site], holes: tuple[Hole, ...], text: str) -> list[FilledSite]:
    """Rows of literals that are the files of a list."""
    return [
        FilledSite(row, (Piece(hole=hole.id),))
        for hole in holes
        if hole.kind == "files"
        for row in rows_of(sites, hole.items, text)
    ]


def outside(sites: list[Site], rows: list[FilledSite]) -> list[Site]:
    """The sites that are in none of the rows."""
    return [
        site for site in sites if not any(row.site.start <= site.start and site.end <= row.site.end for row in rows)
    ]


def _tied(site: Site, holes: tuple[Hole, ...], *, beside: bool) -> FilledSite | None:
    if site.form == "python-attribute":
        hole = next((hole for hole in holes if hole.kind == "field" and hole.example == site.value), None)
        return FilledSite(site, (Piece(hole=hole.id),)) if hole is not None else None
    if site.form == "python-number":
        return _number(site, holes) or (_number_beside(site, holes) if beside else None)
    is_code = site.form == "document" or (site.coded and not _is_path(site.value, holes))
    pieces = (Piece(text=site.value),) if is_code else pieces_of(site.value, holes)
    if codec_spans(site.value) == [(0, len(site.value))]:
        return FilledSite(site, pieces) if len(pieces) == 1 and pieces[0].hole else None
    if not any(piece.hole for piece in pieces) and not site.bare:
        pieces = _embedded(site, holes)
        if beside and not any(piece.hole for piece in pieces):
            pieces = _numbers_beside(site.value, holes)
    return FilledSite(site, pieces) if any(piece.hole for piece in pieces) else None


def _is_path(value: str, holes: tuple[Hole, ...]) -> bool:
    """Whether a word given to a program that takes code is the name of a file, or an option, instead."""
    if value.startswith(".") and not value.startswith(("./", "../")):
        return False
    whole = pieces_of(value, tuple(hole for hole in holes if hole.kind in _FILES))
    return any(piece.hole for piece in whole) or _OPTION.fullmatch(value) is not None


def pieces_of(value: str, holes: tuple[Hole, ...]) -> tuple[Piece, ...]:
    """A value as pieces: a hole's whole value; a path made of a hole's folder, name or stem; words in prose."""
    bare = value.removeprefix("./")
    for hole in holes:
        if hole.example in (value, bare):
            return (Piece(hole=hole.id),)
    if _PATH_LIKE.match(value):
        found = _path_pieces(value, holes)
        if found:
            return found
    found = _glob_pieces(value, holes)
    if found:
        return found
    if is_prose(value):
        return _prose_pieces(value, holes)
    return (Piece(text=value),)


def _number(site: Site, holes: tuple[Hole, ...]) -> FilledSite | None:
    for hole in holes:
        if hole.kind != "number":
            continue
        if site.value == hole.example:
            return FilledSite(site, (Piece(hole=hole.id),))
        if hole.unit == "%" and site.value == used(hole.example, "hundredth"):
            return FilledSite(site, (Piece(hole=hole.id, use="hundredth"),))
    return None


def _number_beside(site: Site, holes: tuple[Hole, ...]) -> FilledSite | None:
    piece = _beside(holes).get(site.value)
    return FilledSite(site, (piece,)) if piece is not None else None


def _numbers_beside(value: str, holes: tuple[Hole, ...]) -> tuple[Piece, ...]:
    """`1,11p` of a request for ten rows: whole numbers in a word or a program."""
    found = _beside(holes)
    pattern = re.compile("|".join(rf"(?<![\w.]){number}(?!\d|\.\d)" for number in found))
    return _cut(value, pattern, found) if found else (Piece(text=value),)


def _beside(holes: tuple[Hole, ...]) -> dict[str, Piece]:
    """The numbers of the request, and those one less and one more; what is there itself goes first."""
    wholes = [hole for hole in holes if hole.kind == "number" and not hole.unit and _WHOLE.fullmatch(hole.example)]
    found = {hole.example: Piece(hole=hole.id, use="plain") for hole in wholes}
    uses: tuple[Use, ...] = ("less", "more")
    for hole in wholes:
        for use in uses:
            found.setdefault(used(hole.example, use), Piece(hole=hole.id, use=use))
    return found


def _path_pieces(value: str, holes: tuple[Hole, ...]) -> tuple[Piece, ...]:
    """`out/report.json` of a request that names `report.csv`: fixed text around a file's name or stem."""
    for use in ("value", "name", "stem"):
        for hole in holes:
            if hole.kind not in _FILES:
                continue
            part = used(hole.example, use)
            at = value.find(part)
            if len(part) < _MIN_WORD or at < 0 or not _stands_alone(value, at, len(part)):
                continue
            before, after = value[:at], value[at + len(part) :]
            return tuple(
                piece
                for piece in (Piece(text=before), Piece(hole=hole.id, use=use), Piece(text=after))
                if piece != Piece()
            )
    return ()


def _glob_pieces(value: str, holes: tuple[Hole, ...]) -> tuple[Piece, ...]:
    """`*.txt` or `.txt` of a request for the `txt` files."""
    match = _GLOB.fullmatch(value)
    hole = next((hole for hole in holes if match and hole.kind == "word" and hole.example == match[2]), None)
    return (Piece(text=match[1]), Piece(hole=hole.id)) if match and hole else ()


def _prose_pieces(value: str, holes: tuple[Hole, ...]) -> tuple[Piece, ...]:
    """`-5` or `--lines=5` where the request says 5; whole words of a text that is no code."""
    option = _OPTION.fullmatch(value)
    number = next((hole for hole in holes if option and hole.kind == "number" and hole.example == option[2]), None)
    if option and number:
        return Piece(text=option[1]), Piece(hole=number.id, use="plain")
    names = {hole.example: hole.id for hole in holes if hole.kind in _SAID}
    names = {
        name: hole for name, hole in names.items() if name in value and (len(name) >= _MIN_WORD or name.isupper())
    }
    pattern = re.compile(
        "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True))
    )
    pieces = {name: Piece(hole=hole) for name, hole in names.items()}
    return _cut(value, pattern, pieces) if names else (Piece(text=value),)


def _embedded(site: Site, holes: tuple[Hole, ...]) -> tuple[Piece, ...]:
    """Plain words inside a pattern, a program or a query, where only plain words may take their place; paths that
    stand alone between quotes there; keys behind a dot."""
    value = site.value
    within = [hole for hole in holes if hole.example in value]
    paths = {hole.example: hole.id for hole in within if hole.kind in _FILES and is_tame(hole.example)}
    keys = {hole.example: hole.id for hole in within if hole.kind in _KEYS and site.keyed and is_name(hole.example)}
    plain = {hole.example: hole.id for hole in within if hole.kind in _SAID and _is_telling(hole.example)}
    patterns = [
        *([tame_pattern(paths)] if paths else ()),
        *([name_pattern(keys)] if keys else ()),
        *([plain_pattern(plain).pattern] if plain else ()),
    ]
    if not patterns:
        return (Piece(text=value),)
    pieces: list[Piece] = []
    at = 0
    for match in re.finditer("|".join(f"({pattern})" for pattern in patterns), value):
        text = match.group()
        if value[match.start() - 1 : match.start()] == "." and text in keys:
            piece = Piece(hole=keys[text], use="name-of-key")
        elif text in paths:
            piece = Piece(hole=paths[text], use="tame")
        else:
            piece = Piece(hole=plain[text], use="plain")
        pieces += [Piece(text=value[at : match.start()])] if match.start() > at else []
        pieces.append(piece)
        at = match.end()
    return (*pieces, *([Piece(text=value[at:])] if at < len(value) else []))


def _is_telling(text: str) -> bool:
    return is_plain(text) and (len(text) >= _MIN_WORD or text.isupper() or text.isdigit())


def _cut(value: str, pattern: re.Pattern[str], names: dict[str, Piece]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for match in pattern.finditer(value):
        pieces += [Piece(text=value[at : match.start()])] if match.start() > at else []
        pieces.append(names[match.group()])
        at = match.end()
    pieces += [Piece(text=value[at:])] if at < len(value) else []
    return tuple(pieces)


def _stands_alone(value: str, at: int, length: int) -> bool:
    """Whether a part of a path is bounded by `/`, `.`, `_`, `-` or the ends."""
    before, after = value[at - 1 : at], value[at + length : at + length + 1]
    return (not before or before in "/._- ") and (not after or after in "/._- ")
