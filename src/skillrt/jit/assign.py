"""Which values of another request may fill the holes of a candidate."""

from collections.abc import Iterator
from itertools import islice, permutations, product
from typing import Final

from skillrt.jit.candidates import Candidate
from skillrt.jit.requests import Token
from skillrt.jit.scenes import Scene
from skillrt.jit.template import Hole
from skillrt.jit.wordings import aligned

_MAX: Final = 6
_FREE: Final = frozenset(("word", "workspace-file"))


def assignments(candidate: Candidate, home: Scene, other: Scene) -> list[dict[str, str]]:
    """The values to try, at most six; none where the request can be no job of this kind.

    Requests of the same wording give one: word by word. Another wording gives every way in which words of the right
    kind fill the holes; which of them is right is for the replay to say.
    """
    pairs = aligned(home, other)
    found = _by_position(candidate, other, pairs) if pairs is not None else None
    ways = [found] if found is not None else list(islice(_by_kind(candidate, other), _MAX + 1))
    if len(ways) > _MAX:
        return []
    return [values for values in ways if _varies_only(candidate, values)]


def _varies_only(candidate: Candidate, values: dict[str, str]) -> bool:
    """Holes whose value stands in the program outside its sites keep it."""
    return all(values[hole] == candidate.values[hole] for hole in candidate.exposed)


def _by_position(candidate: Candidate, other: Scene, pairs: list[tuple[Token, Token]]) -> dict[str, str] | None:
    names = {hole.example: hole.id for hole in candidate.holes if hole.kind != "workspace-file"}
    values = dict(candidate.values)
    given: dict[str, str] = {}
    for mine, theirs in pairs:
        hole = names.get(mine.value)
        if hole is None:
            if mine.text.casefold() != theirs.text.casefold():
                return None  # the program does not depend on what differs: it is another job
            continue
        if given.setdefault(hole, theirs.value) != theirs.value:
            return None
    values |= given
    return _with_workspace(candidate, other, values)


def _by_kind(candidate: Candidate, other: Scene) -> Iterator[dict[str, str]]:
    groups: dict[tuple[str, ...], list[Hole]] = {}
    for hole in candidate.holes:
        if hole.kind not in _FREE:
            groups.setdefault((hole.kind, hole.ending, hole.unit if hole.kind == "number" else ""), []).append(hole)
    choices: list[list[tuple[tuple[str, str], ...]]] = []
    for (kind, ending, unit), holes in groups.items():
        found = list(dict.fromkeys(_fitting(other.tokens, kind, ending, unit)))
        if len(found) != len(holes):
            return
        choices.append([tuple(zip([hole.id for hole in holes], order, strict=True)) for order in permutations(found)])
    fixed = {hole.id: hole.example for hole in candidate.holes if hole.kind == "word"}
    for combination in product(*choices):
        values = {**fixed, **{hole: value for group in combination for hole, value in group}}
        whole = _with_workspace(candidate, other, values)
        if whole is not None:
            yield whole


def _fitting(tokens: tuple[Token, ...], kind: str, ending: str, unit: str) -> Iterator[str]:
    for token in tokens:
        if token.kind != kind:
            continue
        if kind in ("file", "new-file") and token.ending != ending:
            continue
        if kind == "number" and token.unit and unit and token.unit != unit:
            continue
        yield token.value


def _with_workspace(candidate: Candidate, other: Scene, values: dict[str, str]) -> dict[str, str] | None:
    """The values with the files that no request names; None where one is not the only one of its kind."""
    for hole in candidate.holes:
        if hole.kind == "workspace-file":
            path = other.only(hole.ending)
            if path is None:
                return None
            values = {**values, hole.id: path}
    return values
