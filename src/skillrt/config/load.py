"""Find and read `skillrt.toml`. Whatever is wrong in it is said with file, line, column and the line itself."""

import os
from collections.abc import Container, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from skillrt.config.mistakes import mistakes, wrong_value
from skillrt.config.settings import Settings
from skillrt.config.settings_source import SettingsSource
from skillrt.config.toml_places import Path as KeyPath
from skillrt.errors import Diagnostic, UsageError

SETTINGS_FILE: Final = "skillrt.toml"
LOCK_FILE: Final = "skills.lock"
_MAX_SIZE: Final = 1024 * 1024


class OwnPaths(Container[str]):
    """Paths in whatever form they are written; the file system is asked only about those that have the right name."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(map(_real, paths))
        self._names = frozenset(map(os.path.basename, self._paths))

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and os.path.basename(path) in self._names and _real(path) in self._paths


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

    @property
    def own(self) -> Container[str]:
        """What belongs to the library and to none of its skills, even where it lies in the folder of one: settings,
        lock, baseline and the folder of variants."""
        named = (self.settings.baseline, self.settings.out)
        inside = [os.path.join(self.root, name) for name in (SETTINGS_FILE, LOCK_FILE, *named) if name]
        return OwnPaths([*inside, *([os.fspath(self.file)] if self.file else [])])

    def problem(self, code: str, message: str, setting: KeyPath, hint: str = "") -> Diagnostic:
        """What is wrong with the value of a setting, shown at its place in the file where there is one."""
        try:
            text = self.file.read_text(encoding="utf-8-sig") if self.file else ""
        except (OSError, UnicodeDecodeError):  # it was read before, but files change
            text = ""
        if self.file is None or not text:
            return Diagnostic.of(code, message, hint=hint)
        source = SettingsSource(_display(self.file), text.replace("\r\n", "\n"))
        return source.problem(code, message, source.at(setting), hint)

    @contextmanager
    def at_setting(self, *setting: str | int) -> Generator[None]:
        """Problems that are raised inside without a place of their own are those of this setting."""
        try:
            yield
        except UsageError as error:
            found = error.diagnostics
            told = [
                item if item.place else self.problem(item.code, item.message, setting, item.hint) for item in found
            ]
            raise UsageError(told) from None


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
    source = SettingsSource(name, text.replace("\r\n", "\n"))
    table = source.table()
    if problems := list(mistakes(source, table)):
        raise UsageError(problems)
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise UsageError(wrong_value(source, table, str(error))) from None


def _above(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        file = place / SETTINGS_FILE
        if file.is_file():
            return file
        if os.path.lexists(file):
            # passed over, it would turn all settings off without a word
            why = (
                "a link to a file that is not there" if file.is_symlink() and not file.exists() else "no regular file"
            )
            raise UsageError(Diagnostic.of("config.unreadable", f"`{_display(file)}` is {why}"))
        if (place / ".git").exists():
            return None
    return None


def _real(path: str) -> str:
    """The path with the links on the way to it followed, not one that it may be itself."""
    folder, name = os.path.split(os.path.normpath(path))
    return os.path.join(os.path.realpath(folder), name)


def _display(file: Path) -> str:
    return os.path.relpath(file).replace(os.sep, "/")
