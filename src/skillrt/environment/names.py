"""Names of packages: which distribution provides an import, which names are known. Data, never a guess."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from skillrt.environment.look_alikes import Likeness
from skillrt.environment.programs import packages_of
from skillrt.ir import DependencyKind

_RUN = re.compile(r"[-_.]+")
_API_VERSION = re.compile(r"_v[0-9][0-9a-z]*\Z")
_NO_MODULE = " -"


def normal_python_name(name: str) -> str:
    """The name of a distribution as indexes compare it: lower case, `-` for runs of `-`, `_` and `.`."""
    return _RUN.sub("-", name.strip()).lower()


def distribution_of(module: str) -> str:
    """The distribution that provides the import `module` (dotted or not), normalised; '' where the data has none.

    `google.cloud.storage` and the like, in packages that distributions share, are found by their dotted path among
    the known names; the more of the path is given the better.
    """
    table = _modules()
    parts = module.split(".")
    shared = f"{parts[0]}.*" in table
    for length in range(len(parts), 0, -1):
        path = ".".join(parts[:length])
        if found := table.get(path):
            return found
        if (length == 1) == shared or f"{path}.*" in table:
            continue
        if found := _known_with_module(_API_VERSION.sub("", path)):
            return found
    return ""


def modules_of(distribution: str) -> tuple[str, ...]:
    """The imports that a distribution provides under another name than its own; `distribution` in any spelling."""
    return _imports().get(normal_python_name(distribution), ())


def is_shared(module: str) -> bool:
    """Whether several distributions share the top of `module`, so that it names none by itself."""
    return f"{module.partition('.')[0]}.*" in _modules()


def is_known_distribution(name: str) -> bool:
    """Whether a distribution is among the most downloaded or was verified; `name` in any spelling."""
    return normal_python_name(name) in _known_python()


def is_known_node_package(name: str) -> bool:
    """Whether a package of npm (`chalk`, `@scope/name`) is among the most used or was verified."""
    return name in _known_node()


def is_known_program(name: str) -> bool:
    """Whether some package manager is known to have the program."""
    return bool(packages_of(name))


def look_alike(kind: DependencyKind, name: str) -> str:
    """The well-known name that the unknown `name` of kind `python` or `node` can be mistaken for; '' if none."""
    if kind == "python":
        return "" if is_known_distribution(name) else _python_likeness().of(normal_python_name(name))
    if kind == "node":
        return "" if is_known_node_package(name) else _node_likeness().of(name)
    return ""


def _known_with_module(path: str) -> str:
    name = normal_python_name(path)
    return name if _known_python().get(name) else ""


@cache
def _modules() -> Mapping[str, str]:
    rows = (line.split("\t") for line in _lines("python_modules.tsv"))
    return {module: name for module, name in rows}


@cache
def _imports() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for module, name in _modules().items():
        found.setdefault(name, []).append(module)
    return {name: tuple(modules) for name, modules in found.items()}


@cache
def _known_python() -> Mapping[str, bool]:
    """Names in their order; True for a distribution that may have a module of its own name."""
    return {line.removesuffix(_NO_MODULE): not line.endswith(_NO_MODULE) for line in _lines("python_known.txt")}


@cache
def _known_node() -> Mapping[str, bool]:
    return dict.fromkeys(_lines("node_known.txt"), True)


@cache
def _python_likeness() -> Likeness:
    return Likeness(_known_python())


@cache
def _node_likeness() -> Likeness:
    return Likeness(_known_node())


def _lines(name: str) -> list[str]:
    text = (resources.files("skillrt.environment") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
