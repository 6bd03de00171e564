"""Commands that build on each other are gone through one at a time: a program holds the steps with their commands, says
which is next, runs it, and goes on only where it succeeded.

An agent that can run nothing cannot be helped by a text.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Level, rank
from skillrt.primitives.bundling import data_path, program
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import note_below
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.tool_exec.chains import Chain, chains_of
from skillrt.primitives.view.view import SkillView

STEPS: Final = "one-command-a-step"
_NEXT: Final = program("next.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_MOST_CHAINS: Final = 4


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """A driver for chains; commands that stand together in a block become one program."""
    if gap.held < 1:
        return
    if rank(gap.required) > 2:
        yield from _steps(view)
    else:
        yield from _programs(view)


def _steps(view: SkillView) -> Iterator[Draft]:
    chains = tuple(chains_of(view))
    if not 1 <= len(chains) <= _MOST_CHAINS:
        return
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
        files.append(DerivedFile(path, _list(chain), how="outlined", blocks=(chain.procedure.steps[0].block,)))
    reason = "a program holds the steps, names one at a time with its command, and stops where one fails"
    yield Draft(STEPS, reason, "supports", tuple(notes), tuple(files), 1, _RUN)


def _list(chain: Chain) -> str:
    lines: list[str] = []
    for link in chain.links:
        lines.append(f"== {link.title}")
        for command in link.commands:
            lines += [f" {line}" if line.startswith("== ") else line for line in command.split("\n")]
    return "\n".join(lines) + "\n"


def _note(view: SkillView, chain: Chain, path: str) -> Replacement | None:
    """Below the heading above the steps: the parent of numbered headings, the section of a numbered list."""
    first = next(
        (
            item
            for item in view.sections
            if item.path == chain.procedure.path and item.index == chain.procedure.section
        ),
        None,
    )
    if first is None:
        return None
    above = first
    if chain.procedure.by == "headings":
        parents = [item for item in view.sections if item.path == first.path and item.index in first.parents]
        above = parents[-1] if parents else first
    text = (
        f"Go through these {len(chain.links)} steps one a turn: `sh {_NEXT.path} {path} start` prints the first with "
        f"its commands; with your values in, `sh {_NEXT.path} {path} run COMMAND` runs it and names the next; "
        "`done` for a step without a command, `skip` for one that does not apply."
    )
    return note_below(view, above, text, _NEXT.path, path)


def _programs(view: SkillView) -> Iterator[Draft]:
    """Blocks of commands as programs: one command each, with options for what varies."""
    yield from outline_drafts(view, {"shell": "shell"})
