"""What can be computed after a run: values of holes, measures of inputs and outputs, printed words."""

import re
from itertools import islice
from pathlib import Path
from typing import Final, Literal, cast

import msgspec

from skillrt.jit.answers.pattern import Fact, Measure
from skillrt.jit.contents.read import Content, Image, Json, Pages, PlainText, Sheets, Table, content_of, read_content
from skillrt.jit.replay import Replayed
from skillrt.jit.requests import ending_of

_MAX_PATHS: Final = 200
_MAX_PRINTED: Final = 2_000
_MAX_DEPTH: Final = 6
PRINTED: Final = re.compile(r"(?:(?<!\w)[-+])?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?|[\w./-]*\w")


class Run(msgspec.Struct, frozen=True):
    """A run of a program: the holes' values, which of them are input files, the workspace, what it did, its outputs
    in a fixed order, and those of which there is any number."""

    values: dict[str, str]
    inputs: tuple[str, ...]
    before: Path
    replayed: Replayed
    outputs: tuple[str, ...]
    some: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """All outputs."""
        return self.outputs + self.some


def facts_of(run: Run) -> dict[Fact, str]:
    """All facts of a run with their values as text, the simplest first."""
    found: dict[Fact, str] = {Fact("hole", hole): value for hole, value in run.values.items()}
    for at, path in enumerate(run.outputs):
        data = run.replayed.changed.get(path)
        if data is not None:
            found |= _measured("output", str(at), content_of(data, ending_of(path)))
    if run.some:
        found[Fact("output", "*", "files")] = str(len(run.some))
    for hole in run.inputs:
        path = run.before / run.values[hole]
        if path.is_file():
            found |= _measured("input", hole, read_content(path))
    words = [match.group() for match in islice(PRINTED.finditer(run.replayed.printed), _MAX_PRINTED)]
    # what is printed last is often the answer, whatever was printed before
    found |= {Fact("printed", str(at - len(words))): word for at, word in enumerate(words)}
    return found | {Fact("printed", str(at)): word for at, word in enumerate(words)}


def number_of(text: str) -> float | None:
    """The number that text holds, thousands separators allowed."""
    try:
        return float(text.replace(",", "")) if text[:1] in "-+.0123456789" else None
    except ValueError:
        return None


def decimals_of(text: str) -> int:
    """How many digits stand behind the point."""
    return len(text.partition(".")[2])


def says(text: str, value: str) -> bool:
    """Whether the number `text` in an answer tells `value`, perhaps rounded; or the word, letter by letter."""
    said, meant = number_of(text), number_of(value)
    if said is None or meant is None:
        return text.casefold() == value.casefold()
    places = decimals_of(text)
    return said == meant or (places > 0 and abs(said - meant) <= 0.5000001 * 10**-places)


def _measured(of: Literal["input", "output"], key: str, content: Content) -> dict[Fact, str]:
    found: dict[Fact, str] = {}

    def put(measure: Measure, value: object, path: tuple[str, ...] = ()) -> None:
        found[Fact(of, key, measure, path)] = value if isinstance(value, str) else repr(value)

    match content:
        case Table():
            put("rows", len(content.rows))
            put("columns", len(content.header))
            put("column-names", ", ".join(content.header))
        case Sheets():
            put("sheets", len(content.tables))
            put("rows", sum(len(table.rows) for table in content.tables))
        case Image():
            put("width", content.width)
            put("height", content.height)
        case Pages():
            put("pages", len(content.texts))
        case Json():
            if isinstance(content.value, list):
                put("items", len(cast("list[object]", content.value)))
            for path, value in _scalars(cast("object", content.value)):
                put("value", value, path)
        case PlainText():
            put("lines", len(content.text.splitlines()))
            put("words", len(content.text.split()))
        case _:
            pass
    return found


def _scalars(value: object) -> list[tuple[tuple[str, ...], int | float | str]]:
    found: list[tuple[tuple[str, ...], int | float | str]] = []
    stack: list[tuple[tuple[str, ...], object]] = [((), value)]
    while stack and len(found) < _MAX_PATHS:
        path, item = stack.pop()
        if isinstance(item, dict) and len(path) < _MAX_DEPTH:
            table = cast("dict[str, object]", item)
            stack.extend(((*path, key), inner) for key, inner in reversed(list(table.items())))
        elif isinstance(item, int | float | str) and not isinstance(item, bool) and path:
            found.append((path, item))
    return found
