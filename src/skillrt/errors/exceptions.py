"""The exception tree. Every exception that reaches the CLI carries diagnostics, and its class gives the exit status.

SkillrtError            1  something is wrong with the input
├── InputError          1  a skill that cannot be read or compiled
├── VerifyError         1  a pass broke a promise; nothing was written
├── UsageError          2  the command line or the settings ask for something that does not exist
└── MachineError        3  the machine failed: output not writable, disk full, a program missing
"""

from collections.abc import Sequence

from skillrt.errors.diagnostics import Diagnostic


class SkillrtError(Exception):
    """Base of all; `diagnostics` say what, where and what to do."""

    exit_status = 1

    def __init__(self, diagnostics: Diagnostic | Sequence[Diagnostic]) -> None:
        found = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        super().__init__("; ".join(item.message for item in found))
        self.diagnostics = found


class InputError(SkillrtError):
    """A skill, archive or data file that cannot be used."""


class VerifyError(SkillrtError):
    """The verifier refused a module."""


class UsageError(SkillrtError):
    """A wrong option, name, path or setting."""

    exit_status = 2


class MachineError(SkillrtError):
    """The machine could not do it: disk full, no permission, a missing program."""

    exit_status = 3
