"""What git says of a repository, without running anything that the repository configures."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, MachineError, UsageError
from skillrt.process import Completed, run

# Nothing that a repository configures may run a program here, fetch, take a lock, or change or colour what we read.
_QUIET: Final = (
    "git",
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=" + os.devnull,
    "-c",
    "core.quotePath=false",
    "-c",
    "diff.ignoreSubmodules=none",
    "-c",
    "protocol.allow=never",
)
_OF_THE_REPOSITORY: Final = (b"local", b"worktree")
_TIMEOUT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: its top folder, resolved, and how git is called there."""

    top: Path
    command: tuple[str, ...] = _QUIET

    def run(self, *arguments: str, stdin: bytes = b"") -> Completed:
        """What git says, whatever the status."""
        return run([*self.command, *arguments], folder=self.top, timeout=_TIMEOUT, stdin=stdin)

    def output(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """What git says. Raises MachineError where it fails."""
        done = self.run(*arguments, stdin=stdin)
        if done.status != 0:
            raise MachineError(Diagnostic.of("machine.git", f"`git {arguments[0]}` failed: {done.complaint}"))
        return done.out

    def branch_point(self, reference: str) -> str:
        """The commit where the present state left `reference`; the empty tree where there is no commit at all.

        Raises UsageError where git knows no such commit, or no common ancestor.
        """
        found = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
        if found.status != 0 and reference == "HEAD":
            # a repository without a commit: everything is new
            return self.output("hash-object", "-t", "tree", "--stdin").decode("ascii", "replace").strip()
        if found.status != 0:
            hint = "fetch it first; in CI, check out with the whole history (`fetch-depth: 0`)"
            message = f"git knows no commit `{reference}` here"
            raise UsageError(Diagnostic.of("usage.unknown-reference", message, hint=hint))
        base = self.run("merge-base", found.out.decode("ascii", "replace").strip(), "HEAD")
        if base.status != 0:
            hint = "a shallow clone lacks the history; in CI, check out with `fetch-depth: 0`"
            message = f"git finds no common ancestor of `{reference}` and HEAD"
            raise UsageError(Diagnostic.of("usage.unknown-reference", message, hint=hint))
        return base.out.decode("ascii", "replace").strip()


def repository_of(folder: Path) -> Repository:
    """The repository that `folder` is in. Raises UsageError where it is in none, MachineError without git."""
    here = Repository(folder)
    done = here.run("rev-parse", "--show-toplevel")
    if done.status != 0:
        message = f"`{folder}` is in no git repository that can be read: {done.complaint}"
        raise UsageError(Diagnostic.of("usage.no-repository", message))
    top = Path(os.fsdecode(done.out).rstrip("\n")).resolve()
    return Repository(top, (*_QUIET, *_without_filters(here)))


def _without_filters(repository: Repository) -> tuple[str, ...]:
    """Options that take away the filters that the repository defines: git would run them to compare a file with what
    is committed. Those of the user, such as git-lfs, stay."""
    asked = ("config", "--show-scope", "--null", "--name-only", "--get-regexp", r"^filter\.")
    fields = repository.run(*asked).out.split(b"\0")
    keys = [key for scope, key in zip(fields[::2], fields[1::2], strict=False) if scope in _OF_THE_REPOSITORY]
    names = sorted({os.fsdecode(key).removeprefix("filter.").rpartition(".")[0] for key in keys})
    if odd := [name for name in names if "=" in name]:
        message = f"the repository defines the filter `{odd[0]}`, whose name cannot be given to git to switch it off"
        raise UsageError(Diagnostic.of("usage.no-repository", message))
    off = ("clean=", "smudge=", "process=", "required=false")
    settings = [f"filter.{name}.{what}" for name in names for what in off]
    return tuple(word for setting in settings for word in ("-c", setting))
