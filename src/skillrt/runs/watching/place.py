"""The workspace of a watched session: whether it can be watched at all, copies of it before and after."""

import hashlib
import os
import shutil
from collections.abc import Collection
from pathlib import Path

from skillrt.errors import InputError
from skillrt.gateway.assembly.skills import Listed
from skillrt.harness.receipt import read_receipt
from skillrt.jit.live.since import MOST_BYTES, MOST_FILES, Stamps, stamps_of
from skillrt.jit.recorded import files_below
from skillrt.targets import Harness

_MOST_FOLDERS = 2_000
_MOST_SKILL_FILES = 500
_MOST_SKILL_BYTES = 16 * 1024 * 1024


def unfit_place(said: str, ignored: Collection[str]) -> str:
    """Why the folder that a harness says it works in cannot be watched; empty where it can."""
    if not said:
        return "its requests do not say which folder it works in"
    folder = Path(said)
    try:
        if not folder.is_absolute() or not folder.is_dir():
            return "the folder that it works in is not on this machine"
        return _too_large(folder, ignored)
    except (OSError, ValueError) as error:
        return f"the folder that it works in cannot be read: {error}"


def copy_changed(workspace: Path, before: Stamps, folder: Path, ignored: tuple[str, ...]) -> tuple[str, ...] | None:
    """Copy to `folder` what was written since `before`; the paths that are gone. None where that cannot be done, or
    is too much."""
    now = stamps_of(workspace, ignored)
    changed = {path: stamp for path, stamp in now.items() if before.get(path) != stamp}
    if sum(size for size, _, _ in changed.values()) > MOST_BYTES:
        return None
    try:
        for path in changed:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(workspace / path, target, follow_symlinks=False)
    except OSError:
        return None
    return tuple(sorted(before.keys() - now.keys()))


def skill_digests(listed: Collection[Listed], harness: Harness, workspace: Path, home: Path | None) -> dict[str, str]:
    """What is installed of the skills that a request lists, by name: the digest of the variant where `skillrt
    install` put it there, else that of the files. What is found nowhere is left out."""
    found: dict[str, str] = {}
    for item in listed:
        folder = _skill_folder(item, harness, workspace, home)
        digest = _digest(folder) if folder else ""
        if digest:
            found[item.name] = digest
    return dict(sorted(found.items()))


def _too_large(folder: Path, ignored: Collection[str]) -> str:
    files = size = 0
    for seen, (where, folders, names) in enumerate(os.walk(folder)):
        folders[:] = [name for name in folders if name not in ignored]
        for name in names:
            status = os.lstat(Path(where, name))
            files += 1
            size += status.st_size
        if files > MOST_FILES or size > MOST_BYTES or seen > _MOST_FOLDERS:
            return "the folder that it works in holds too much to be looked at"
    return ""


def _skill_folder(item: Listed, harness: Harness, workspace: Path, home: Path | None) -> Path | None:
    bases = [(workspace, path) for path in harness.skills.project if not path.startswith(("~", "$"))]
    if home:
        bases += [(home, path.removeprefix("~/")) for path in harness.skills.user if path.startswith("~/")]
    places = [Path(base, path, item.name) for base, path in bases]
    if item.location.startswith("/"):
        place = Path(item.location)
        places.insert(0, place.parent if place.suffix else place)
    return next((place for place in places if (place / "SKILL.md").is_file()), None)


def _digest(folder: Path) -> str:
    try:
        receipt = read_receipt(folder)
        if receipt:
            return receipt.manifest
        paths = files_below(folder)
        if (
            len(paths) > _MOST_SKILL_FILES
            or sum((folder / path).stat().st_size for path in paths) > _MOST_SKILL_BYTES
        ):
            return ""
        total = hashlib.sha256()
        for path in paths:
            data = (folder / path).read_bytes()
            total.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    except (OSError, InputError):
        return ""
    return f"files:{total.hexdigest()[:32]}"
