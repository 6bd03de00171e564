"""The program of a harness, or what to do to have it."""

import shutil

from skillrt.errors import Diagnostic, MachineError, UsageError
from skillrt.targets import Harness


def find_program(harness: Harness, path: str) -> str:
    """The full path of the program on the search path `path`.

    Raises UsageError where it is not known how to start the harness, and MachineError with the command that installs
    what is missing: the harness, or a program that it needs.
    """
    require_launch(harness)
    found = next((full for name in harness.program.names if (full := shutil.which(name, path=path or None))), None)
    if found is None:
        names = " or ".join(f"`{name}`" for name in harness.program.names)
        message = f"{harness.title} is not installed: there is no {names} on the search path"
        raise MachineError(Diagnostic.of("start.no-harness", message, hint=install_hint(harness)))
    missing = [name for name in harness.program.needs if not shutil.which(name, path=path or None)]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        message = f"{harness.title} needs {names}, which is not on the search path; its skills do not work without"
        raise MachineError(Diagnostic.of("start.no-harness", message, hint=f"install {names} and run this again"))
    return found


def require_launch(harness: Harness) -> None:
    """Raise UsageError where the descriptor does not say how to start the harness and lead it to the gateway."""
    if not harness.launch.is_known:
        message = f"it is not known how to start {harness.title} and lead it to the gateway"
        raise UsageError(Diagnostic.of("start.unknown-launch", message))


def install_hint(harness: Harness) -> str:
    """The command that installs the harness in the version that its facts are of."""
    program = harness.program
    if program.install:
        return f"install it: `{program.install}`"
    if not program.package:
        return "install it as its maker says"
    version = f"@{harness.version}" if harness.version else ""
    runtime = f" (needs {program.runtime})" if program.runtime and program.runtime != "native" else ""
    return f"install it: `npm install -g {program.package}{version}`{runtime}"
