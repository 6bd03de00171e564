"""Chains: procedures of which several steps run something, and what each step runs."""

from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.code.shapes import shell_shape
from skillrt.primitives.view.reading import is_lowered
from skillrt.primitives.view.steps import Procedure, Step, is_about_steps
from skillrt.primitives.view.view import SkillView

_STEP_WORDS: Final = ("step", "phase", "stage")
_MANY: Final = 30
_CHAIN: Final = 3


class Link(msgspec.Struct, frozen=True):
    """A step of a chain: its title, and the commands that stand in it, as they are written."""

    title: str
    commands: tuple[str, ...]


class Chain(msgspec.Struct, frozen=True):
    """A procedure with what its steps run; steps that run nothing are there too, since they have to be done as well."""

    procedure: Procedure
    links: tuple[Link, ...]


def chains_of(view: SkillView) -> Iterator[Chain]:
    """The procedures of which at least three steps run something."""
    for procedure in view.procedures:
        first = procedure.steps[0].title.lower()
        asked = is_about_steps(procedure.title) or first.lstrip("#* ").startswith(_STEP_WORDS)
        if asked and len(procedure.steps) <= _MANY:
            links = tuple(_link(step, procedure.path, view) for step in procedure.steps)
            if sum(bool(link.commands) for link in links) >= _CHAIN:
                yield Chain(procedure, links)


def _link(step: Step, path: str, view: SkillView) -> Link:
    title = " ".join(step.title.strip("#* ").split())
    return Link(title, tuple(dict.fromkeys(_commands(step, path, view))))


def _commands(step: Step, path: str, view: SkillView) -> Iterator[str]:
    called = {block for call in view.calls for block in call.blocks}
    for section in view.sections:
        if section.path != path:
            continue
        for leaf in section.leaves:
            if not step.line <= leaf.span.line <= step.end_line:
                continue
            if leaf.kind == "code" and (leaf.id in called or shell_shape(leaf.content).programs):
                yield leaf.content.strip("\n")
            elif is_lowered(view.block(leaf.id) or leaf) and leaf.id in called:
                yield leaf.text.strip()
