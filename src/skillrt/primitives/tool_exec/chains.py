"""Chains: procedures of which several steps run something, and what each step runs."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.primitives.view.view import SkillView
from skillrt.reading.present import is_lowered
from skillrt.reading.steps import Procedure, Step

_STEP_WORDS: Final = ("step", "phase", "stage")
_IN_ORDER: Final = re.compile(
    r"\b(?:workflow|process|procedure|steps|instructions?|pipeline|protocol|checklist|phase)\b", re.I
)
_USES: Final = re.compile(r"\b(?:usage|uses|examples?|reference)\b", re.I)
_MOVES: Final = re.compile(r"^\s*(?:cd|pushd)\b", re.MULTILINE)
_RUN: Final = re.compile(r"Run(?: \([^)]*\))?: `([^`\n]+)`")
_MANY: Final = 30
_CHAIN: Final = 3


class Link(msgspec.Struct, frozen=True):
    """A step of a chain: its title, and the commands that stand in it, as they are written."""

    title: str
    commands: tuple[str, ...]


class Chain(msgspec.Struct, frozen=True):
    """A procedure with what its steps run; steps that run nothing are there too: they have to be done as well."""

    procedure: Procedure
    links: tuple[Link, ...]


def chains_of(view: SkillView) -> Iterator[Chain]:
    """The procedures of which at least three steps run something: steps to be gone through, no list of uses."""
    for procedure in view.procedures:
        first = procedure.steps[0].title.lower().lstrip("#* ")
        asked = first.startswith(_STEP_WORDS) or (
            _IN_ORDER.search(procedure.title) is not None and _USES.search(procedure.title) is None
        )
        if asked and len(procedure.steps) <= _MANY and not procedure.loops:
            links = tuple(_link(step, procedure.path, view) for step in procedure.steps)
            if sum(bool(link.commands) for link in links) >= _CHAIN and not any(map(_is_a_choice, links)):
                yield Chain(procedure, links)


def _is_a_choice(link: Link) -> bool:
    """Whether a step shows several things to run, which may be alternatives, or leaves the folder for later steps."""
    return len(link.commands) > 1 or any(_MOVES.search(command) for command in link.commands)


def _link(step: Step, path: str, view: SkillView) -> Link:
    title = " ".join(step.title.strip("#* ").split())
    return Link(title, tuple(dict.fromkeys(_commands(step, path, view))))


def _commands(step: Step, path: str, view: SkillView) -> Iterator[str]:
    """Blocks of commands, what lowerings have put in the place of such, and calls of bundled scripts in the text."""
    fences = {fence.block.id: fence for fence in view.fences if fence.path == path}
    for section in view.sections:
        if section.path != path:
            continue
        for leaf in section.leaves:
            if not step.line <= leaf.span.line <= step.end_line:
                continue
            fence = fences.get(leaf.id)
            if leaf.kind == "code" and fence is not None and fence.role == "commands":
                yield leaf.content.strip("\n")
            elif leaf.kind != "code" and is_lowered(view.block(leaf.id) or leaf):
                found = _RUN.match(leaf.text.strip())
                if found is not None:
                    yield found.group(1)
    yield from _called_in_text(step, path, view, frozenset(fences))


def _called_in_text(step: Step, path: str, view: SkillView, fences: frozenset[str]) -> Iterator[str]:
    """Calls of bundled scripts that stand in sentences."""
    for call in view.calls:
        inside = call.span.file == path and step.line <= call.span.line <= step.end_line
        if inside and not fences & frozenset(call.blocks) and " " in call.command:
            yield call.command
