"""Find and read `skillrt.toml`. Whatever is wrong in it is said with file, line, column and the line itself."""

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast, get_args

import msgspec

from skillrt.config.gateway_settings import DialectName, GatewaySettings, KeyHeader, UpstreamSettings
from skillrt.config.jit_settings import JitMode, JitSettings
from skillrt.config.settings import WEIGHTS, FailOn, Ignore, Level, Settings
from skillrt.config.toml_places import Path as KeyPath
from skillrt.config.toml_places import key_offsets, nearest_offsets
from skillrt.config.traces_settings import TracesSettings
from skillrt.errors import Diagnostic, Place, UsageError, catalogue

SETTINGS_FILE: Final = "skillrt.toml"
_MAX_SIZE: Final = 1024 * 1024
_SYNTAX_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_VALUE_PATH = re.compile(r" - at `\$(.*)`$")
_PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Library:
    """A library of skills: its root, and its settings.

    `root` is the folder that the paths of the settings are relative to: that of the settings file, or the working
    folder where there is none (`file` is None).
    """

    root: Path
    file: Path | None = None
    settings: Settings = field(default_factory=Settings)

    def shown(self, path: str) -> str:
        """`path`, relative to the working folder or absolute, as the settings name it: relative to the root."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def resolved(self, path: str) -> str:
        """A path of the settings as one that can be opened: relative to the working folder."""
        full = os.path.join(self.root, path)
        try:
            return os.path.relpath(full).replace(os.sep, "/")
        except ValueError:  # another drive
            return full

    def problem(self, code: str, message: str, setting: KeyPath, hint: str = "") -> Diagnostic:
        """What is wrong with the value of a setting, shown at its place in the file where there is one."""
        try:
            text = self.file.read_text(encoding="utf-8-sig") if self.file else ""
        except (OSError, UnicodeDecodeError):  # it was read before, but files change
            text = ""
        if self.file is None or not text:
            return Diagnostic.of(code, message, hint=hint)
        source = _Source(_display(self.file), text)
        return source.problem(code, message, source.at(setting), hint)


def find_library(given: str = "", start: Path | None = None) -> Library:
    """The library of the settings file `given`, or of the nearest one above `start` (default: the working folder).

    The search ends at the root of a git repository and at the root of the file system. Raises UsageError.
    """
    begin = (start or Path.cwd()).absolute()
    file = Path(given).absolute() if given else _above(begin)
    if file is None:
        return Library(begin)
    return Library(file.parent, file, read_settings(file, given or _display(file)))


def read_settings(file: Path, shown: str = "") -> Settings:
    """Read one settings file; `shown` is its name in messages. Raises UsageError with everything that is wrong."""
    name = shown or str(file)
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_SIZE + 1)
    except FileNotFoundError:
        raise UsageError(Diagnostic.of("config.missing", f"there is no settings file `{name}`")) from None
    except OSError as error:
        message = f"the settings file `{name}` cannot be read: {error.strerror}"
        raise UsageError(Diagnostic.of("config.unreadable", message)) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the settings file `{name}` is not UTF-8 at byte {error.start}"
        raise UsageError(Diagnostic.of("config.unreadable", message)) from error
    if len(data) > _MAX_SIZE:
        message = f"the settings file `{name}` is larger than {_MAX_SIZE // 1024} KiB"
        raise UsageError(Diagnostic.of("config.unreadable", message))
    return parse_settings(text, name)


def parse_settings(text: str, name: str = SETTINGS_FILE) -> Settings:
    """Settings from TOML text. Raises UsageError with everything that is wrong, each at its place."""
    source = _Source(name, text)
    table = source.table()
    problems = [*_unknown_keys(source, table), *_wrong_codes(source, table), *_wrong_targets(source, table)]
    if problems:
        raise UsageError(problems)
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise UsageError(_wrong_value(source, str(error))) from None


class _Source:
    """The text of a settings file, and places in it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text.replace("\r\n", "\n")
        self.offsets: dict[KeyPath, tuple[int, int]] | None = None

    def table(self) -> dict[str, Any]:
        """The parsed text."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = _SYNTAX_PLACE.search(str(error))
            words = str(error)[: found.start()] if found else str(error)
            line, column = (found.group(1), found.group(2)) if found else (None, None)
            at = (int(line), int(column)) if line and column else self.end()
        except RecursionError:
            words, at = "it is nested too deeply", (1, 1)
        raise UsageError(self.problem("config.syntax", f"this is not TOML: {words}", Place(self.name, *at)))

    def end(self) -> tuple[int, int]:
        """Line and column of the end of the text."""
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def at(self, path: KeyPath) -> Place:
        """The place of a key, or of the nearest table around it."""
        if self.offsets is None:
            self.offsets = key_offsets(self.text)
        start, end = nearest_offsets(self.offsets, path)
        line = self.text.count("\n", 0, start) + 1
        column = start - self.text.rfind("\n", 0, start)
        return Place(self.name, line, column, line, column + end - start)

    def problem(self, code: str, message: str, place: Place, hint: str = "") -> Diagnostic:
        """A diagnostic with the line shown."""
        lines = self.text.split("\n")
        excerpt = lines[place.line - 1] if place.line <= len(lines) else ""
        return Diagnostic.of(code, message, place, excerpt=excerpt, hint=hint)


def _unknown_keys(source: _Source, table: dict[str, Any]) -> Iterator[Diagnostic]:
    yield from _unknown(source, table, (), _encoded_names(Settings))
    for index, item in _ignores(table):
        yield from _unknown(source, item, ("ignore", index), _encoded_names(Ignore))
    yield from _unknown(source, _tables(table.get("jit")), ("jit",), _encoded_names(JitSettings))
    yield from _unknown(source, _tables(table.get("traces")), ("traces",), _encoded_names(TracesSettings))
    gateway = _tables(table.get("gateway"))
    yield from _unknown(source, gateway, ("gateway",), _encoded_names(GatewaySettings))
    for name, item in _tables(gateway.get("upstreams")).items():
        yield from _unknown(source, _tables(item), ("gateway", "upstreams", name), _encoded_names(UpstreamSettings))


def _tables(value: object) -> dict[str, object]:
    """A table; what is none is left to the conversion to complain about."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _ignores(table: dict[str, Any]) -> Iterator[tuple[int, dict[str, object]]]:
    """The entries of `ignore` with their index; what is no table is left to the conversion to complain about."""
    listed = table.get("ignore")
    for index, item in enumerate(cast("list[object]", listed) if isinstance(listed, list) else ()):
        if isinstance(item, dict):
            yield index, cast("dict[str, object]", item)


