"""A variant given as a source: compiled again for the same target it is itself to the byte; else it is an error."""

import msgspec

from skillrt.backends import Variant
from skillrt.errors import Diagnostic, InputError, Place
from skillrt.frontend import SkillSource, SourceEntry
from skillrt.store import INSTALLED_FILE, MANIFEST_FILE, FileRecord, Manifest, StoredFile, digest_of, read_manifest
from skillrt.store.files import stored
from skillrt.store.side_files import BESIDE
from skillrt.store.variants import listed
from skillrt.targets import Target

_DIGITS = 12


def as_variant(source: SkillSource, target: Target) -> Variant | None:
    """The variant that `source` already is; None for a plain skill.

    Raises InputError, naming the source that it was compiled from, where it was edited by hand, was compiled for
    another target, or is an installed copy.
    """
    entries = {entry.path: entry for entry in source.entries}
    if MANIFEST_FILE not in entries:
        return None
    data = source.read(MANIFEST_FILE)
    manifest = read_manifest(data, f"{source.where}/{MANIFEST_FILE}")
    if INSTALLED_FILE in entries:
        raise _refused("compile.installed-copy", f"`{source.where}` was put there by `install`", manifest)
    if not _same_target(manifest, target):
        message = (
            f"`{source.where}` is a variant for {manifest.aim} on the host `{manifest.host.name}`, not for {target}"
        )
        raise _refused("compile.other-target", message, manifest)
    edited = _edited(source, manifest)
    if edited:
        raise _refused(
            "compile.edited-variant",
            f"`{source.where}` is a variant that was edited by hand ({listed(edited)})",
            manifest,
        )
    files = [
        StoredFile(item.path, item.size, item.digest, executable=item.executable, origin=item.path)
        for item in manifest.files
    ]
    files.append(msgspec.structs.replace(stored(MANIFEST_FILE, data), executable=entries[MANIFEST_FILE].executable))
    return Variant(manifest.name, manifest, tuple(sorted(files, key=lambda item: item.path)))


def _same_target(manifest: Manifest, target: Target) -> bool:
    """The generic host is shipped data and may change with SkillRT; any other is known by its facts."""
    same_host = manifest.host == target.host or (manifest.host.name == target.host.name == "generic")
    return manifest.target.model == target.model and manifest.target.harness == target.harness.name and same_host


def _edited(source: SkillSource, manifest: Manifest) -> tuple[str, ...]:
    entries = {entry.path: entry for entry in source.entries if entry.path not in {MANIFEST_FILE, *BESIDE}}
    changed: list[str] = []
    for record in manifest.files:
        entry = entries.pop(record.path, None)
        if entry is None or not _is(entry, record) or digest_of(source.read(record.path)) != record.digest:
            changed.append(record.path)
    return tuple(sorted([*changed, *entries]))


def _is(entry: SourceEntry, record: FileRecord) -> bool:
    return not entry.link and entry.size == record.size and entry.executable == record.executable


def _refused(code: str, message: str, manifest: Manifest) -> InputError:
    origin = manifest.source
    shown = f"{origin.digest[: len('sha256:') + _DIGITS]}"
    hint = f"its source is the skill `{origin.name}` ({shown}); change and compile that"
    return InputError(Diagnostic.of(code, message, Place(MANIFEST_FILE, 1), hint=hint))
