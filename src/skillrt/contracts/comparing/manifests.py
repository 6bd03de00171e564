"""Packages of files that declare them, and of settings that documents show, with their versions: what changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from skillrt.contracts.comparing.difference import Swap
from skillrt.contracts.comparing.wording import joined_words, quoted
from skillrt.environment.finding.node_files import read_package_json
from skillrt.environment.finding.python_files import reader_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.package_spec import PackageSpec
from skillrt.environment.requirement_line import Requirement
from skillrt.ir import Module

_MOST: Final = 6


def manifests_between(before: Module, after: Module) -> dict[str, str]:
    """The files that ask for other packages, or for others of their versions, each with what it asks for."""
    old = {file.path: file for file in before.files}
    found: dict[str, str] = {}
    for file in after.files:
        was = old.get(file.path)
        if was is None or was.digest == file.digest or was.text is None or file.text is None:
            continue
        if phrase := _phrase(_packages(file.path, was.text), _packages(file.path, file.text)):
            found[file.path] = phrase
    return found


def shown_between(before: Module, after: Module) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The packages of `dependencies` in blocks of the documents that came, and those that went."""
    old, new = _shown(before), _shown(after)
    if not old or not new:
        return (), ()
    return tuple(name for name in new if name not in old), tuple(name for name in old if name not in new)


def _shown(module: Module) -> dict[str, None]:
    fences = (fence for fence in Scene(module).fences if fence.language == "json" and "ependencies" in fence.text)
    return {name: None for fence in fences for name in _packages("package.json", fence.text)}


def _packages(path: str, text: str) -> dict[str, str]:
    """The packages that a file declares with their versions."""
    if path.rpartition("/")[2] == "package.json":
        return _versions(item.what for item in read_package_json(text))
    reader = reader_of(path)
    return _versions(item.what for item in reader(text)) if reader is not None else {}


def _versions(entries: Iterable[object]) -> dict[str, str]:
    return {item.name: item.version for item in entries if isinstance(item, PackageSpec | Requirement)}


def _phrase(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    both = [name for name in after if name in before and before[name] != after[name]]
    parts = [
        *_listed("now asks for", [name for name in after if name not in before]),
        *_listed("no longer asks for", [name for name in before if name not in after]),
        *((joined_words([*_swapped(both, before, after)], _MOST),) if both else ()),
    ]
    return "; ".join(parts)


def _listed(words: str, names: Collection[str]) -> Iterator[str]:
    if names:
        yield f"{words} {quoted(names, _MOST)}"


def _swapped(names: Iterable[str], before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in names:
        old, new = before[name], after[name]
        yield str(Swap(old, new, name)) if old and new else f"`{name} {new or 'in any version'}`"
