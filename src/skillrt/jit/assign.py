"""Which values of another request may fill the holes of a candidate."""

from collections.abc import Iterator
from itertools import combinations, islice, permutations, product
from typing import Final

from skillrt.jit.candidates import Candidate
from skillrt.jit.programs.plain_words import numbers_in
from skillrt.jit.requests import Token
from skillrt.jit.scenes import Scene
from skillrt.jit.template import Hole
from skillrt.jit.wordings import aligned

_MAX: Final = 12
_MAX_WORDS: Final = 4
_FREE: Final = frozenset(("word", "workspace-file"))


def assignments(
    candidate: Candidate,
    home: Scene,
    other: Scene,
    words: frozenset[str] = frozenset(),
    numbers: frozenset[str] = frozenset(),
) -> list[dict[str, str]]:
    """The values to try, at most twelve; none where the request can be no job of this kind.

    Requests of the same wording give one: word by word. Another wording gives every way in which words of the right
    kind fill the holes; which of them is right is for the replay to say. `words` are plain words of the other request
    that its own program holds: only they can be what a plain word of this one is. `numbers` are those in its program.
    """
    pairs = aligned(home, other)
    found = _by_position(candidate, other, pairs) if pairs is not None else None
    ways = [found] if found is not None else list(islice(_by_kind(candidate, home, other, words, numbers), _MAX + 1))
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


def _by_kind(
    candidate: Candidate, home: Scene, other: Scene, words: frozenset[str], numbers: frozenset[str]
) -> Iterator[dict[str, str]]:
    choices = _choices(candidate, other, numbers, by_ending=True) or _choices(
        candidate, other, numbers, by_ending=False
    )
    if choices is None:
        return
    for plain in _plain_words(candidate, home, other, words):
        for combination in product(*choices):
            values = {**candidate.values, **plain, **{hole: value for group in combination for hole, value in group}}
            whole = _with_workspace(candidate, other, values)
            if whole is not None:
                yield whole


def _choices(
    candidate: Candidate, other: Scene, numbers: frozenset[str], *, by_ending: bool
) -> list[list[tuple[tuple[str, str], ...]]] | None:
    """For each kind of hole every order of the words of that kind; None where there are not as many. Files of another
    ending are tried only where those of the same do not fit: what a program does may not depend on it."""
    groups: dict[tuple[str, ...], list[Hole]] = {}
    for hole in candidate.holes:
        if not _is_free(hole, other):
            ending = hole.ending if by_ending or hole.ending == "/" else ""
            groups.setdefault((hole.kind, ending, hole.unit if hole.kind == "number" else ""), []).append(hole)
    choices: list[list[tuple[tuple[str, str], ...]]] = []
    for (kind, ending, unit), holes in groups.items():
        found = list(dict.fromkeys(_fitting(other.tokens, kind, ending, unit, by_ending=by_ending)))
        if kind == "number" and len(found) != len(holes):
            found, holes = _evened(candidate, found, holes, numbers)
        if len(found) != len(holes):
            return None
        choices.append([tuple(zip([hole.id for hole in holes], order, strict=True)) for order in permutations(found)])
    return choices


def _evened(
    candidate: Candidate, found: list[str], holes: list[Hole], numbers: frozenset[str]
) -> tuple[list[str], list[Hole]]:
    """Where one request says more numbers than the other: without those that the other's program has as they are, as
    one that says how many digits are kept."""
    if len(found) > len(holes):
        mine = numbers_in(action.text for action in candidate.actions)
        return [value for value in found if value not in mine], holes
    kept = [hole for hole in holes if hole.example in found or hole.example not in numbers]
    return found, kept


def _plain_words(candidate: Candidate, home: Scene, other: Scene, words: frozenset[str]) -> Iterator[dict[str, str]]:
    """Plain words as they are; then with new words of the other request for those that it lacks, for as many as can
    be."""
    fixed = {
        hole.id: hole.example for hole in candidate.holes if hole.kind != "workspace-file" and _is_free(hole, other)
    }
    yield fixed
    theirs = {token.value for token in other.tokens}
    mine = {token.value for token in home.tokens}
    gone = [hole for hole, value in fixed.items() if value not in theirs]
    folders = not any(_is_folder(hole) for hole in candidate.holes)
    new = list(
        dict.fromkeys(
            token.value
            for token in other.tokens
            if token.value in words - mine or (folders and token.value not in mine and _is_folder(token))
        )
    )
    if not gone or not new or len(new) > _MAX_WORDS or len(gone) > _MAX_WORDS:
        return
    count = min(len(gone), len(new))
    for holes in combinations(gone, count):
        yield from ({**fixed, **dict(zip(holes, order, strict=True))} for order in permutations(new, count))


def _is_free(hole: Hole, other: Scene) -> bool:
    """Whether a plain word of the other request may fill it: a new folder is `out/` to one and `the folder out` to
    another."""
    return hole.kind in _FREE or (_is_folder(hole) and not any(_is_folder(token) for token in other.tokens))


def _is_folder(item: Hole | Token) -> bool:
    return item.kind == "new-file" and item.ending == "/"


def _fitting(tokens: tuple[Token, ...], kind: str, ending: str, unit: str, *, by_ending: bool) -> Iterator[str]:
    for token in tokens:
        if token.kind != kind:
            continue
        if (
            kind in ("file", "files", "new-file")
            and token.ending != ending
            and (by_ending or "/" in (ending, token.ending))
        ):
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
