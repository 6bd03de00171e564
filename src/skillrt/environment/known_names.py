"""Names that discovery tells apart: programs that every machine has, known programs, variables that nobody sets."""

import re
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, cast

import msgspec

from skillrt.environment.names import is_known_program
from skillrt.environment.programs import programs_of

_DEBIAN: Final = frozenset({"apt-get", "aptitude", "dpkg"})
_PROGRAM: Final = re.compile(r"[A-Za-z][\w.+-]{0,40}\Z")
_FILE: Final = re.compile(
    r"\.(?:sh|py|js|mjs|cjs|ts|tsx|json|md|txt|ya?ml|toml|html?|css|csv|log|xml|sql|env|rb|go|rs)\Z"
)


class _Names(msgspec.Struct, frozen=True):
    basics: frozenset[str]
    platform: frozenset[str]
    managers: frozenset[str]
    installers: frozenset[str]
    known: frozenset[str]
    english: frozenset[str]
    words: frozenset[str]
    python_packages: frozenset[str]
    node_packages: frozenset[str]
    same: Mapping[str, str]
    packages: Mapping[str, tuple[str, ...]]
    plain: frozenset[str]
    telling: frozenset[str]
    common: frozenset[str]
    project_files: frozenset[str]


def program_name(word: str) -> str:
    """The name of a program as it counts: no folder, no `.exe`, `python3` for `python`; '' where it cannot be one."""
    name = word.replace("\\", "/").rpartition("/")[2]
    name = name.removesuffix(".exe") if name != "rundll32.exe" else name
    name = _names().same.get(name, name)
    return name if _PROGRAM.match(name) and not _FILE.search(name) else ""


def is_basic_program(name: str) -> bool:
    """Whether every machine has it, or the shell itself."""
    return name in _names().basics


def is_shared_home(name: str) -> bool:
    """Whether many machines have a home folder of this name: that of the user of an image or a platform."""
    return name.lower() in _names().common


def is_project_file(name: str) -> bool:
    """Whether a file of this name says of what kind a project is, or what it is built with."""
    names = _names().project_files
    return name in names or any("*" in item and fnmatchcase(name, item) for item in names)


def is_listed_program(name: str) -> bool:
    """Whether the name is known to be a program's: by the list here, or because a package manager has it."""
    table = _names()
    if name in table.known or name in table.managers or name in table.platform:
        return True
    return is_known_program(name) and name not in table.words and name not in table.basics


def is_platform_program(name: str) -> bool:
    """Whether one platform has it and others have another in its place (`open`, `xdg-open`)."""
    return name in _names().platform


def installs_programs(name: str) -> bool:
    """Whether it installs programs for the whole machine (`brew`, `apt-get`), or asks for the leave to (`sudo`)."""
    return name in _names().managers


def is_installer(name: str) -> bool:
    """Whether it installs packages of one language and comes with it (`pip`, `npm`)."""
    return name in _names().installers


def is_plain_word(name: str) -> bool:
    """Whether a name that is on no list begins lines that are no commands."""
    return name in _names().words


def is_english(name: str) -> bool:
    """Whether the program's name is, or may be, a word of English or a product's besides."""
    table = _names()
    return name in table.english or name not in table.known


def package_kind(name: str) -> Literal["python", "node", ""]:
    """The kind of package that brings the program along under its own name; '' where none does."""
    table = _names()
    return "python" if name in table.python_packages else "node" if name in table.node_packages else ""


def programs_of_package(package: str, manager: str = "apt") -> tuple[str, ...]:
    """The programs for whose sake people install a package of a machine's package manager; none where unknown.

    A package with many programs of which none has its name says nothing about which are meant.
    """
    shown = package.lower()
    if found := _names().packages.get(shown):
        return found
    name = program_name(shown)
    if name in _names().known:
        return (name,)
    packed = programs_of("apt" if manager in _DEBIAN else manager, package)
    held = tuple(shown for shown in map(program_name, packed) if shown)
    return (name,) if name in held else held if len(held) == 1 else ()


def is_plain_variable(name: str) -> bool:
    """Whether the system, a shell or a service that runs programs sets it."""
    return name in _names().plain


def is_telling_variable(name: str) -> bool:
    """Whether a part of the name says that somebody has to set it: a key, a token, an address."""
    return "_" in name and not _names().telling.isdisjoint(name.split("_"))


@cache
def _names() -> _Names:
    source = resources.files("skillrt.environment") / "data" / "known_names.toml"
    data = cast("dict[str, dict[str, Any]]", tomllib.loads(source.read_text(encoding="utf-8")))
    same = cast("dict[str, list[str]]", data["programs"].pop("same"))
    packages = cast("dict[str, list[str]]", data["programs"].pop("packages"))
    words = cast("dict[str, str]", data["programs"] | data["variables"] | data["users"] | data["projects"])
    return _Names(
        **{key: frozenset(text.split()) for key, text in words.items()},
        same={spelling: name for name, spellings in same.items() for spelling in spellings},
        packages={key: tuple(programs) for key, programs in packages.items()},
    )
