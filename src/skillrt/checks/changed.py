"""Which skills changed since a commit: `--changed-since REF`."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from skillrt.checks.repository import repository_of


def changed_files(folder: Path, reference: str) -> frozenset[Path]:
    """Files that differ from where the present state branched off `reference`: committed, staged, in the working
    tree or new, as resolved paths; a renamed file counts under both names.

    Raises UsageError where `folder` is in no repository or `reference` names no commit in it, and MachineError where
    git is missing or fails.
    """
    git = repository_of(folder)
    base = git.branch_point(reference)
    differ = git.output("diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "-z", base, "--")
    new = git.output("ls-files", "--others", "--exclude-standard", "-z")
    names = [name for name in (differ + new).split(b"\0") if name]
    return frozenset(git.top / os.fsdecode(name) for name in names)


def owners(files: Iterable[Path], folders: Collection[Path]) -> frozenset[Path]:
    """Those of the skills' folders (resolved) that one of the files belongs to: the innermost around it."""
    known = frozenset(folders)
    found = (next((parent for parent in file.parents if parent in known), None) for file in files)
    return frozenset(folder for folder in found if folder is not None)
