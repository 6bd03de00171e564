"""Where a harness looks for skills: the project's folder and the user's, from its descriptor."""

from enum import StrEnum
from pathlib import Path

from skillrt.errors import Diagnostic, UsageError
from skillrt.targets import Harness


class Scope(StrEnum):
    """Whom an installed skill is for."""

    PROJECT = "project"
    USER = "user"


def skills_folder(harness: Harness, scope: Scope, base: Path) -> Path:
    """The folder that skills are installed to; `base` is the project, or the user's home.

    Raises UsageError where the base is no folder or the descriptor names none.
    """
    if not base.is_dir():
        raise UsageError(Diagnostic.of("usage.path-missing", f"`{base}` is no folder"))
    listed = harness.skills.project if scope is Scope.PROJECT else harness.skills.user
    if not listed:
        message = f"it is not known where {harness.title} looks for skills of a {scope}"
        other = "--user" if scope is Scope.PROJECT else "--project DIR"
        raise UsageError(Diagnostic.of("install.no-folder", message, hint=f"try `{other}`"))
    relative = listed[0].removeprefix("~/")
    if relative.startswith(("$", "~")):
        message = (
            f"`{listed[0]}`, where {harness.title} looks for skills, depends on something that is not known here"
        )
        raise UsageError(Diagnostic.of("install.no-folder", message))
    return Path(base, relative)
