"""Lay the skills of a run where its harness looks, and take them away again.

A managed run has a configuration folder of its own, with room for skills: nothing of the user's is touched. A native
run has none: skills go to the project's folder, where nothing is overwritten, and what was laid is removed after.
"""

import contextlib
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from skillrt.errors import Diagnostic, UsageError
from skillrt.gateway.kept_variants import Prepared
from skillrt.harness import Scope, install, skills_folder, uninstall
from skillrt.harness.receipt import read_receipt
from skillrt.targets import Harness


@contextmanager
def laid_out(
    skills: Sequence[Prepared], harness: Harness, workspace: Path, configuration: Path | None
) -> Generator[tuple[Path, ...]]:
    """The folders of the skills, in order, while the run goes on. Raises UsageError where one is in the way."""
    with ExitStack() as held:
        if configuration is not None:
            folder = configuration / harness.launch.skills
            folder.mkdir(parents=True, exist_ok=True)
        elif skills:
            folder = skills_folder(harness, Scope.PROJECT, workspace)
            held.enter_context(_folder(folder))
        else:
            folder = workspace
        yield tuple(_lay(item, harness, folder, held, managed=configuration is not None) for item in skills)


def _lay(item: Prepared, harness: Harness, folder: Path, held: ExitStack, *, managed: bool) -> Path:
    place = folder / item.name
    if not managed and (place.exists() or place.is_symlink()):
        receipt = read_receipt(place)
        if receipt and receipt.manifest == item.digest and receipt.harness == harness.name:
            return place  # the user has installed this very variant
        message = f"`{place}` is there already, and this run would need to replace it"
        hint = "move it away, or run without `--native`, which touches no folder of the project"
        raise UsageError(Diagnostic.of("start.skill-in-the-way", message, hint=hint))
    done = install(item.folder, harness, folder)
    if not managed:
        held.callback(uninstall, done.folder, harness, folder)
    return done.folder


@contextmanager
def _folder(folder: Path) -> Generator[None]:
    """Make it; take away again what was made of it and is empty."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # something has been put there
            for path in missing:
                path.rmdir()
