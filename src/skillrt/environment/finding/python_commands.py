"""Python packages by the programs that they bring: `pytest`, `ruff check`, `python -m build`."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, cast

from skillrt.code import Command, commands, program_of
from skillrt.code.shapes import python_modules
from skillrt.environment.finding.own_modules import own_modules, written_modules
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.project_tests import is_tied, own_files, tied_parts
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.stand_ins import is_project_module
from skillrt.environment.names import distribution_of, is_known_distribution, normal_python_name
from skillrt.environment.sighting import Manner, Sighting
from skillrt.errors import Span

_LEFT_OUT: Final = frozenset({"pip", "uv", "pipx", "ensurepip"})
_CODE: Final = frozenset({"python", "javascript"})


def python_program(name: str) -> str:
    """The distribution behind a program that is known as a tool of Python; '' for another one."""
    return _programs().get(name, "")


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each command that runs such a program or module."""
    own = own_modules(scene) | written_modules(scene)
    files = own_files(file.path for file in scene.module.files)
    for passage in passages_of(scene):
        if passage.language in _CODE or passage.fixed is not None or not _is_worth(passage.text):
            continue
        parts = tied_parts(passage.text, files)
        for command in commands(passage.text, console=passage.language == "console"):
            name, module = _behind(command, own)
            if name:
                span = _span(passage, command)
                tied = passage.manner == "use" and is_tied(command.start, parts)
                manner: Manner = "tied" if tied else passage.manner
                yield Sighting("python", name, span, passage.place, manner, "command", passage.id, module)


def _is_worth(text: str) -> bool:
    return " -m " in text or any(name in text for name in _programs())


def _behind(command: Command, own: frozenset[str]) -> tuple[str, str]:
    """The distribution that a command needs and the module that proves it, both '' where there is none."""
    program = program_of(command)
    if program is None or program.launchers[-1:] in (("uvx",), ("pipx",)):
        return "", ""
    if program.module is not None and program.language == "python":
        module = program.module.value or ""
        top = module.partition(".")[0]
        if not top.isidentifier() or top in python_modules() or top in _LEFT_OUT or top in own:
            return "", ""
        name = distribution_of(module) or python_program(top)
        if not name and is_known_distribution(top) and not is_project_module(top):
            name = normal_python_name(top)
        return name, module if name else ""
    name = python_program(program.name.value or "") if not program.language else ""
    return name, ""


def _span(passage: Passage, command: Command) -> Span:
    low = command.start if passage.text.isascii() else _chars(passage.text, command.start)
    high = command.end if passage.text.isascii() else _chars(passage.text, command.end)
    return passage.span(low, high)


def _chars(text: str, byte: int) -> int:
    return len(text.encode("utf-8", "surrogateescape")[:byte].decode("utf-8", "replace"))


@cache
def _programs() -> dict[str, str]:
    source = resources.files("skillrt.environment") / "data" / "installers.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return cast("dict[str, dict[str, str]]", data["programs"])["python"]
