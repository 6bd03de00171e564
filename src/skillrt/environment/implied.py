"""Implied needs: what packages and programs are of no use without, from data with a source for each row."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final, cast

import msgspec

from skillrt.code.alternatives import one_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.sighting import Sighting
from skillrt.ir import DependencyKind

_CALLED: Final = re.compile(r"\b([A-Za-z_]\w{0,60})\(")
_QUOTED: Final = re.compile(r"""(?<!\w)(['"])([a-z][\w.-]{1,30})\1""")
_SCHEME: Final = re.compile(r"\b([a-z][a-z0-9]{1,10})://")
_MAX_TEXT: Final = 1_000_000
_ARGUMENTS: Final = 400


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    when: str
    source: str
    calls: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True):
    """Names called in the code of a file, those of them that some call gives nothing that the data has under
    `unless`, words in quotes and beginnings of addresses there, and the marks of the data (options, dotted names)
    that it holds."""

    called: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()


_NOTHING: Final = Said()


def implied(sightings: Sequence[Sighting], said: Mapping[str, Said]) -> Iterator[Sighting]:
    """What the needs seen bring with them, each at the place of the need behind it; `said` is by file.

    What only helps is a sighting of the manner `alternative`. What is implied implies nothing further.
    """
    seen = {(item.kind, item.name) for item in sightings}
    told: set[tuple[str, Sighting]] = set()
    for item in sightings:
        for row in _rows().get(f"{item.kind}:{item.name}", ()):
            if (row.calls or row.says or row.marks) and not _holds(row, said.get(item.span.file, _NOTHING)):
                continue
            for target in (*row.needs, *row.may):
                kind, _, name = target.partition(":")
                if target in row.may and (kind, name) in seen:
                    continue
                found = Sighting(
                    kind=cast("DependencyKind", kind),
                    name=name,
                    span=item.span,
                    place=item.place,
                    manner="alternative" if target in row.may and item.manner != "example" else item.manner,
                    via=f"needed by {item.name}",
                    block=item.block,
                )
                if (target, found) not in told:
                    told.add((target, found))
                    yield found


class _Texts(Mapping[str, Said]):
    """What is said in each file, read when first asked for: few needs depend on it."""

    def __init__(self, texts: Mapping[str, list[str]]) -> None:
        self._texts = texts
        self._read: dict[str, Said] = {}

    def __getitem__(self, path: str) -> Said:
        if path not in self._read:
            self._read[path] = what_is_said("\n".join(self._texts[path]))
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def said_in(scene: Scene) -> Mapping[str, Said]:
    """What the code of each file calls and quotes: code blocks of documents, and bundled programs."""
    texts: dict[str, list[str]] = {}
    for fence in scene.fences:
        if fence.role != "wrong":
            texts.setdefault(fence.path, []).append(fence.text)
    for file in scene.scripts:
        texts.setdefault(file.path, []).append(file.text or "")
    return _Texts(texts)


def what_is_said(text: str) -> Said:
    """Called names and quoted words of one text of code; of a huge one its beginning."""
    shown = text[:_MAX_TEXT]
    quoted = {word for _, word in _QUOTED.findall(shown)}
    schemes = _SCHEME.findall(shown) if "://" in shown else ()
    quoted.update(f"{scheme}://" for scheme in schemes if scheme not in ("http", "https"))
    called, bare = frozenset(_CALLED.findall(shown)), frozenset(_bare(shown))
    return Said(called, bare, frozenset(quoted), frozenset(_marks().findall(shown)))


def _bare(text: str) -> Iterator[str]:
    """Names whose rows have `unless`, for each call without such an argument before the first bracket that closes."""
    rows = [row for rows in _rows().values() for row in rows if row.unless]
    wanted = {name: row.unless for row in rows for name in row.calls}
    for found in _CALLED.finditer(text):
        words = wanted.get(found.group(1))
        if words is not None:
            given = text[found.end() : found.end() + _ARGUMENTS].partition(")")[0]
            if not any(re.search(rf"(?<!\w){word}[ \t]*=", given) for word in words):
                yield found.group(1)


def _holds(row: _Row, said: Said) -> bool:
    called = said.bare if row.unless else said.called
    return not (
        called.isdisjoint(row.calls) and said.quoted.isdisjoint(row.says) and said.marks.isdisjoint(row.marks)
    )


@cache
def _marks() -> re.Pattern[str]:
    """All marks of the data, longest first, none of them inside a longer word."""
    words = {mark for rows in _rows().values() for row in rows for mark in row.marks}
    marks = one_of(words, not_after=r"\w.-")
    return re.compile(rf"(?:{marks})(?![\w-])")


@cache
def _rows() -> Mapping[str, tuple[_Row, ...]]:
    source = resources.files("skillrt.environment") / "data" / "implied.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    found: dict[str, list[_Row]] = {}
    for row in msgspec.convert(table["implied"], tuple[_Row, ...]):
        found.setdefault(row.when, []).append(row)
    return {when: tuple(rows) for when, rows in found.items()}
