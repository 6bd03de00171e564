"""Read harness descriptors: those shipped, those of installed packages, those in a user's folder."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from skillrt.config.plugins import guarded, plugins, unfit
from skillrt.errors import Diagnostic, InputError, Place
from skillrt.targets.harness import Harness
from skillrt.targets.launching import ConfigurationFile
from skillrt.targets.vocabulary import Meaning, meanings, operations

ENTRY_POINT_GROUP: Final = "skillrt.harnesses"
FILES_FOLDER: Final = "files"
_MAX_SIZE: Final = 1024 * 1024
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_LONG_NUMBER = re.compile(r"\b\d[\d_]{4000,}")
_PATH = re.compile(r"`\$((?:\.\w+|\[[^\]]*\])*)`")
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")


def load_harnesses(folders: Sequence[Path] = ()) -> Mapping[str, Harness]:
    """Every known descriptor by name, sorted. Later wins: shipped, installed packages, then `folders` in order.

    Raises InputError with the file, line and column of everything that is wrong with a descriptor in `folders`.
    """
    return MappingProxyType(dict(sorted((shipped_harnesses() | packaged_harnesses() | _of_folders(folders)).items())))


@cache
def shipped_harnesses() -> dict[str, Harness]:
    """The descriptors that come with SkillRT."""
    folder = resources.files("skillrt.targets") / "harnesses"
    found: dict[str, Harness] = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            harness = parse_harness(entry.read_text(encoding="utf-8"), entry.name)
            found[harness.name] = _with_files(harness, folder / FILES_FOLDER, entry.name)
    return found


@cache
def plain_api() -> Harness:
    """A provider's API without any harness, as something to measure: no tools, no skills. Nothing is compiled for it,
    so that it stands among no harnesses."""
    file = resources.files("skillrt.targets") / "plain_api.toml"
    return parse_harness(file.read_text(encoding="utf-8"), file.name)


def operations_by_tool(harnesses: Mapping[str, Harness]) -> dict[str, str]:
    """What each tool of these harnesses does, by its name and its other names."""
    return {
        name: tool.operation
        for harness in harnesses.values()
        for tool in harness.tools
        for name in (tool.name, *tool.aliases)
    }


def parse_harness(text: str, file: str) -> Harness:
    """A descriptor from its TOML. Raises InputError with the place in `file` of what is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _AT_LINE.search(str(error))
        line, column = (int(match.group(1)), int(match.group(2))) if match else (1, 1)
        raise _bad(file, line, column, f"this is not TOML: {_AT_LINE.sub('', str(error)).strip()}") from None
    except ValueError:  # the only other one: a number of more digits than Python reads
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        raise _bad(file, line, 1, "this is not TOML: a number in it has too many digits") from None
    except RecursionError:
        raise _bad(file, 1, 1, "this is not TOML: it is nested too deeply") from None
    try:
        harness = msgspec.convert(table, Harness)
    except msgspec.ValidationError as error:
        message = str(error)
        match = _PATH.search(message)
        line = _line_of(text, match.group(1) if match else "", message)
        raise _bad(file, line, 1, message) from None
    problems = [
        Diagnostic.of("target.bad-descriptor", message, Place(file, _line_with(text, word), 1))
        for word, message in _unfit(harness)
    ]
    if problems:
        raise InputError(problems)
    return harness


@cache  # looking through all installed packages takes milliseconds, and passes ask for every skill
def packaged_harnesses() -> dict[str, Harness]:
    """The descriptors that other installed packages bring. Raises MachineError for one that offers none."""
    found: dict[str, Harness] = {}
    for entry in plugins(ENTRY_POINT_GROUP):
        harness = guarded(entry, lambda entry=entry: _offered(entry.load()))
        if not isinstance(harness, Harness):
            raise unfit(entry, f"it offers a {type(harness).__name__}, not a Harness")
        found[harness.name] = harness
    return found


def _offered(found: object) -> object:
    return found() if callable(found) else found


def _of_folders(folders: Sequence[Path]) -> dict[str, Harness]:
    found: dict[str, Harness] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        try:
            if path.stat().st_size > _MAX_SIZE:
                raise _bad(str(path), 1, 1, "a descriptor may have 1 MiB at most")
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _bad(str(path), 1, 1, f"it cannot be read: {error}") from None
        harness = parse_harness(text, str(path))
        found[harness.name] = _with_files(harness, path.parent / FILES_FOLDER, str(path))
    return found


