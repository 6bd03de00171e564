"""Commands that build on each other are gone through one at a time: a program holds the steps with their commands,
says which is next, runs one, and goes on only where it succeeded.

An agent that can run nothing cannot be helped by a text.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Level, rank
from skillrt.primitives.bundling import data_path, program
from skillrt.primitives.draft import DerivedFile, Draft, Gap, NoDraft, Replacement, Use
from skillrt.primitives.notes import note_above, note_below, section_of
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.tool_exec.chains import Chain, chains_of
from skillrt.primitives.tool_exec.detect import chained
from skillrt.primitives.view.view import SkillView

STEPS: Final = "one-command-a-step"
_NEXT: Final = program("next.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)


def lower(view: SkillView, gap: Gap) -> Iterable[Draft | NoDraft]:
    """A driver for chains; commands that stand together in a block become one program."""
    if gap.held < 1:
        return
    if rank(gap.required) > 2:
        yield from _steps(view)
    else:
        yield from _programs(view, gap)


def _steps(view: SkillView) -> Iterator[Draft]:
    chains = tuple(chains_of(view))
    lowered = [chain.procedure for chain in chains]
    if not chains or any(chained(item, view) and item not in lowered for item in view.procedures):
        return  # where one chain stays, as much is asked for as before
    taken = set(view.module.paths)
    notes: list[Replacement] = []
    files: list[DerivedFile] = [_NEXT]
    for chain in chains:
        path = data_path(chain.procedure.title or "steps", ".steps", taken)
        taken.add(path)
        note = _note(view, chain, path)
        if note is None or any(note.block == other.block for other in notes):
            return
        notes.append(note)
        blocks = tuple(step.block for step in chain.procedure.steps)
        text = _list(chain)
        files.append(DerivedFile(path, text, False, blocks, _uses(view, text), "outlined"))
    reason = "a program holds the steps, names one at a time with its command, and stops where one fails"
    yield Draft(STEPS, reason, "supports", tuple(notes), tuple(files), 1, _RUN)


def _list(chain: Chain) -> str:
    lines: list[str] = []
    for link in chain.links:
        lines.append(f"== {link.title}")
        for command in link.commands:
            lines += [f" {line}" if line.startswith("== ") else line for line in command.split("\n")]
    return "\n".join(lines) + "\n"


def _uses(view: SkillView, text: str) -> tuple[Use, ...]:
    """The bundled programs that the commands name."""
    return tuple(Use(file.path) for file in view.scripts if "/" in file.path and file.path in text)


def _note(view: SkillView, chain: Chain, path: str) -> Replacement | None:
    """Right before the first of numbered headings; below the heading above a numbered list."""
    text = (
        f"Go through these {len(chain.links)} steps one a turn: `sh {_NEXT.path} {path} start` prints the first with "
        f"its commands (do what is said of it below as well); `sh {_NEXT.path} {path} run COMMAND` runs one with "
        "your values in; `done` goes on to the next step, `skip` past one that does not apply."
    )
    first = chain.procedure.steps[0].block
    section = section_of(view, first)
    if section is None:
        return None
    if chain.procedure.by == "headings":
        return note_above(view, first, text, _NEXT.path, path)
    return note_below(view, section, text, _NEXT.path, path)


def _programs(view: SkillView, gap: Gap) -> Iterator[Draft | NoDraft]:
    """Blocks of commands as programs: one command each, with options for what varies."""
    yield from outline_drafts(view, gap, {"shell": "shell"})
