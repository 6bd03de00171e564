"""Lay the skills of a run where its harness looks, and take them away again.

A managed run has a configuration folder of its own, with room for skills: nothing of the user's is touched. A native
run has none: skills go to the project's folder, where nothing is overwritten, and what was laid is removed after, by
the next one where the run is killed (leftovers.py).
"""

import contextlib
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from skillrt.errors import Diagnostic, UsageError
from skillrt.gateway.kept_variants import Prepared
from skillrt.harness import Scope, install, skills_folder, uninstall
from skillrt.harness.receipt import read_receipt
from skillrt.runs.leftovers import Mark
from skillrt.targets import Harness


@contextmanager
def laid_out(
    skills: Sequence[Prepared],
    harness: Harness,
    workspace: Path,
    configuration: Path | None,
    mark: Mark | None = None,
) -> Generator[tuple[Path, ...]]:
    """The folders of the skills, in order, while the run goes on; `mark` notes those in the project. Raises
    UsageError where one is in the way."""
    with ExitStack() as held:
        made: tuple[Path, ...] = ()
        if configuration is not None:
            folder = configuration / harness.launch.skills
            folder.mkdir(parents=True, exist_ok=True)
        elif skills:
            folder = skills_folder(harness, Scope.PROJECT, workspace)
            made = held.enter_context(_folder(folder))
        else:
            folder = workspace
        if configuration is not None:
            yield tuple(install(item.folder, harness, folder).folder for item in skills)
        else:
            note = partial(mark.note, folder, made=made) if mark else _unnoted
            yield tuple(_lay(item, harness, folder, held, note) for item in skills)


def _lay(item: Prepared, harness: Harness, folder: Path, held: ExitStack, note: Callable[[Path], None]) -> Path:
    place = folder / item.name
    if place.exists() or place.is_symlink():
        receipt = read_receipt(place)
        if receipt and receipt.manifest == item.digest and receipt.harness == harness.name:
            return place  # the user has installed this very variant
        message = f"`{place}` is there already, and this run would need to replace it"
        hint = "move it away, or run without `--native`, which touches no folder of the project"
        raise UsageError(Diagnostic.of("start.skill-in-the-way", message, hint=hint))
    done = install(item.folder, harness, folder)
    held.callback(uninstall, done.folder, harness, folder)
    note(done.folder)
    return done.folder


def _unnoted(place: Path) -> None:
    """Nobody removes it later."""


@contextmanager
def _folder(folder: Path) -> Generator[tuple[Path, ...]]:
    """Make it, and give what of it was made; take away again what of that is empty."""
    missing = tuple(path for path in (folder, *folder.parents) if not path.exists())
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield missing
    finally:
        with contextlib.suppress(OSError):  # something has been put there
            for path in missing:
                path.rmdir()
