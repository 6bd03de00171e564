"""The catalogue: every primitive, built-in ones from the folders beside this file, others by entry points."""

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module, resources
from importlib.resources.abc import Traversable
from typing import Any, Final

import msgspec

from skillrt.config.plugins import guarded, plugins
from skillrt.primitives.definition import Facts, Primitive
from skillrt.reading.phrases import Lexicon, Phrase, read_phrase

ENTRY_POINT_GROUP: Final = "skillrt.primitives"
_PACKAGE: Final = "skillrt.primitives"
_FILE: Final = "primitive.toml"
_PROBE: Final = "probe.py"


@cache
def catalogue() -> tuple[Primitive, ...]:
    """Every primitive, sorted by id. Raises ValueError where two have the same id."""
    found = [*_built_in(), *_from_packages()]
    ids = [item.id for item in found]
    if len(set(ids)) != len(ids):
        twice = sorted({name for name in ids if ids.count(name) > 1})
        raise ValueError(f"several primitives are called {', '.join(twice)}")
    return tuple(sorted(found, key=lambda item: item.id))


@cache
def primitive(name: str) -> Primitive:
    """The primitive with this id. Raises KeyError where there is none."""
    found = next((item for item in catalogue() if item.id == name), None)
    if found is None:
        raise KeyError(name)
    return found


@cache
def lexicon() -> Lexicon:
    """The phrases of all primitives, each labelled `ID:LABEL`."""
    return Lexicon(_phrases())


def read_facts(text: str) -> Facts:
    """Read a `primitive.toml`. Raises ValueError (msgspec.ValidationError is one) where it has another shape."""
    return msgspec.convert(tomllib.loads(text), Facts)


def _phrases() -> Iterator[Phrase]:
    for item in catalogue():
        for label, phrases in item.facts.phrases.items():
            for phrase in phrases:
                yield read_phrase(f"{item.id}:{label}", phrase)


def _built_in() -> Iterator[Primitive]:
    for folder in sorted(resources.files(_PACKAGE).iterdir(), key=lambda item: item.name):
        if (folder / _FILE).is_file():
            yield _load(f"{_PACKAGE}.{folder.name}", folder)


def _from_packages() -> Iterator[Primitive]:
    """An entry point names a package with the same files."""
    for entry in plugins(ENTRY_POINT_GROUP):
        yield guarded(entry, lambda entry=entry: _load(entry.value, resources.files(entry.value)))


def _load(package: str, folder: Traversable) -> Primitive:
    facts = read_facts((folder / _FILE).read_text(encoding="utf-8"))
    has_probe = (folder / _PROBE).is_file()
    return Primitive(
        facts,
        _late(f"{package}.detect", "detect"),
        _late(f"{package}.lower", "lower"),
        (lambda: import_module(f"{package}.probe").PROBE) if has_probe else None,
    )


def _late(module: str, name: str) -> Callable[..., Any]:
    """The function, imported when it is first called: most runs need few of them."""
    loaded: list[Callable[..., Any]] = []

    def call(*arguments: object) -> Any:  # noqa: ANN401  (what the function gives)
        if not loaded:
            loaded.append(getattr(import_module(module), name))
        return loaded[0](*arguments)

    return call
