"""What the commands before one in the same text make of it."""

from typing import Final

from skillrt.code import Command, Program
from skillrt.passes.binding.served import installs

_PROVES: Final = frozenset({"--version", "-V", "-v", "version"})


class Before:
    """Looks at the commands of one text, in their order. `text` holds them."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._last: tuple[Command, Program] | None = None
        self._installed = False

    def sets_apart(self, command: Command, program: Program | None, *, changed: bool) -> bool:
        """Whether the command is to stay as it is: it shows that what the text just installed is there, or it is the
        other way to start the program that the one before did not start (`draw x || uv run draw x`)."""
        if program is None:
            return False
        proves = self._installed and len(program.arguments) == 1 and program.arguments[0].text in _PROVES
        other = self._is_other_way(command, program)
        self._installed = self._installed or installs(command, program)
        if changed and not other:
            self._last = (command, program)
        return proves or other

    def _is_other_way(self, command: Command, program: Program) -> bool:
        if self._last is None:
            return False
        before, tried = self._last
        if self.text[before.end : command.start].strip() != b"||" or program.launchers == tried.launchers:
            return False
        return what_runs(program) == what_runs(tried)


def what_runs(program: Program) -> str:
    """The program, module or script that runs in the end, whatever starts it."""
    return (program.script or program.module or program.name).text
