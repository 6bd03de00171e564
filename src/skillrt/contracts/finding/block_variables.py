"""Variables of one block: where a block of commands has one from outside, the others that it has from there."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from skillrt.contracts.finding.commands import SHELLS
from skillrt.contracts.finding.places import place_at
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.recipes import recipes_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.known_names import is_plain_variable
from skillrt.errors import Place
from skillrt.ir import span_of

_NAME: Final = r"[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){1,6}"
_READ: Final = re.compile(rf"(?<![\\$])\$(?:\{{({_NAME})(?:[:}}][-+?=]?)|({_NAME})\b)")
_SET: Final = re.compile(
    rf"(?:^|[;&|(]|\b(?:export|local|declare|readonly|read|for)\b)[ \t]*(?:-\w+[ \t]+){{0,4}}"
    rf"({_NAME})\b(?:=|[ \t]+in\b|[ \t]*$)",
    re.M,
)
_SECRET: Final = re.compile(rf"\$\{{\{{[ \t]*secrets\.({_NAME}|[A-Z][A-Z0-9]{{2,30}})[ \t]*\}}\}}")
_GIVEN: Final = ("GITHUB_", "RUNNER_", "CI_", "GITLAB_", "ACTIONS_")  # by the service that runs the steps
_MANY: Final = 200

Found = tuple[str, Place, bool]


def block_variables(scene: Scene, known: Mapping[str, bool]) -> Iterator[Found]:
    """Each variable with its place and whether only a document shows it. `known` has the variables that discovery
    found, with the same."""
    for passage in passages_of(scene):
        if passage.language in SHELLS and passage.block is not None and passage.manner != "example":
            yield from _beside(passage, known)
    for passage in recipes_of(scene):
        for name, found in _from_outside(passage):
            if not name.startswith(_GIVEN):
                yield name, place_at(passage.span(found.start(), found.end())), True
    for fence in scene.fences:
        if fence.role == "wrong" or "secrets." not in fence.text:
            continue
        offset = fence.block.offset_of_content
        for found in list(_SECRET.finditer(fence.text))[:_MANY]:
            if not is_plain_variable(found.group(1)) and found.group(1) != "GITHUB_TOKEN":
                span = span_of(fence.block, offset(found.start(1)), offset(found.end(1)))
                yield found.group(1), place_at(span), True


def _beside(passage: Passage, known: Mapping[str, bool]) -> Iterator[Found]:
    read = list(_from_outside(passage))
    shown = [known[name] for name, _ in read if name in known]
    for name, found in read if shown else ():
        if name not in known:
            yield name, place_at(passage.span(found.start(), found.end())), all(shown)


def _from_outside(passage: Passage) -> Iterator[tuple[str, re.Match[str]]]:
    """Variables that a block reads and does not set."""
    own = {found.group(1) for found in list(_SET.finditer(passage.text))[:_MANY]}
    for found in list(_READ.finditer(passage.text))[:_MANY]:
        name = found[1] or found[2]
        if name not in own and not is_plain_variable(name):
            yield name, found
