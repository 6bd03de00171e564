"""Command lines of a call whose parameters are filled with the values of a request, the likelier first."""

import shlex
from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.jit.bundled.parameters import Call, Parameter, plain_word
from skillrt.jit.requests import Kind, Token, ending_of
from skillrt.jit.scenes import Scene

_PLACED: Final = frozenset(("file", "files", "new-file", "number", "date", "field", "quoted"))
_MOST_VALUES: Final = 8
_WIDE: Final = 48
"""How many ways to place the values so far are gone on with."""
_BESIDE: Final = 2
# what speaks for a value at a place, and against it
_NAMED, _KIND, _OTHER_KIND, _FIRST, _LEFT_OUT = 4.0, 3.0, -3.0, 0.5, -5.0


class Value(msgspec.Struct, frozen=True):
    """A value of the request: its kind, what it is (of `files` a line each), and the words that stand beside it."""

    kind: Kind
    value: str
    beside: frozenset[str] = frozenset()


class Line(msgspec.Struct, frozen=True):
    """A command line, and how much speaks for it."""

    text: str
    score: float


class _Way(msgspec.Struct, frozen=True):
    """Values at places: by the number of the parameter. `rest` are those that have no place."""

    places: tuple[tuple[int, Value], ...] = ()
    rest: tuple[Value, ...] = ()
    score: float = 0.0

    def used(self, at: int) -> int:
        return sum(len(value.value.split("\n")) for number, value in self.places if number == at)


def values_of(scene: Scene, written: Sequence[str]) -> tuple[Value, ...]:
    """What a call may be given: the values of the request, the only input where it names none, and the files that are
    to be `written`, where it does not name them."""
    found: dict[str, Value] = {}
    for at, token in enumerate(scene.tokens):
        if token.kind in _PLACED and token.ending != "/":
            found.setdefault(token.value, Value(token.kind, token.value, _words_beside(scene.tokens, at)))
    if not any(value.kind == "file" for value in found.values()):
        only = [path for path in sorted(scene.files) if scene.only(ending_of(path)) == path]
        found |= {path: Value("file", path) for path in only[:1]}
    found |= {path: Value("new-file", path) for path in written if path not in found}
    return tuple(found.values())


def lines_of(call: Call, values: Sequence[Value], words: frozenset[str], most: int) -> list[Line]:
    """The command lines that give the call all values, at most `most`; `words` are all those of the request."""
    if len(values) > _MOST_VALUES:
        return []
    ways = [_Way()]
    for value in values:
        ways = sorted((new for way in ways for new in _placed(call, way, value)), key=_likelier)[:_WIDE]
    said = frozenset(map(plain_word, words))
    found: dict[str, float] = {}
    for way in ways:
        for line in _lines(call, way, said):
            found[line.text] = max(found.get(line.text, line.score), line.score)
    ordered = sorted((Line(text, score) for text, score in found.items()), key=lambda line: (-line.score, line.text))
    return ordered[:most]


def _likelier(way: _Way) -> tuple[float, tuple[int, ...]]:
    return -way.score, tuple(number for number, _ in way.places)


def _placed(call: Call, way: _Way, value: Value) -> list[_Way]:
    """The way with one more value, at each place that can take it, and at none."""
    found: list[_Way] = []
    count = len(value.value.split("\n"))
    for at, parameter in enumerate(call.parameters):
        if way.used(at) + count > parameter.most or not _may_take(parameter, value):
            continue
        kinds = {other.kind for number, other in way.places if number == at}
        place = _FIRST / (1 + at) if not kinds else 0.0 if kinds == {value.kind} else _OTHER_KIND
        score = way.score + _score(parameter, value) + place
        found.append(_Way((*way.places, (at, value)), way.rest, score))
    # what is printed may go to a new file; anything else that is asked for ought to be told
    left = 0.0 if value.kind == "new-file" else _LEFT_OUT
    if value.kind != "new-file" or all(other.kind != "new-file" for other in way.rest):
        found.append(_Way(way.places, (*way.rest, value), way.score + left))
    return found


