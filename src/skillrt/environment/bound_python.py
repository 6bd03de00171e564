"""The Python of the environment that is bound for a compiled skill."""

import os
import shlex
from pathlib import Path
from typing import Final

from skillrt.environment.needs import ENVIRONMENT_FILE, read_needs
from skillrt.errors import Diagnostic, InputError
from skillrt.store.environments import PYTHON_FOLDER, Environments

_PROGRAM: Final = "Scripts/python.exe" if os.name == "nt" else "bin/python"


def bound_python(variant: Path, data: Path) -> Path:
    """The interpreter with the packages of the skill that is compiled in `variant`; `data` is where environments are.

    Raises InputError where it is no compiled skill, or not bound: then with the command that binds it.
    """
    file = variant / ENVIRONMENT_FILE
    try:
        needs = read_needs(file.read_bytes(), str(file))
    except OSError as error:
        message = f"`{variant}` is no compiled skill: it has no `{ENVIRONMENT_FILE}`"
        raise InputError(Diagnostic.of("bind.bad-needs", message)) from error
    store = Environments(data)
    key = store.last_bound(needs.key)
    python = store.folder(key) / PYTHON_FOLDER / _PROGRAM if key else None
    if python is None or not python.exists():
        command = shlex.join(["skillrt", "bind", str(variant)])
        message = f"no Python is bound for `{variant}`"
        raise InputError(Diagnostic.of("start.not-bound", message, hint=f"run `{command}`"))
    return python
