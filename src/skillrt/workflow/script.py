"""A step as what is started for it: one shell for all its commands, so that `cd` and variables hold from one to the
next, or the program itself where the step is one plain command."""

import shutil
from collections.abc import Mapping
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, InputError
from skillrt.ir.workflow import StepRecord
from skillrt.workflow.fill import Filled, fill

_LONGEST: Final = 100_000  # bytes; Linux takes arguments of up to 128 KiB


class Launch(msgspec.Struct, frozen=True):
    """Program and arguments, and the variables that it gets besides those of the environment."""

    command: tuple[str, ...]
    variables: tuple[tuple[str, str], ...] = ()


def launch_of(step: StepRecord, values: Mapping[str, str], folder: str, shell: str) -> Launch:
    """What to start for a step. Raises UsageError for a value that cannot be filled in, InputError for a step that no
    shell takes."""
    variables: dict[str, str] = {}
    filled = [fill(command, values, folder, variables) for command in step.commands]
    if len(filled) == 1 and filled[0].words:
        return Launch(filled[0].words)
    text = script_of(filled)
    if len(text.encode("utf-8", "replace")) > _LONGEST:
        message = f"the commands of step `{step.id}` are longer than {_LONGEST} bytes"
        raise InputError(Diagnostic.of("workflow.bad-record", message))
    if "\0" in text:
        raise InputError(Diagnostic.of("workflow.bad-record", f"step `{step.id}` holds a NUL character"))
    return Launch((shell, "-c", text, "skillrt"), tuple(sorted(variables.items())))


def script_of(filled: "list[Filled]") -> str:
    """The commands one after the other; the first that fails ends it with its status."""
    if len(filled) == 1:
        return filled[0].text
    return "".join(f"{{\n{item.text}\n}} || exit\n" for item in filled)


def shell_program(path: str) -> str:
    """The shell that skills are written for, where it is installed, else the system's."""
    return shutil.which("bash", path=path) or "/bin/sh"
