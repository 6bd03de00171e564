"""The files of one skill, asked in every way in which a text may name them."""

import posixpath
from collections.abc import Callable
from functools import cached_property

import msgspec

from skillrt.ir import Module


class Tree(msgspec.Struct, frozen=True, dict=True):
    """The paths of a skill, with the names under which the skill itself is known."""

    paths: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, module: Module) -> "Tree":
        """The tree of a module."""
        return cls(module.paths, frozenset(name for name in (module.folder, module.name) if name))

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, at any depth."""
        found: set[str] = set()
        for path in self.paths:
            folder = posixpath.dirname(path)
            while folder and folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def words(self) -> frozenset[str]:
        """Names of files, without and with their endings, and names of folders, lower case."""
        found: set[str] = set()
        for path in self.paths:
            name = posixpath.basename(path).lower()
            found.update((name, posixpath.splitext(name)[0]))
        return frozenset(found.union(posixpath.basename(folder).lower() for folder in self.folders))

    @cached_property
    def by_lower(self) -> dict[str, list[str]]:
        """Lower-case path -> paths."""
        return _grouped(self.paths, str.lower)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Lower-case file name -> paths."""
        return _grouped(self.paths, lambda path: posixpath.basename(path).lower())

    @cached_property
    def by_stem(self) -> dict[str, list[str]]:
        """Path without its last ending -> paths."""
        return _grouped(self.paths, lambda path: posixpath.splitext(path)[0])


def _grouped(paths: frozenset[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        found.setdefault(key(path), []).append(path)
    return found