def _may_take(parameter: Parameter, value: Value) -> bool:
    if value.value.startswith("-") and value.kind != "number":
        return False  # it would be taken for an option
    return parameter.choices is None or value.value in parameter.choices


def _score(parameter: Parameter, value: Value) -> float:
    kind = "file" if value.kind == "files" else value.kind
    by_kind = 0.0 if not parameter.takes else _KIND if parameter.takes == kind else _OTHER_KIND
    named = _NAMED if parameter.words & value.beside else 0.0
    chosen = _KIND if parameter.choices is not None else 0.0
    return by_kind + named + chosen + (1.0 if parameter.required else 0.0)


def _lines(call: Call, way: _Way, said: frozenset[str]) -> list[Line]:
    """The lines of one way: with what the words of the request choose, and without."""
    places = {at: [value for number, value in way.places if number == at] for at in range(len(call.parameters))}
    given = {at: [item for value in values for item in value.value.split("\n")] for at, values in places.items()}
    score = way.score
    for at, parameter in enumerate(call.parameters):
        if parameter.required and not given[at]:
            stand_in = _stand_in(parameter, way, said)
            if not stand_in:
                return []
            given[at] = [stand_in]
            score -= 1.0
    target = next((value.value for value in way.rest if value.kind == "new-file"), "")
    score += sum(1.0 for word in call.words if word in said)
    plain = Line(_text(call, given, (), target), score)
    chosen = {
        at: word for at, item in enumerate(call.parameters) if not given[at] and (word := _chosen(item, way, said))
    }
    flags = [flag for flag in call.flags if flag.words & said]
    if not chosen and not flags:
        return [plain]
    more = {**given, **{at: [word] for at, word in chosen.items()}}
    return [Line(_text(call, more, flags, target), score + 1.0), plain]


def _stand_in(parameter: Parameter, way: _Way, said: frozenset[str]) -> str:
    """What a parameter that must be there is given where no value is left: a choice, or the file that is changed."""
    if parameter.choices is not None:
        return _chosen(parameter, way, said)
    files = [value.value for _, value in way.places if value.kind == "file"]
    is_target = parameter.takes == "new-file" or not parameter.takes
    has_new = any(value.kind == "new-file" for _, value in way.places)
    return files[0] if len(files) == 1 and is_target and not has_new else ""


def _chosen(parameter: Parameter, way: _Way, said: frozenset[str]) -> str:
    """The choice that the request says, or that is the ending of a file that is written."""
    values = [*(value for _, value in way.places), *way.rest]
    endings = {ending_of(value.value).removeprefix(".") for value in values if value.kind == "new-file"}
    choices = parameter.choices or ()
    found = [choice for choice in choices if plain_word(choice) in said] or [
        choice for choice in choices if choice.casefold() in endings
    ]
    return found[0] if len(found) == 1 and not found[0].startswith("-") else ""


def _text(call: Call, given: dict[int, list[str]], flags: Sequence[Parameter], target: str) -> str:
    arguments = [
        shlex.quote(item) for at, place in enumerate(call.parameters) if not place.name for item in given[at]
    ]
    options = [flag.name for flag in flags]
    for at, place in enumerate(call.parameters):
        items = [shlex.quote(item) for item in given[at]]
        if place.name and items:
            options += (
                [word for item in items for word in (place.name, item)] if place.repeated else [place.name, *items]
            )
    words = [*options, *arguments] if call.early else [*arguments, *options]
    line = " ".join([call.head, *words])
    return f"{line} > {shlex.quote(target)}" if target else line


def _words_beside(tokens: Sequence[Token], at: int) -> frozenset[str]:
    near = [*tokens[max(at - _BESIDE, 0) : at], *tokens[at + 1 : at + 1 + _BESIDE]]
    unit = (tokens[at].unit,) if tokens[at].unit else ()
    return frozenset(plain_word(word) for word in (*(token.value for token in near if token.kind == "word"), *unit))
