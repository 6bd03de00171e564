"""Where a command finds the scripts of a skill: a variable of the shell, set right before it.

A program is the same wherever the skill lies; only who runs it knows the folder.
"""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from skillrt.jit.actions import Action

VARIABLE: Final = "SKILLRT_SKILL"


def placed(action: Action, folders: Mapping[str, Path]) -> str | None:
    """The command of an action with the folder of its skill; None where that is not among `folders`, by name."""
    if not action.skill:
        return action.text
    folder = folders.get(action.skill)
    return f"{VARIABLE}={shlex.quote(str(folder))}\n{action.text}" if folder is not None else None
