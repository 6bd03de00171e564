"""Which skills changed since a commit: `--changed-since REF`."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, MachineError, UsageError
from skillrt.process import Completed, run

# Nothing that a repository configures may run a program here, take a lock, or colour what we read.
_QUIET: Final = (
    "git",
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=" + os.devnull,
    "-c",
    "core.quotePath=false",
    "-c",
    "diff.ignoreSubmodules=none",
)
_TIMEOUT: Final = 60.0


def changed_files(folder: Path, reference: str) -> frozenset[Path]:
    """Files that differ from where the present state branched off `reference`: committed, staged, in the working
    tree or new, as resolved paths; a renamed file counts under both names.

    Raises UsageError where `folder` is in no repository or `reference` names no commit in it, and MachineError where
    git is missing or fails.
    """
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").out).rstrip("\n")).resolve()
    base = _merge_base(top, reference)
    differ = _output(top, "diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "-z", base, "--")
    new = _output(top, "ls-files", "--others", "--exclude-standard", "-z")
    names = [name for name in (differ + new).split(b"\0") if name]
    return frozenset(top / os.fsdecode(name) for name in names)


def owners(files: Iterable[Path], folders: Collection[Path]) -> frozenset[Path]:
    """Those of the skills' folders (resolved) that one of the files belongs to: the innermost around it."""
    known = frozenset(folders)
    found = (next((parent for parent in file.parents if parent in known), None) for file in files)
    return frozenset(folder for folder in found if folder is not None)


def _merge_base(top: Path, reference: str) -> str:
    found = _run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
    if found.status != 0 and reference == "HEAD":
        # a repository without a commit: everything is new
        return _output(top, "hash-object", "-t", "tree", "--stdin").decode("ascii", "replace").strip()
    if found.status != 0:
        hint = "fetch it first; in CI, check out with the whole history (`fetch-depth: 0`)"
        message = f"git knows no commit `{reference}` here"
        raise UsageError(Diagnostic.of("usage.unknown-reference", message, hint=hint))
    commit = found.out.decode("ascii", "replace").strip()
    base = _run(top, "merge-base", commit, "HEAD")
    if base.status != 0:
        hint = "a shallow clone lacks the history; in CI, check out with `fetch-depth: 0`"
        message = f"git finds no common ancestor of `{reference}` and HEAD"
        raise UsageError(Diagnostic.of("usage.unknown-reference", message, hint=hint))
    return base.out.decode("ascii", "replace").strip()


def _output(top: Path, *arguments: str) -> bytes:
    done = _run(top, *arguments)
    if done.status != 0:
        raise MachineError(Diagnostic.of("machine.git", f"`git {arguments[0]}` failed: {done.complaint}"))
    return done.out


def _git(folder: Path, *arguments: str) -> Completed:
    done = _run(folder, *arguments)
    if done.status != 0:
        message = f"`{folder}` is in no git repository that can be read: {done.complaint}"
        raise UsageError(Diagnostic.of("usage.no-repository", message))
    return done


def _run(folder: Path, *arguments: str) -> Completed:
    return run([*_QUIET, *arguments], folder=folder, timeout=_TIMEOUT)