def _with_files(harness: Harness, folder: Traversable, file: str) -> Harness:
    """With the texts of its configuration files, which lie in `folder`."""

    def text(name: str) -> str:
        if not name:
            return ""
        if "/" in name or "\\" in name or name.startswith("."):
            raise _bad(file, 1, 1, f"`{name}` is no plain file name")
        try:
            data = (folder / name).read_bytes()
        except OSError as error:
            raise _bad(file, 1, 1, f"its file `{FILES_FOLDER}/{name}` cannot be read: {error.strerror}") from None
        return data[:_MAX_SIZE].decode("utf-8", "replace")

    def read(item: ConfigurationFile) -> ConfigurationFile:
        return msgspec.structs.replace(item, text=text(item.template), unattended_text=text(item.unattended))

    launch = harness.launch
    mcp = msgspec.structs.replace(launch.mcp, file=read(launch.mcp.file)) if launch.mcp.file else launch.mcp
    native = msgspec.structs.replace(launch.native, files=tuple(read(item) for item in launch.native.files))
    files = tuple(read(item) for item in launch.files)
    return msgspec.structs.replace(
        harness, launch=msgspec.structs.replace(launch, files=files, mcp=mcp, native=native)
    )


def _unfit(harness: Harness) -> Iterator[tuple[str, str]]:
    """What the types cannot say: the word at which it stands, and what is wrong."""
    if not _NAME.fullmatch(harness.name):
        yield harness.name, f"`{harness.name}` is no name: lower-case letters, digits and single hyphens only"
    known = operations()
    for tool in harness.tools:
        if tool.operation not in known:
            yield tool.operation, f"the tool `{tool.name}` has the operation `{tool.operation}`, which does not exist"
            continue
        for argument in sorted(tool.arguments.keys() - set(known[tool.operation].arguments)):
            yield argument, f"`{tool.operation}` has no argument `{argument}` (tool `{tool.name}`)"
    yield from _unknown_meanings(harness)


def _unknown_meanings(harness: Harness) -> Iterator[tuple[str, str]]:
    known = meanings()
    listed: tuple[tuple[list[tuple[str, str]], dict[str, Meaning]], ...] = (
        ([(item.text, item.meaning) for item in harness.variables], known.variables),
        ([(item.path, item.meaning) for item in harness.places], known.places),
        ([(item.key, item.meaning) for item in harness.front_matter], known.keys),
        ([(item.name, item.meaning) for item in harness.agents], known.agents),
    )
    for items, table in listed:
        for name, meaning in items:
            if meaning not in table:
                yield meaning, f"`{name}` has the meaning `{meaning}`, which does not exist"


def _bad(file: str, line: int, column: int, message: str) -> InputError:
    return InputError(Diagnostic.of("target.bad-descriptor", message, Place(file, line, column)))


def _line_of(text: str, path: str, message: str) -> int:
    """The line at which `path` of a msgspec message (`.tools[3].name`) stands, as well as the text tells."""
    lines = text.splitlines()
    at = 0
    for key, index in _STEP.findall(path):
        if key:
            at = next((n for n in range(at, len(lines)) if re.match(rf"\s*(?:\[+\s*)?{key}\b", lines[n])), at)
        elif index.isdigit():
            at = _nth_table(lines, at, int(index))
    unknown = re.search(r"unknown field `([^`]*)`", message)
    if unknown:
        key = re.escape(unknown.group(1))
        at = next((n for n in range(at, len(lines)) if re.match(rf"\s*(?:\[+\s*)?{key}\b", lines[n])), at)
    return at + 1


def _nth_table(lines: list[str], first: int, index: int) -> int:
    """The line of the `index`-th `[[name]]` header, where line `first` is the first of them."""
    header = lines[first].strip() if first < len(lines) else ""
    if not header.startswith("[["):
        return first
    same = [n for n in range(first, len(lines)) if lines[n].strip() == header]
    return same[index] if index < len(same) else first


def _line_with(text: str, word: str) -> int:
    position = text.find(f'"{word}"')
    position = text.find(word) if position < 0 else position
    return text.count("\n", 0, max(position, 0)) + 1
