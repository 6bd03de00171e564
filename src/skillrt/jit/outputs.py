"""Which files a run writes: paths made of holes, or any number of files whose names come from the inputs."""

import re
from collections.abc import Iterable
from typing import Final

from skillrt.jit.requests import ending_of
from skillrt.jit.template import Hole, Piece, value_of
from skillrt.jit.ties import pieces_of

_ANY: Final = Piece(text="*", use="any")
_SEVERAL: Final = 2
_WORD_AT_END: Final = re.compile(r"[^\W_]+\Z")
_WORD_AT_START: Final = re.compile(r"\A[^\W_]+")


def is_open(pieces: Iterable[Piece]) -> bool:
    """Whether it stands for any number of files."""
    return any(piece.use == "any" for piece in pieces)


def outputs_of(paths: Iterable[str], holes: tuple[Hole, ...]) -> dict[str, tuple[Piece, ...]]:
    """How the paths that were written are made. Several in one folder with one ending, of whose names no hole tells
    which is which, are one entry, which stands for any number."""
    found = {path: pieces_of(path, holes) for path in paths}
    groups: dict[tuple[str, str], list[str]] = {}
    for path in found:
        groups.setdefault((path.rpartition("/")[0], ending_of(path)), []).append(path)
    for (folder, ending), members in groups.items():
        if len(members) < _SEVERAL or len({_used(found[path]) for path in members}) > 1:
            continue
        before, after = _shared([path.rpartition("/")[2].removesuffix(ending) for path in members])
        head = f"{folder}/{before}" if folder else before
        pieces = (*_of_folder(folder, holes), *(pieces_of(before, holes) if before else ()))
        for path in members:
            del found[path]
        found[f"{head}*{after}{ending}"] = (
            *pieces,
            _ANY,
            *(pieces_of(after + ending, holes) if after + ending else ()),
        )
    return found


def output_paths(outputs: Iterable[tuple[Piece, ...]], values: dict[str, str]) -> tuple[str, ...]:
    """The files that a run with these values writes, without those of which there is any number."""
    return tuple(value_of(pieces, values).removeprefix("./") for pieces in outputs if not is_open(pieces))


def matching(pieces: tuple[Piece, ...], values: dict[str, str], paths: Iterable[str]) -> list[str]:
    """Those of `paths` that such an output may be, in order."""
    if not is_open(pieces):
        path = value_of(pieces, values).removeprefix("./")
        return [path] if path in set(paths) else []
    made = "".join(
        "[^/]+" if piece.use == "any" else re.escape(value_of((piece,), values)) for piece in pieces
    ).removeprefix(re.escape("./"))
    pattern = re.compile(made)
    return sorted(path for path in paths if pattern.fullmatch(path))


def open_paths(
    outputs: Iterable[tuple[Piece, ...]], values: dict[str, str], changed: Iterable[str]
) -> tuple[str, ...]:
    """The files of which there is any number, of those that changed."""
    paths = list(changed)
    return tuple(path for pieces in outputs if is_open(pieces) for path in matching(pieces, values, paths))


def _used(pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    return tuple(piece.hole for piece in pieces if piece.hole)


def _of_folder(folder: str, holes: tuple[Hole, ...]) -> tuple[Piece, ...]:
    return (*pieces_of(folder, holes), Piece(text="/")) if folder else ()


def _shared(names: list[str]) -> tuple[str, str]:
    """What all names begin and end with, up to where a word ends."""
    before = _WORD_AT_END.sub("", _beginning(names))
    rest = [name[len(before) :] for name in names]
    after = _WORD_AT_START.sub("", _beginning([name[::-1] for name in rest])[::-1])
    return before, after


def _beginning(names: list[str]) -> str:
    """What all names begin with."""
    first, last = min(names), max(names)
    same = next((at for at, char in enumerate(first) if last[at : at + 1] != char), len(first))
    return first[:same]
