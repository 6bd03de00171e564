"""What programs are: shell commands, command-line interfaces and calls of them, imports and file references.

Pure functions over text. None raises on any input; offsets are bytes of the text in UTF-8.
"""

from skillrt.code.calls import CallProblem, check_call, check_command
from skillrt.code.interface import Interface, Option, Positional
from skillrt.code.language import Shebang, fence_language, script_language, shebang
from skillrt.code.launch import Program, program_of
from skillrt.code.offsets import Offsets
from skillrt.code.references import FileReference, Import, ScriptFacts
from skillrt.code.scripts import facts_of, interface_of
from skillrt.code.shell import Command, Redirect, commands
from skillrt.code.words import Word

__all__ = [
    "CallProblem",
    "Command",
    "FileReference",
    "Import",
    "Interface",
    "Offsets",
    "Option",
    "Positional",
    "Program",
    "Redirect",
    "ScriptFacts",
    "Shebang",
    "Word",
    "check_call",
    "check_command",
    "commands",
    "facts_of",
    "fence_language",
    "interface_of",
    "program_of",
    "script_language",
    "shebang",
]