def _encoded_names(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(item.encode_name for item in msgspec.structs.fields(kind))


def _unknown(source: _Source, table: dict[str, Any], path: KeyPath, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    for key in table:
        if key not in known:
            where = f" in `{'.'.join(str(step) for step in path if isinstance(step, str))}`" if path else ""
            near = get_close_matches(key.replace("_", "-").lower(), known, 1)
            hint = f"did you mean `{near[0]}`?" if near else "keys: " + ", ".join(known)
            place = source.at((*path, key))
            yield source.problem("config.unknown-key", f"there is no setting `{key}`{where}", place, hint)


def _wrong_codes(source: _Source, table: dict[str, Any]) -> Iterator[Diagnostic]:
    severities = table.get("severity")
    weights = cast("dict[str, object]", severities) if isinstance(severities, dict) else {}
    for code, weight in weights.items():
        place = source.at(("severity", code))
        yield from _unknown_code(source, code, place)
        if weight not in WEIGHTS:
            message = f"`{code}` cannot have the severity `{weight}`"
            yield source.problem("config.wrong-value", message, place, "severities: " + ", ".join(WEIGHTS))
    for index, item in _ignores(table):
        code = item.get("code")
        if isinstance(code, str) and code:
            yield from _unknown_code(source, code, source.at(("ignore", index, "code")))


def _wrong_targets(source: _Source, table: dict[str, Any]) -> Iterator[Diagnostic]:
    """Entries of `targets` that cannot be targets; which models and harnesses there are is not known here."""
    listed = table.get("targets")
    for index, item in enumerate(cast("list[object]", listed) if isinstance(listed, list) else ()):
        if isinstance(item, str) and not all(item.strip().rpartition("@")):
            message = f"`{item}` is not of the form MODEL@HARNESS"
            yield source.problem("config.wrong-value", message, source.at(("targets", index)))


def _unknown_code(source: _Source, code: str, place: Place) -> Iterator[Diagnostic]:
    codes = catalogue()
    families = {known.split(".", 1)[0] for known in codes}
    if code not in codes and code not in families:
        near = get_close_matches(code, [*codes, *sorted(families)], 1)
        hint = f"did you mean `{near[0]}`?" if near else "`skillrt explain --list` lists the codes"
        yield source.problem("config.unknown-code", f"there is no code or family `{code}`", place, hint)


def _wrong_value(source: _Source, message: str) -> Diagnostic:
    """msgspec's words, at the key that they are about."""
    found = _VALUE_PATH.search(message)
    words = message[: found.start()] if found else message
    steps = _PATH_STEP.findall(found.group(1)) if found else []
    path = tuple(int(index) if index else name for name, index in steps)
    setting = ".".join(str(step) for step in path if isinstance(step, str))
    wrong = f"`{setting}` has a wrong value: {_lower_first(words)}" if setting else _lower_first(words)
    return source.problem("config.wrong-value", wrong, source.at(path), _choices(setting))


def _choices(setting: str) -> str:
    """The values that a setting with a fixed set of them can take, as a hint."""
    choices: dict[str, object] = {
        "fail-on": FailOn,
        "level": Level,
        "dialects": DialectName,
        "key-header": KeyHeader,
        "mode": JitMode,
    }
    setting = setting.rpartition(".")[2]
    return "values: " + ", ".join(get_args(choices[setting])) if setting in choices else ""


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _above(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        file = place / SETTINGS_FILE
        if file.is_file():
            return file
        if (place / ".git").exists():
            return None
    return None


def _display(file: Path) -> str:
    return os.path.relpath(file).replace(os.sep, "/")
