"""Decide what a template does in a run: the one command that serves a request, and whether its result is as expected.

Nothing here knows sockets or dialects. What is read is the workspace, and that only for a request of a known wording.
"""

from collections.abc import Mapping
from pathlib import Path
from posixpath import normpath
from typing import Final

import msgspec

from skillrt.jit.answers.facts import Run, facts_of
from skillrt.jit.answers.pattern import Fact
from skillrt.jit.answers.say import answer
from skillrt.jit.dispatch import NO_WORDING, Choice, choose
from skillrt.jit.guards import refused_outputs
from skillrt.jit.live.command import Command, command_of, printed
from skillrt.jit.live.shelf import Shelf
from skillrt.jit.live.since import MOST_BYTES, MOST_FILES, changed_since, stamps_of
from skillrt.jit.outputs import open_paths, output_paths
from skillrt.jit.prove import filled_actions
from skillrt.jit.replay import Replayed
from skillrt.jit.scenes import scene_of
from skillrt.jit.template import Template, value_of

_PATHS: Final = frozenset(("file", "files", "new-file", "workspace-file"))
_MOST_REQUEST: Final = 4_000


class Act(msgspec.Struct, frozen=True):
    """A request that is served here: by which template with which values, by which command, and what was so before:
    the files with their stamps, and the facts of the inputs."""

    choice: Choice
    command: Command
    stamps: dict[str, tuple[int, int, int]]
    facts: dict[Fact, str]

    @property
    def template(self) -> str:
        """The id of the template."""
        return self.choice.template.id


class Concluded(msgspec.Struct, frozen=True):
    """The command did what was expected: the last answer to the user, and the files that it wrote."""

    answer: str
    written: tuple[str, ...] = ()


class Place(msgspec.Struct, frozen=True):
    """The folder that the harness works in, and names of folders in there that nobody looks into: the harness's own,
    and what tools make. `skills` are the folders of skills by their names, whose scripts programs may call."""

    folder: Path
    ignored: tuple[str, ...] = ()
    skills: Mapping[str, Path] = {}


def decide(shelf: Shelf, request: str, place: Place) -> Act | str:
    """The act that serves the request; in words why there is none."""
    if not request.strip() or len(request) > _MOST_REQUEST:
        return NO_WORDING
    likely = shelf.looking_like(request)
    if not likely:
        return NO_WORDING
    stamps = stamps_of(place.folder, place.ignored)
    if len(stamps) > MOST_FILES or sum(size for size, _, _ in stamps.values()) > MOST_BYTES:
        return "the workspace holds too much to be looked at while a request waits"
    choice = choose(likely, scene_of(request, place.folder, place.ignored))
    if isinstance(choice, str):
        return choice
    misplaced = _misplaced(choice, place.folder)
    if misplaced:
        return misplaced
    template = choice.template
    actions = filled_actions(template.actions, template.sites, choice.values)
    if actions is None:
        return "a value cannot stand in the program"
    if any(action.kind == "write" and _leaves(action.path, place.folder) for action in actions):
        return "the program writes outside the workspace"
    unknown = next((action.skill for action in actions if action.skill and action.skill not in place.skills), "")
    if unknown:
        return f"the folder of the skill `{unknown[:80]}` is not known"
    command = command_of(actions, says=_says_printed(template), folders=place.skills)
    if command is None:
        return "the program cannot be said as one shell command"
    return Act(choice, command, stamps, facts_of(_run(choice, place.folder, Replayed({}, (), ""))))


def conclude(act: Act, result: str, place: Place, *, failed: bool) -> Concluded | str:
    """The last answer after the command gave `result`; in words why it is not as expected."""
    said = printed(act.command, result)
    if failed or said is None:
        return "the command did not succeed"
    return answered(act, changed_since(place.folder, act.stamps, said, place.ignored), place.folder)


def answered(act: Act, replayed: Replayed, folder: Path) -> Concluded | str:
    """The last answer after the command did what `replayed` says in `folder`; in words why it is not as expected."""
    template = act.choice.template
    refused = refused_outputs(template, act.choice.values, replayed)
    if refused:
        return refused
    # inputs count as they were: a program may write over them
    run = _run(act.choice, folder, replayed)
    facts = {**facts_of(run), **act.facts}
    if not run.written and not _wanted(template) <= facts.keys():
        return "what was printed does not fill the answer"
    return Concluded(answer(template.answer, facts, run.written), run.written)


def _run(choice: Choice, folder: Path, replayed: Replayed) -> Run:
    inputs = tuple(hole.id for hole in choice.template.holes if hole.kind in ("file", "workspace-file"))
    paths = tuple(guard.path for guard in choice.template.outputs)
    outputs, some = output_paths(paths, choice.values), open_paths(paths, choice.values, replayed.changed)
    return Run(choice.values, inputs, folder, replayed, outputs, some)


def _wanted(template: Template) -> frozenset[Fact]:
    parts = (part for said in template.answer.sentences for part in said)
    return frozenset(part.fact for part in parts if part.fact is not None)


def _says_printed(template: Template) -> bool:
    return any(fact.of == "printed" for fact in _wanted(template))


def _misplaced(choice: Choice, folder: Path) -> str:
    """Why the paths of the request are none to work with; empty where they are."""
    if outside := _outside(choice, folder):
        return f"`{outside[:80]}` lies outside the workspace"
    winding = _winding(choice)
    return f"`{winding[:80]}` is not the plain path of a file" if winding else ""


def _outside(choice: Choice, folder: Path) -> str:
    """The first value of a path that leads out of the workspace, also through a link."""
    holes = [hole for hole in choice.template.holes if hole.kind in _PATHS]
    paths = [path for hole in holes for path in hole.paths_in(choice.values[hole.id])]
    paths += [value_of(guard.path, choice.values) for guard in choice.template.outputs]
    return next((path for path in paths if _leaves(path, folder)), "")


def _winding(choice: Choice) -> str:
    """The first output whose path goes by `..`, or says a slash or `.` too many: what changed is known by plain paths
    only, so that the file would be written and not be found again."""
    paths = (value_of(guard.path, choice.values).removeprefix("./") for guard in choice.template.outputs)
    return next((path for path in paths if path != normpath(path)), "")


def _leaves(path: str, folder: Path) -> bool:
    try:
        target = (folder / path).resolve()
        return path.startswith("~") or not target.is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return True
