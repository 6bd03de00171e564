"""What belongs to somebody's project: programs that load its code, and packages with which it is written."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final, cast

import msgspec

_MAKERS: Final = re.compile(r"(?:@[\w.-]+/)?(?:create-[\w.-]+|degit|giget|yo)\Z|@[\w.-]+/create\Z")
"""They begin a project for the user, always from the newest template."""

_UV_PROJECT: Final = re.compile(r"(?<![\w-])uv[ \t]+(?:init|add|sync|lock)(?![\w-])")
_PROJECT_FILES: Final = frozenset({"pyproject.toml", "uv.lock"})


class _Table(msgspec.Struct, frozen=True):
    programs: Mapping[str, frozenset[str]]
    python: frozenset[str]
    node: frozenset[str]


def loads_project(name: str, arguments: Sequence[str]) -> bool:
    """Whether the program reads code or settings of the project that it is started in, or begins one."""
    if _MAKERS.match(name):
        return True
    wanted = _table().programs.get(name)
    if wanted is None:
        return False
    first = next((word for word in arguments if not word.startswith("-")), "")
    return not wanted or first in wanted


def keeps_uv_project(texts: Iterable[str], paths: Iterable[str]) -> bool:
    """Whether `uv run NAME` means what the user's project has: the texts have a project of uv made or filled, and the
    skill brings none along."""
    if any(path.rpartition("/")[2] in _PROJECT_FILES for path in paths):
        return False
    return any(_UV_PROJECT.search(text) for text in texts)


def is_for_projects(module: str, language: str) -> bool:
    """Whether code in the language, `python` or `javascript`, that imports the module is mostly part of a project."""
    if language == "python":
        return module.partition(".")[0] in _table().python
    scope = module.partition("/")[0]
    return module.startswith((".", "@/", "~/")) or scope in _table().node


@cache
def _table() -> _Table:
    text = (resources.files("skillrt.environment") / "data" / "project_code.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    programs = cast("dict[str, list[str]]", data["programs"])
    modules = cast("dict[str, list[str]]", data["modules"])
    return _Table(
        {name: frozenset(words) for name, words in programs.items()},
        frozenset(modules["python"]),
        frozenset(modules["node"]),
    )
