"""Which modules the Python texts of a program import, apart from the standard library."""

from skillrt.code.python import read_python
from skillrt.jit.actions import Action
from skillrt.jit.programs.shell_sites import python_texts


def imports_of(actions: tuple[Action, ...]) -> tuple[str, ...]:
    """Top-level names of imported modules, in order of their names."""
    found: set[str] = set()
    for action in actions:
        if action.kind == "shell":
            for low, high in python_texts(action.text):
                found |= {item.module.partition(".")[0] for item in read_python(action.text[low:high]).imports}
    return tuple(sorted(found))
