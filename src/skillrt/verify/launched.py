"""What `bind-environment` may do to a text of the skill: put the launcher into commands, and nothing else."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.environment.launch import LAUNCHER
from skillrt.ir import Block, Module

LAUNCHING: Final = "bind-environment"
_PUT_IN: Final = re.compile(re.escape(LAUNCHER) + r" ")
_WORD: Final = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s'\"])+"
_LAUNCHERS: Final = re.compile(
    rf"uv[ \t]+run[ \t]+(?:(?:--with[ \t]+{_WORD}|-{_WORD})[ \t]+)*|uvx[ \t]+|pipx[ \t]+run[ \t]+"
)
"""What the launcher stands in for."""
_INTERPRETER: Final = re.compile(r"(?:python(?: -m)?|node) ")
Found = tuple[Block | None, str]


def more_than_launched(before: Module, after: Module) -> Iterator[Found]:
    """Blocks (None for a document that a pass made) that `after` has otherwise than with the launcher put into them,
    with their first words or their path. Front matter has rules of its own."""
    for name, old in before.blocks.items() if after.documents is not before.documents else ():
        new = after.blocks.get(name)
        if new is old or not old.is_leaf or old.kind == "front-matter":
            continue
        if new is None or not only_launched(old.text, new.text):
            yield old, " ".join(old.text.split())[:40]
    for old_file in before.files:
        file = after.file(old_file.path)
        if file is not old_file and (file is None or not only_launched(old_file.text or "", file.text or "")):
            yield None, old_file.path


def only_launched(old: str, new: str) -> bool:
    """Whether `new` is `old` with the launcher put in: before a command as it stands, before the interpreter of a
    script that was run directly, or in the place of `uv run`, `uvx` and `pipx run`. Nothing else was changed."""
    at = 0  # in the old text
    last = 0  # in the new one
    for put in _PUT_IN.finditer(new):
        kept = new[last : put.start()]
        if not old.startswith(kept, at):
            return False
        at, last = at + len(kept), put.end()
        if old.startswith(put.group(), at):
            at += len(put.group())  # it stood there
            continue
        for_launcher = _LAUNCHERS.match(old, at)
        at = for_launcher.end() if for_launcher else at
        interpreter = _INTERPRETER.match(new, last)
        if interpreter and not old.startswith(interpreter.group(), at):
            last = interpreter.end()
    return new[last:] == old[at:]
