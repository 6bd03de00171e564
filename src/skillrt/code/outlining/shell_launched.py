"""The command that another one starts: behind `xargs`, `timeout`, `sudo` and the like, and behind `find -exec`."""

from typing import TYPE_CHECKING, Final

from skillrt.code.launch import program_of
from skillrt.code.outlining.shell_nodes import arguments, name_of, source
from skillrt.code.shell import commands

if TYPE_CHECKING:
    from tree_sitter import Node

_RUNS: Final = frozenset(("-exec", "-execdir", "-ok", "-okdir"))


def launched(command: "Node") -> list["Node"]:
    """The words of the command that `command` starts, its name first; none where it starts no other."""
    words = arguments(command)
    texts = [source(word) for word in words]
    if name_of(command) == "find":
        at = next((nth for nth, text in enumerate(texts) if text in _RUNS), len(words))
        return words[at + 1 :]
    read = commands(source(command))
    found = program_of(read[0]) if read else None
    if found is None or not found.launchers or found.name.text not in texts:
        return []
    return words[texts.index(found.name.text) :]
