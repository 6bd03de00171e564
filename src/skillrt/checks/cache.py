"""What was found last time, by content. An unchanged skill in an unchanged library is not analysed again.

Two kinds of records, each a small JSON file named by its key and never rewritten: the listing of a skill (keyed by
its content) and its diagnostics (keyed by content, place, the index of all skills of the tree, what was asked for,
and the digest of SkillRT itself). A record that is damaged, foreign or half-written counts as missing.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import msgspec

from skillrt import __version__
from skillrt.checks.cards import Card, Listing
from skillrt.errors import Diagnostic
from skillrt.store.replacing import replace_file

FOLDER: Final = ".skillrt-cache"
MAX_BYTES: Final = 64 * 1024 * 1024
MAX_RECORD: Final = 1024 * 1024
_FORMAT: Final = 1
_TAG: Final = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache made by skillrt.\n"


class _Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file holds: its own key, and one of the two values."""

    key: str
    listing: Listing | None = None
    diagnostics: tuple[Diagnostic, ...] | None = None


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of records. `folder` is made on the first write; nothing that goes wrong here stops a run."""

    folder: Path
    written: list[int] = field(default_factory=list[int])

    def listing(self, digest: str, read: Callable[[], Listing]) -> Listing:
        """The listing of the skill with this digest; read and remembered where it is not known."""
        key = _key("listing", digest)
        known = self._read(key)
        if known is not None and known.listing is not None:
            return known.listing
        found = read()
        self._write(_Record(key, listing=found))
        return found

    def diagnostics(self, card: Card, context: str) -> tuple[Diagnostic, ...] | None:
        """What was found in the skill in this context, where it is known."""
        known = self._read(_key("diagnostics", card.digest, card.folder, card.key, context))
        return known.diagnostics if known is not None else None

    def put_diagnostics(self, card: Card, context: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Remember what was found."""
        key = _key("diagnostics", card.digest, card.folder, card.key, context)
        self._write(_Record(key, diagnostics=diagnostics))

    def tidy(self, limit: int = MAX_BYTES) -> None:
        """Remove the records that were not used for longest until all have at most `limit` bytes together.

        Does nothing in a run that wrote nothing.
        """
        if not self.written:
            return
        records = sorted(_records(self.folder))
        total = sum(size for _, size, _ in records)
        for _, size, path in records:
            if total <= limit:
                break
            with suppress(OSError):
                os.unlink(path)
            total -= size

    def _read(self, key: str) -> "_Record | None":
        path = self._path(key)
        try:
            with path.open("rb") as stream:
                data = stream.read(2 * MAX_RECORD)
            record = msgspec.convert(json.loads(data), _Record)
            os.utime(path)  # by this `tidy` knows what is in use
        except (OSError, ValueError, RecursionError, msgspec.ValidationError):
            return None
        return record if record.key == key else None

    def _write(self, record: "_Record") -> None:
        # the standard library's JSON, because it carries lone surrogates (bytes that are not UTF-8) as they are
        value = msgspec.to_builtins(record)
        data = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        if len(data) > MAX_RECORD:
            return
        path = self._path(record.key)
        with suppress(OSError):
            self._prepare()
            path.parent.mkdir(exist_ok=True)
            replace_file(path, data)
            self.written.append(len(data))

    def _prepare(self) -> None:
        """Make the folder, and make it invisible to git and to backups."""
        if self.written:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            if not (self.folder / name).exists():
                replace_file(self.folder / name, text.encode("ascii"))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def context_digest(cards: Iterable[Card], asked: Iterable[str], files: Iterable[Path] = ()) -> str:
    """The digest of all that a skill's diagnostics depend on besides the skill itself.

    `cards` are the skills of the tree (their names and file lists), `asked` the options that matter, `files` data
    files of the user's that matter (harness descriptors), by content.
    """
    digest = hashlib.sha256(own_digest().encode("ascii"))
    for card in cards:
        listed = "\0".join((card.key, card.name, card.folder, *card.files))
        digest.update(listed.encode("utf-8", "surrogateescape") + b"\n")
    for text in asked:
        digest.update(text.encode("utf-8", "surrogateescape") + b"\n")
    for file in files:
        digest.update(file.read_bytes() + b"\n")
    return digest.hexdigest()


@cache
def own_digest() -> str:
    """The digest of SkillRT: version, program and data files, and the plugins that are installed.

    By content, not by version alone: in a checkout the version stays while the passes change. A cache carried from
    one machine to another (CI) stays valid, because no path and no time is in it.
    """
    digest = hashlib.sha256(f"{_FORMAT} {__version__}\n".encode())
    folders: list[Traversable] = [resources.files("skillrt")]
    while folders:
        for entry in sorted(folders.pop().iterdir(), key=lambda item: item.name):
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.is_file():
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    for line in (*_installed(), *_plugins()):
        digest.update(line.encode())
    return digest.hexdigest()


def _installed() -> list[str]:
    """The Python and the libraries that parse skills: another version of one may find something else."""
    from importlib.metadata import PackageNotFoundError, requires, version  # loaded where it is needed: start-up

    found = [f"python {sys.version_info.major}.{sys.version_info.minor}\n"]
    with suppress(PackageNotFoundError):
        for line in requires("skillrt") or ():
            name = re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]
            with suppress(PackageNotFoundError):
                found.append(f"{name} {version(name)}\n")
    return found


def _plugins() -> list[str]:
    from importlib.metadata import entry_points  # loaded where it is needed: start-up

    groups = [group for group in entry_points().groups if group.startswith("skillrt.")]
    found = [entry for group in groups for entry in entry_points(group=group)]
    return sorted(
        f"{entry.group} {entry.name} {entry.value} {entry.dist and entry.dist.version}\n" for entry in found
    )


def _key(*parts: str) -> str:
    text = "\0".join((own_digest(), *parts))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _records(folder: Path) -> Iterable[tuple[float, int, str]]:
    """Time of last use, size and path of each record and of each left-over of a run that was killed."""
    for part in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        with suppress(OSError), os.scandir(part) as items:
            for item in items:
                status = item.stat(follow_symlinks=False)
                yield status.st_mtime, status.st_size, item.path
